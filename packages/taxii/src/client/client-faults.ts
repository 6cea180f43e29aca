import { type Refusal, refuse } from '@concert/core'

/** Why a server gave nothing usable, with its sentence in both languages. */
export const TAXII_CLIENT_FAULTS = {
  'bad-url': {
    en: 'This is no URL: one begins with https:// and holds no user and password.',
    zh: '这不是网址：网址须以https:// 开头，且不含用户名和密码。',
  },
  'taxii-unauthorised': {
    en: 'The server wants other credentials, or does not allow this.',
    zh: '服务器要求其他凭据，或不允许此操作。',
  },
  'taxii-not-found': {
    en: 'The server knows no such resource, or does not show it.',
    zh: '服务器没有该资源，或不予提供。',
  },
  'taxii-media': {
    en: 'The server does not answer as a TAXII server of this version does.',
    zh: '服务器的应答不符合该版本TAXII的要求。',
  },
  'taxii-busy': { en: 'The server asks to come back later.', zh: '服务器要求稍后再试。' },
  'taxii-status': { en: 'The server answered with an error.', zh: '服务器返回错误。' },
  'taxii-malformed': {
    en: 'What the server sends does not follow TAXII.',
    zh: '服务器发送的内容不符合TAXII规范。',
  },
  'taxii-too-large': {
    en: 'The server sends more in one page than allowed.',
    zh: '服务器单页发送的内容超出允许的大小。',
  },
  'taxii-loop': {
    en: 'The server repeats pages or promises more without giving any.',
    zh: '服务器反复发送相同的页，或声称还有内容却不给出。',
  },
  'taxii-read-only': {
    en: 'TAXII 2.0 is read only here.',
    zh: '此处对TAXII 2.0仅支持读取。',
  },
} as const

/** One of {@link TAXII_CLIENT_FAULTS}. */
export type TaxiiClientCode = keyof typeof TAXII_CLIENT_FAULTS

/** A refusal; `retryAfterMs` is what the server asked for (RFC 9110 §10.2.3), not yet bounded. */
export interface TaxiiRefusal extends Refusal<TaxiiClientCode> {
  readonly retryAfterMs?: number
}

/** What a status that is no success means. @param now - milliseconds since 1970 */
export function refusalOfStatus(
  status: number,
  retryAfter: string | null,
  now: number,
): TaxiiRefusal {
  const refusal = refuse(codeOf(status), String(status))
  const retryAfterMs = retryAfter === null ? undefined : readRetryAfter(retryAfter, now)
  return retryAfterMs === undefined ? refusal : { ...refusal, retryAfterMs }
}

/** Reads Retry-After: seconds, or a date. @returns milliseconds from now, never negative */
export function readRetryAfter(text: string, now: number): number | undefined {
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

function codeOf(status: number): TaxiiClientCode {
  if (status === 401 || status === 403) return 'taxii-unauthorised'
  if (status === 404) return 'taxii-not-found'
  if (status === 406 || status === 415) return 'taxii-media'
  if (status === 413) return 'taxii-too-large'
  return status === 429 || status === 503 ? 'taxii-busy' : 'taxii-status'
}
