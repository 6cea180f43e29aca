/** Why a request was not served. Closed; each has its status and its words below. */
export type ProblemCode =
  | 'added-after'
  | 'limit'
  | 'next'
  | 'match-repeated'
  | 'match-value'
  | 'match-version'
  | 'query'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'method'
  | 'not-acceptable'
  | 'too-large'
  | 'media-type'
  | 'unprocessable'
  | 'internal'
  | 'busy'

/** Languages that titles and messages exist in. */
export type TaxiiLanguage = 'en' | 'zh'

interface Problem {
  readonly status: number
  readonly en: string
  readonly zh: string
}

const PROBLEMS: Readonly<Record<ProblemCode, Problem>> = {
  'added-after': {
    status: 400,
    en: 'added_after must be given once, as a timestamp such as 2026-01-01T00:00:00.000000Z.',
    zh: 'added_after只能出现一次，且须为时间戳，例如2026-01-01T00:00:00.000000Z。',
  },
  limit: {
    status: 400,
    en: 'limit must be given once, as a whole number of at least 1.',
    zh: 'limit只能出现一次，且须为不小于1的整数。',
  },
  next: {
    status: 400,
    en: 'next must be a value that this server gave.',
    zh: 'next须为本服务器给出的值。',
  },
  'match-repeated': {
    status: 400,
    en: 'A match field must not occur more than once.',
    zh: '同一match字段不得出现多次。',
  },
  'match-value': {
    status: 400,
    en: 'A match field holds something that is no value of that field.',
    zh: 'match字段中的值不符合该字段的格式。',
  },
  'match-version': {
    status: 400,
    en: 'match[version] takes first, last and STIX timestamps, each once, or all alone.',
    zh: 'match[version] 可取first、last及STIX时间戳，各值不得重复；all须单独使用。',
  },
  query: {
    status: 400,
    en: 'The query of the address is not well-formed.',
    zh: '网址中的查询部分格式有误。',
  },
  unauthenticated: {
    status: 401,
    en: 'Authentication is required.',
    zh: '需要身份验证。',
  },
  forbidden: {
    status: 403,
    en: 'This collection does not let you do that.',
    zh: '您在该集合中没有此项权限。',
  },
  'not-found': {
    status: 404,
    en: 'There is no such resource, or it is not for you.',
    zh: '资源不存在，或您无权查看。',
  },
  method: {
    status: 405,
    en: 'This resource does not know the method.',
    zh: '该资源不支持此方法。',
  },
  'not-acceptable': {
    status: 406,
    en: 'Only application/taxii+json;version=2.1 can be sent.',
    zh: '只能以application/taxii+json;version=2.1回应。',
  },
  'too-large': {
    status: 413,
    en: 'The body is larger than max_content_length.',
    zh: '请求正文超过max_content_length。',
  },
  'media-type': {
    status: 415,
    en: 'Only application/taxii+json;version=2.1 without a content encoding is taken.',
    zh: '只接受application/taxii+json;version=2.1，且不带内容编码。',
  },
  unprocessable: {
    status: 422,
    en: 'The body is neither a TAXII envelope nor a STIX bundle.',
    zh: '请求正文既不是TAXII信封，也不是STIX对象包。',
  },
  internal: {
    status: 500,
    en: 'The server failed. Its log says why.',
    zh: '服务器内部出错，原因见其日志。',
  },
  busy: {
    status: 503,
    en: 'Too many objects are being added at this moment. Try again.',
    zh: '当前写入请求过多，请稍后重试。',
  },
}

/** The HTTP status of a problem. */
export function statusOf(code: ProblemCode): number {
  return PROBLEMS[code].status
}

/**
 * The error message of TAXII 2.1 §3.6.1. `http_status` is a string, and equal to the status.
 *
 * @param details - what else helps, such as the name of the parameter
 */
export function problemText(
  code: ProblemCode,
  language: TaxiiLanguage,
  details?: Readonly<Record<string, string>>,
): string {
  const { status, [language]: title } = PROBLEMS[code]
  return JSON.stringify({ title, error_code: code, http_status: String(status), details })
}
