import { type Json, ok, type Result, refuse } from '@concert/core'
import { isObject, list, optional, text } from './resources.ts'

/** §5.3.1 A line of a manifest. Texts are a stranger's: bound, unchecked. */
export interface ManifestRecord {
  readonly id: string
  /** Time of adding, as the server wrote it. */
  readonly added: string
  readonly version: string
  readonly mediaType?: string
}

/** A page of a list that has no `next`: times of adding lead on (§3.5). */
export interface ListPage<T> {
  readonly entries: readonly T[]
  readonly more: boolean
  /** `X-TAXII-Date-Added-Last`, to be asked for as `added_after`; undefined when the server is silent. */
  readonly last?: string
}

/** §5.3.1 Manifest. An entry without an id is left out. */
export function readManifest(
  value: Json,
): Result<Omit<ListPage<ManifestRecord>, 'last'>, 'taxii-malformed'> {
  if (!isObject(value)) return refuse('taxii-malformed')
  const entries = list(value.objects).flatMap((entry) => {
    const id = isObject(entry) ? text(entry.id) : undefined
    if (!isObject(entry) || id === undefined) return []
    const [added = '', version = ''] = [text(entry.date_added), text(entry.version)]
    return [{ id, added, version, ...optional('mediaType', text(entry.media_type)) }]
  })
  return ok({ entries, more: value.more === true })
}

/** §5.8.1 Versions. */
export function readVersionList(
  value: Json,
): Result<Omit<ListPage<string>, 'last'>, 'taxii-malformed'> {
  if (!isObject(value)) return refuse('taxii-malformed')
  const entries = list(value.versions).flatMap((version) => text(version) ?? [])
  return ok({ entries, more: value.more === true })
}
