import type { JsonObject } from '@concert/core'
import { redactSet, referencesOf, TLP_LEVELS, type Tlp } from '@concert/stix'
import { sql } from 'kysely'
import type { Reader } from '../store/store.ts'
import { jsonOf } from './candidates.ts'
import type { Consumer } from './consumer.ts'
import type { EntryRow } from './page-sql.ts'
import { shownFrom } from './view-definition.ts'

/** An entry as a consumer may see it. */
export interface ClearedEntry {
  readonly entry: EntryRow
  readonly body: Uint8Array
}

/** Ids in one question to the database. */
const CHUNK = 5000

/**
 * What a consumer's clearance leaves of some entries: parts that are barred are taken out, references
 * to what the consumer may not see as well, and what can't stand without them goes as a whole. Two or
 * three questions to the database for all of them together.
 */
export async function clearEntries(
  reader: Reader,
  consumer: Consumer,
  entries: readonly EntryRow[],
): Promise<readonly ClearedEntry[]> {
  if (entries.length === 0) return []
  const bodies = await bodiesOf(
    reader,
    entries.map(({ object_id }) => object_id),
  )
  const objects = entries.map(({ object_id }) => jsonOf(bodies.get(object_id) as Uint8Array))
  const barred = await barredReferences(reader, consumer, objects)
  const entryOf = new Map(objects.map((object, at) => [object, entries[at] as EntryRow]))
  const mayRefer = (id: string) => !barred.has(id)
  const { shown, redacted } = redactSet(objects, { tlp: consumer.tlp }, { mayRefer })
  const before = new Map(redacted.map((each) => [each.object, each.before]))
  return shown.map((object) => {
    const whole = before.get(object)
    const entry = entryOf.get(whole ?? object) as EntryRow
    const body = whole ? encode(object) : (bodies.get(entry.object_id) as Uint8Array)
    return { entry, body }
  })
}

const encoder = new TextEncoder()

function encode(object: JsonObject): Uint8Array {
  return encoder.encode(JSON.stringify(object))
}

async function bodiesOf(
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

/**
 * Ids that the objects refer to, that the node holds or held, and of which the consumer may see no
 * version. An id that the node knows nothing about was given away by whoever wrote it.
 */
async function barredReferences(
  reader: Reader,
  consumer: Consumer,
  objects: readonly JsonObject[],
): Promise<ReadonlySet<string>> {
  const asked = [...new Set(objects.flatMap((object) => referencesOf(object)))]
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
    const allowed = rows.filter((row) => mayKnow(row, consumer))
    const doubtful: Referent[] = []
    for (const row of allowed) {
      if (TLP_LEVELS.indexOf(row.tlp as Tlp) <= consumer.level) seen.add(row.stix_id)
      else doubtful.push(row)
    }
    await addPartlySeen(reader, consumer, doubtful, seen)
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

function mayKnow({ retracted_by, outside }: Referent, consumer: Consumer): boolean {
  return retracted_by === null && (!consumer.outside || outside === 1)
}

/** Objects may be stricter in part: whoever sees the rest may be led to them. */
async function addPartlySeen(
  reader: Pick<Reader, 'db'>,
  consumer: Consumer,
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
    if (body && shownFrom(jsonOf(body)) <= consumer.level) seen.add(stix_id)
  }
}
