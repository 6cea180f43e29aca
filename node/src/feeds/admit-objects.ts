import { canonicalBytes, fromUtf8, type Json, type JsonObject } from '@concert/core'
import { acceptStixObject, compareVersions, judgeVersion, type StixObject } from '@concert/stix'
import type { Reader } from '../store/store.ts'
import type { FeedFault } from './feed-codes.ts'

/** What objects of a feed are held against. */
export interface Admission {
  /** Our node id: objects are looked up among those stored as ours. */
  readonly node: string
  /** Identities of this node and of its feeds: no feed speaks in their name. */
  readonly reserved: ReadonlySet<string>
  /** Of those the one in whose name this feed's objects are made here; undefined when none are. */
  readonly creator: string | undefined
  /** Whether the objects are entries of a list that was just read. */
  readonly areEntries: boolean
}

/** What may be stored, and why the rest may not. */
export interface Admitted {
  readonly objects: readonly StixObject[]
  readonly faults: readonly FeedFault[]
}

const HALF = 0.5

/**
 * Takes out what a feed must not do: speak in this node's name, make versions of what others created,
 * bring back what was revoked. What is here already is left out; an entry that is still listed gets
 * a version with a later end once half of its time has gone.
 */
export async function admitObjects(
  reader: Reader,
  objects: readonly StixObject[],
  admission: Admission,
): Promise<Admitted> {
  const held = await newestOf(reader, objects, admission.node)
  const admitted: StixObject[] = []
  const faults: FeedFault[] = []
  for (const object of objects) {
    const code = claimFault(object, admission)
    if (code !== undefined) {
      faults.push({ code, at: object.view.id })
      continue
    }
    const before = held.get(object.view.id)
    const verdict = judge(before, object, admission.areEntries)
    if ('code' in verdict) faults.push({ code: verdict.code, at: object.view.id })
    if (!('object' in verdict)) continue
    admitted.push(verdict.object)
    held.set(object.view.id, verdict.object.value)
  }
  return { objects: admitted, faults }
}

function claimFault({ view }: StixObject, { reserved, creator }: Admission): string | undefined {
  const { id, createdByRef } = view
  const isFine = createdByRef === undefined || createdByRef === creator
  const claims = reserved.has(id) || (!isFine && reserved.has(createdByRef))
  return claims ? 'feed-claims-own' : undefined
}

type Verdict = { readonly object: StixObject } | { readonly code: string } | Record<string, never>

function judge(before: JsonObject | undefined, object: StixObject, isEntry: boolean): Verdict {
  if (before === undefined) return { object }
  const { view, value } = object
  if (isEntry) return renewed(before, object)
  // An observable has one version; of others only what is newer than what is here.
  if (view.modified === undefined || compareVersions(before, value) >= 0) return {}
  const fault = judgeVersion(before, value).find(
    ({ code }) => code === 'version-creator' || code === 'version-after-revoked',
  )
  return fault === undefined ? { object } : { code: fault.code }
}

/** The version of a listed entry that ends later, or nothing while the one here lasts. */
function renewed(before: JsonObject, { value }: StixObject): Verdict {
  const [now, end] = [timeOf(value.modified), timeOf(value.valid_until)]
  const held = timeOf(before.valid_until)
  const isRevoked = before.revoked === true
  if (Number.isNaN(end) || Number.isNaN(held) || isRevoked) return {}
  if (held - now > (end - now) * HALF || held >= end) return {}
  const next = { ...before, modified: value.modified, valid_until: value.valid_until } as JsonObject
  const read = acceptStixObject(canonicalBytes(next), next)
  return read.ok ? { object: read.value } : {}
}

function timeOf(value: Json | undefined): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN
}

async function newestOf(
  { db }: Reader,
  objects: readonly StixObject[],
  node: string,
): Promise<Map<string, JsonObject>> {
  const ids = [...new Set(objects.map(({ view }) => view.id))]
  const newest = new Map<string, JsonObject>()
  if (ids.length === 0) return newest
  const rows = await db
    .selectFrom('objects')
    .select(['stix_id', 'body'])
    .where('stix_id', 'in', ids)
    .where('source', '=', node)
    .execute()
  for (const { stix_id, body } of rows) {
    // Checked when it came in.
    const value = JSON.parse(fromUtf8(body) ?? '{}') as JsonObject
    const before = newest.get(stix_id)
    if (before === undefined || compareVersions(before, value) < 0) newest.set(stix_id, value)
  }
  return newest
}
