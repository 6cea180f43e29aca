import { STIX_MEDIA_TYPE, TAXII_MEDIA_TYPE } from './media-type.ts'
import type { Collection, ObjectRecord } from './store.ts'
import { formatMicros, type Micros } from './timestamp.ts'

/** What a server says of itself (TAXII 2.1 §4.1, §4.2). */
export interface ServerInfo {
  readonly title: string
  readonly description?: string | undefined
  readonly contact?: string | undefined
  /** Path of the one API root, from `/` to `/`. */
  readonly apiRoot: string
  /** Largest body of a POST, in bytes. */
  readonly maxContentLength: number
}

/** §4.1.1: `default` is among `api_roots`. */
export function discoveryText({ title, description, contact, apiRoot }: ServerInfo): string {
  return JSON.stringify({ title, description, contact, default: apiRoot, api_roots: [apiRoot] })
}

/** §4.2.1 */
export function apiRootText({ title, description, maxContentLength }: ServerInfo): string {
  return JSON.stringify({
    title,
    description,
    versions: [TAXII_MEDIA_TYPE],
    max_content_length: maxContentLength,
  })
}

/** §5.1.1: without a collection the list is left out. */
export function collectionsText(collections: readonly Collection[]): string {
  return JSON.stringify(collections.length === 0 ? {} : { collections: collections.map(resource) })
}

/** §5.2.1 */
export function collectionText(collection: Collection): string {
  return JSON.stringify(resource(collection))
}

function resource({ id, title, description, alias, canRead, canWrite }: Collection): object {
  const rights = { can_read: canRead, can_write: canWrite }
  return { id, title, description, alias, ...rights, media_types: [STIX_MEDIA_TYPE] }
}

/** §5.3.1 */
export function manifestText(records: readonly ObjectRecord[], more: boolean): string {
  const objects = records.map(({ id, added, version }) => {
    return { id, date_added: formatMicros(added), version, media_type: STIX_MEDIA_TYPE }
  })
  return JSON.stringify({ ...(more && { more }), ...(objects.length > 0 && { objects }) })
}

/** §5.8.1 */
export function versionsText(records: readonly ObjectRecord[], more: boolean): string {
  const versions = records.map(({ version }) => version)
  return JSON.stringify({ ...(more && { more }), ...(versions.length > 0 && { versions }) })
}

/** One line of a status resource (§4.3.1, `status-details`). */
export interface StatusDetail {
  readonly id: string
  readonly version: string
  readonly message?: string | undefined
}

/** What became of a POST. */
export interface StatusCounts {
  readonly id: string
  readonly requested: Micros
  readonly successes: readonly StatusDetail[]
  readonly failures: readonly StatusDetail[]
  /** Objects that are still to be added: with any of them the request is not complete. */
  readonly pendings: readonly StatusDetail[]
}

/** §4.3.1 */
export function statusText({ id, requested, successes, failures, pendings }: StatusCounts): string {
  return JSON.stringify({
    id,
    status: pendings.length > 0 ? 'pending' : 'complete',
    request_timestamp: formatMicros(requested),
    total_count: successes.length + failures.length + pendings.length,
    success_count: successes.length,
    ...(successes.length > 0 && { successes }),
    failure_count: failures.length,
    ...(failures.length > 0 && { failures }),
    pending_count: pendings.length,
    ...(pendings.length > 0 && { pendings }),
  })
}
