/** When a route of signing in is open. */
export type AuthStage =
  /** To everybody. */
  | 'open'
  /** To somebody signed in, whatever they still have to do. */
  | 'session'
  /** To somebody who has no second factor yet, or who signed in with one. */
  | 'enrol'
  /** To somebody fully signed in. */
  | 'full'

interface AuthRoute {
  readonly stage: AuthStage
  /** What of a body is passed on; a name with `?` may be missing. */
  readonly body?: Readonly<Record<string, 'text' | 'text?' | 'object' | 'number?'>>
  /** What is passed on besides, whatever the request says. */
  readonly fixed?: Readonly<Record<string, string | boolean>>
}

/** The routes of the accounts library that are served; what is not here does not exist. */
export const AUTH_ROUTES: Readonly<Record<string, AuthRoute>> = {
  'POST /auth/sign-in/email': { stage: 'open', body: { email: 'text', password: 'text' } },
  'POST /auth/sign-in/social': {
    stage: 'open',
    body: {},
    fixed: {
      provider: 'oidc',
      callbackURL: '/',
      errorCallbackURL: '/sign-in',
      disableRedirect: true,
    },
  },
  'GET /auth/callback/oidc': { stage: 'open' },
  'POST /auth/sign-out': { stage: 'session', body: {} },
  'POST /auth/change-password': {
    stage: 'session',
    body: { currentPassword: 'text', newPassword: 'text' },
    fixed: { revokeOtherSessions: true },
  },
  'POST /auth/two-factor/enable': { stage: 'enrol', body: { password: 'text' } },
  'POST /auth/two-factor/disable': { stage: 'full', body: { password: 'text' } },
  'POST /auth/two-factor/verify-totp': { stage: 'open', body: { code: 'text' } },
  'POST /auth/two-factor/verify-backup-code': { stage: 'open', body: { code: 'text' } },
  'POST /auth/two-factor/generate-backup-codes': { stage: 'full', body: { password: 'text' } },
  'GET /auth/passkey/generate-register-options': { stage: 'enrol' },
  'POST /auth/passkey/verify-registration': {
    stage: 'enrol',
    body: { response: 'object', name: 'text?' },
  },
  'GET /auth/passkey/generate-authenticate-options': { stage: 'open' },
  'POST /auth/passkey/verify-authentication': { stage: 'open', body: { response: 'object' } },
  'GET /auth/passkey/list-user-passkeys': { stage: 'full' },
  'POST /auth/passkey/update-passkey': { stage: 'full', body: { id: 'text', name: 'text' } },
  'POST /auth/passkey/delete-passkey': { stage: 'full', body: { id: 'text' } },
  'GET /auth/api-key/list': { stage: 'full' },
  'POST /auth/api-key/create': { stage: 'full', body: { name: 'text', expiresIn: 'number?' } },
  'POST /auth/api-key/delete': { stage: 'full', body: { keyId: 'text' } },
}

const MAX_TEXT = 1000

/** What a request may pass on to the library, or undefined when it has not the form. */
export function passedBody(
  { body, fixed }: AuthRoute,
  given: unknown,
): Readonly<Record<string, unknown>> | undefined {
  // Hostile input: nothing but the named fields goes on, each of its type and bounded.
  const source = typeof given === 'object' && given !== null ? given : {}
  const passed: Record<string, unknown> = {}
  for (const [name, form] of Object.entries(body ?? {})) {
    const value = Object.hasOwn(source, name)
      ? (source as Readonly<Record<string, unknown>>)[name]
      : undefined
    if (value === undefined && form.endsWith('?')) continue
    if (!hasForm(value, form)) return undefined
    passed[name] = name.toLowerCase().endsWith('password') ? String(value).normalize('NFKC') : value
  }
  return { ...passed, ...fixed }
}

function hasForm(value: unknown, form: string): boolean {
  switch (form) {
    case 'number?':
      return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    default:
      return typeof value === 'string' && value.isWellFormed() && value.length <= MAX_TEXT
  }
}
