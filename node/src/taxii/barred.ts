import type { JsonObject } from '@concert/core'
import { TLP_LEVELS, type Tlp } from '@concert/stix'
import { sql } from 'kysely'
import { tombstonesOf } from '../intel/retention/tombstones.ts'
import type { Reader } from '../store/store.ts'
import type { Clearance } from './consumer.ts'
import { jsonOf } from './stored-json.ts'
import { shownFrom } from './view-definition.ts'

/** Ids in one question to the database. */
const CHUNK = 5000

/**
 * Of ids that objects refer to, those that the node holds or held and of which a clearance shows no
 * version. An id that the node knows nothing about was given away by whoever wrote it.
 */
export async function barredAmong(
  reader: Reader,
  clearance: Clearance,
  asked: readonly string[],
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>()
  const held = new Set<string>()
  for (let at = 0; at < asked.length; at += CHUNK) {
    const ids = asked.slice(at, at + CHUNK)
    const rows = await reader.query(
      sql<Referent>`select o.id, o.stix_id, o.tlp, o.retracted_by,
        case when exists (select 1 from taxii_entries e where e.object_id = o.id and e.outside = 1)
          then 1 else 0 end as outside
        from objects o where o.stix_id in (${sql.join(ids)})`,
    )
    for (const row of rows) held.add(row.stix_id)
    for (const id of (await tombstonesOf(reader, ids)).keys()) held.add(id)
    const allowed = rows.filter((row) => mayKnow(row, clearance))
    const doubtful: Referent[] = []
    for (const row of allowed) {
      if (TLP_LEVELS.indexOf(row.tlp as Tlp) <= clearance.level) seen.add(row.stix_id)
      else doubtful.push(row)
    }
    await addPartlySeen(reader, clearance, doubtful, seen)
  }
  return new Set([...held].filter((id) => !seen.has(id)))
}

interface Referent {
  readonly id: number
  readonly stix_id: string
  readonly tlp: string
  readonly retracted_by: number | null
  readonly outside: number
}

function mayKnow({ retracted_by, outside }: Referent, clearance: Clearance): boolean {
  return retracted_by === null && (!clearance.outside || outside === 1)
}

/** Objects may be stricter in part: whoever sees the rest may be led to them. */
async function addPartlySeen(
  reader: Pick<Reader, 'db'>,
  clearance: Clearance,
  doubtful: readonly Referent[],
  seen: Set<string>,
): Promise<void> {
  const open = doubtful.filter(({ stix_id }) => !seen.has(stix_id))
  if (open.length === 0) return
  const bodies = await bodiesOf(
    reader,
    open.map(({ id }) => id),
  )
  for (const { id, stix_id } of open) {
    const body = bodies.get(id)
    if (body && shownFrom(jsonOf(body)) <= clearance.level) seen.add(stix_id)
  }
}

/** Bodies of objects by the ids of their rows. */
export async function bodiesOf(
  reader: Pick<Reader, 'db'>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Uint8Array>> {
  const rows = await reader.db
    .selectFrom('objects')
    .select(['id', 'body'])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, body }) => [id, body]))
}

/** All versions of objects that stand, whoever they come from. */
export async function versionsOf(
  reader: Pick<Reader, 'db'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly JsonObject[]>> {
  if (ids.length === 0) return new Map()
  const rows = await reader.db
    .selectFrom('objects')
    .select(['stix_id', 'body'])
    .where('stix_id', 'in', ids)
    .where('retracted_by', 'is', null)
    .execute()
  const groups = Map.groupBy(rows, ({ stix_id }) => stix_id)
  return new Map([...groups].map(([id, group]) => [id, group.map(({ body }) => jsonOf(body))]))
}
