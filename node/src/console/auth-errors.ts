import type { ConsoleCode } from '../accounts/texts.ts'

/** The library's codes in ours, which have sentences in both languages. */
const CODES: Readonly<Record<string, ConsoleCode>> = {
  INVALID_EMAIL_OR_PASSWORD: 'sign-in-failed',
  INVALID_EMAIL: 'sign-in-failed',
  USER_NOT_FOUND: 'sign-in-failed',
  INVALID_PASSWORD: 'password-wrong',
  PASSWORD_TOO_SHORT: 'password-short',
  PASSWORD_TOO_LONG: 'password-long',
  INVALID_CODE: 'code-wrong',
  INVALID_BACKUP_CODE: 'code-wrong',
  TOTP_NOT_ENABLED: 'code-wrong',
  TWO_FACTOR_NOT_ENABLED: 'code-wrong',
  BACKUP_CODES_NOT_ENABLED: 'code-wrong',
  INVALID_TWO_FACTOR_COOKIE: 'code-expired',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'sign-in-barred',
  ACCOUNT_TEMPORARILY_LOCKED: 'sign-in-barred',
  SESSION_NOT_FRESH: 'session-old',
  SESSION_EXPIRED: 'session-old',
  UNAUTHORIZED: 'signed-out',
  PROVIDER_NOT_FOUND: 'oidc-off',
}

/** Our code for an answer of the library that is no success. */
export function authErrorCode(path: string, status: number, code: unknown): ConsoleCode {
  const known = typeof code === 'string' && Object.hasOwn(CODES, code) ? CODES[code] : undefined
  if (known) return known
  if (path.startsWith('/auth/passkey/')) return 'passkey-failed'
  if (status === 401) return 'sign-in-failed'
  return status === 404 ? 'not-found' : 'bad-request'
}
