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

/** §4.3 Status of a POST. */
export interface PushStatus {
  readonly id: string
  readonly isComplete: boolean
  readonly successes: number
  readonly failures: readonly PushFailure[]
  readonly failureCount: number
  readonly pendings: number
}

/** An object that a server did not take. */
export interface PushFailure {
  readonly id: string
  readonly message: string
}

const MAX_TEXT = 1000
const MAX_LIST = 10_000
const MAX_FAILURES = 1000

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
  const failures = list(value.failures)
  return ok({
    id: text(value.id) ?? '',
    isComplete: value.status === 'complete',
    successes: count(value.success_count),
    failures: failures.slice(0, MAX_FAILURES).flatMap((entry) => {
      if (!isObject(entry)) return []
      return [{ id: text(entry.id) ?? '', message: text(entry.message) ?? '' }]
    }),
    failureCount: Math.max(count(value.failure_count), failures.length),
    pendings: count(value.pending_count),
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

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : undefined
}

function count(value: Json | undefined): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value.slice(0, MAX_LIST) : []
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, string>>
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
