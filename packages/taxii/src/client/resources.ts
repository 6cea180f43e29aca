import { type Json, type JsonObject, ok, type Result, refuse } from '@concert/core'

/** §4.1 Discovery, as far as a client uses it. Texts are a stranger's: bound, unchecked. */
export interface Discovery {
  readonly title: string
  readonly description?: string
  readonly contact?: string
  /** Absolute URL; undefined when the server names none. */
  readonly default?: string
  /** Absolute URLs of API roots, those of other origins included. */
  readonly apiRoots: readonly string[]
}

/** §4.2 API root. */
export interface ApiRoot {
  readonly title: string
  readonly description?: string
  readonly versions: readonly string[]
  /** Most bytes of a POST; undefined when not told. */
  readonly maxContentLength?: number
}

/** §5.2 Collection. */
export interface TaxiiCollection {
  readonly id: string
  readonly title: string
  readonly description?: string
  readonly alias?: string
  readonly canRead: boolean
  readonly canWrite: boolean
  readonly mediaTypes: readonly string[]
}

/** §4.3 Status of a POST. Of each list at most 1,000 lines are kept; the counts are the server's. */
export interface PushStatus {
  readonly id: string
  readonly isComplete: boolean
  /** As the server wrote it. */
  readonly requested?: string
  readonly totalCount: number
  readonly successCount: number
  readonly failureCount: number
  readonly pendingCount: number
  readonly successes: readonly PushDetail[]
  readonly failures: readonly PushDetail[]
  readonly pendings: readonly PushDetail[]
}

/** §4.3.1 What became of one object. */
export interface PushDetail {
  readonly id: string
  readonly version: string
  /** Empty when the server says nothing. */
  readonly message: string
}

const MAX_TEXT = 1000
const MAX_LIST = 10_000
const MAX_DETAILS = 1000

/** @param base - the URL that the discovery came from, for roots that begin with a slash */
export function readDiscovery(value: Json, base: string): Result<Discovery, 'taxii-malformed'> {
  if (!isObject(value)) return refuse('taxii-malformed')
  const apiRoots = list(value.api_roots).flatMap((root) => absolute(root, base) ?? [])
  const preferred = absolute(value.default, base)
  return ok({
    title: text(value.title) ?? '',
    ...optional('description', text(value.description)),
    ...optional('contact', text(value.contact)),
    ...optional('default', preferred),
    // Servers that name a default root and leave it out of the list exist.
    apiRoots: [...new Set(preferred === undefined ? apiRoots : [preferred, ...apiRoots])],
  })
}

export function readApiRoot(value: Json): Result<ApiRoot, 'taxii-malformed'> {
  if (!isObject(value)) return refuse('taxii-malformed')
  const length = value.max_content_length
  return ok({
    title: text(value.title) ?? '',
    ...optional('description', text(value.description)),
    versions: list(value.versions).flatMap((version) => text(version) ?? []),
    ...(Number.isSafeInteger(length) && (length as number) > 0
      ? { maxContentLength: length as number }
      : {}),
  })
}

/** A collection without an id that can stand in a path is left out. */
export function readCollections(
  value: Json,
): Result<readonly TaxiiCollection[], 'taxii-malformed'> {
  if (!isObject(value)) return refuse('taxii-malformed')
  return ok(list(value.collections).flatMap((entry) => readCollection(entry) ?? []))
}

function readCollection(value: Json): TaxiiCollection | undefined {
  if (!isObject(value) || !isCollectionId(value.id)) return undefined
  return {
    id: value.id,
    title: text(value.title) ?? '',
    ...optional('description', text(value.description)),
    ...optional('alias', text(value.alias)),
    canRead: value.can_read === true,
    canWrite: value.can_write === true,
    mediaTypes: list(value.media_types).flatMap((type) => text(type) ?? []),
  }
}

export function readStatus(value: Json): Result<PushStatus, 'taxii-malformed'> {
  if (!isObject(value)) return refuse('taxii-malformed')
  const { successes, failures, pendings } = value
  return ok({
    id: text(value.id) ?? '',
    isComplete: value.status === 'complete',
    ...optional('requested', text(value.request_timestamp)),
    totalCount: count(value.total_count),
    // Servers that list more than they count exist.
    successCount: Math.max(count(value.success_count), list(successes).length),
    failureCount: Math.max(count(value.failure_count), list(failures).length),
    pendingCount: Math.max(count(value.pending_count), list(pendings).length),
    successes: readDetails(successes),
    failures: readDetails(failures),
    pendings: readDetails(pendings),
  })
}

function readDetails(value: Json | undefined): readonly PushDetail[] {
  return list(value)
    .slice(0, MAX_DETAILS)
    .flatMap((entry) => {
      if (!isObject(entry)) return []
      const [id = '', version = ''] = [text(entry.id), text(entry.version)]
      return [{ id, version, message: text(entry.message) ?? '' }]
    })
}

/** Ids are UUIDs (§5.2), yet others' servers use more; an alias is named in paths as well. */
export function isCollectionId(value: unknown): value is string {
  return (
    typeof value === 'string' && /^[\w.~-]{1,200}$/.test(value) && value !== '.' && value !== '..'
  )
}

function absolute(value: Json | undefined, base: string): string | undefined {
  if (typeof value !== 'string' || value.length > 2000) return undefined
  const url = URL.parse(value, base)
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined
  if (url.username !== '' || url.password !== '') return undefined
  return url.href.endsWith('/') ? url.href : `${url.href}/`
}

/** A text, cut to a bound. */
export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : undefined
}

function count(value: Json | undefined): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0
}

/** A list, cut to a bound; of anything else none. */
export function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value.slice(0, MAX_LIST) : []
}

/** A property that is there only with a value. */
export function optional<K extends string>(
  key: K,
  value: string | undefined,
): Partial<Record<K, string>> {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, string>>
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
