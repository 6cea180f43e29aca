import type { JsonObject } from '@concert/core'
import type { Reader } from '../../store/store.ts'
import { nameOf } from './named.ts'
import { COLUMNS, rowOf, type SearchFilter, type SearchRow, shown } from './rows.ts'

/** Something that stands in a phase: a technique, a tool. */
export interface MatrixCell {
  readonly stixId: string
  readonly type: string
  /** Attacker-controlled. */
  readonly name: string
  readonly tlp: string
  readonly source: string
}

/** One phase of a kill chain: a column of the matrix. */
export interface MatrixPhase {
  readonly chain: string
  readonly phase: string
  /** Objects looked at, indicators and the like among them, by type. */
  readonly types: Readonly<Record<string, number>>
  readonly cells: readonly MatrixCell[]
  /** Whether there are more objects than were looked at. */
  readonly isPart: boolean
}

/** Phases shown, objects looked at in each and named in each: a peer may send any number. */
const MOST_PHASES = 100
const LOOKED_AT = 300
const NAMED = 60

/** Types that are named in a phase; of the others only the number is told. */
const NAMED_TYPES: ReadonlySet<string> = new Set([
  'attack-pattern',
  'malware',
  'tool',
  'infrastructure',
  'course-of-action',
])

/** What the node holds by the phases of kill chains, newest objects first. */
export async function matrix(
  reader: Reader,
  filter: SearchFilter,
): Promise<{ readonly phases: readonly MatrixPhase[]; readonly isPart: boolean }> {
  const keys = await phaseKeys(reader)
  const found: MatrixPhase[] = []
  for (const key of keys.slice(0, MOST_PHASES)) {
    const phase = await phaseOf(reader, key, filter)
    if (Object.keys(phase.types).length > 0) found.push(phase)
  }
  return { phases: found, isPart: keys.length > MOST_PHASES }
}

/** Each phase once: from one key straight to the next, however many objects have it. */
async function phaseKeys(reader: Reader): Promise<readonly string[]> {
  const keys: string[] = []
  let after = 'k:'
  while (keys.length <= MOST_PHASES) {
    const row = await reader.db
      .selectFrom('search_keys')
      .select('key')
      .where('key', '>', after)
      .where('key', '<', 'k;')
      .orderBy('key')
      .limit(1)
      .executeTakeFirst()
    if (!row) break
    keys.push(row.key)
    after = row.key
  }
  return keys
}

async function phaseOf(reader: Reader, key: string, filter: SearchFilter): Promise<MatrixPhase> {
  const hits = await reader.db
    .selectFrom('search_keys')
    .select('object_id')
    .where('key', '=', key)
    .orderBy('object_id', 'desc')
    .limit(LOOKED_AT + 1)
    .execute()
  const rows = await reader.db
    .selectFrom('objects')
    .select(COLUMNS)
    .where(
      'id',
      'in',
      hits.slice(0, LOOKED_AT).map(({ object_id }) => object_id),
    )
    .where('retracted_by', 'is', null)
    .where(shown(filter))
    .orderBy('id', 'desc')
    .execute()
  const newest = new Map<string, SearchRow>()
  for (const row of rows) if (!newest.has(row.stix_id)) newest.set(row.stix_id, rowOf(row))
  const objects = [...newest.values()]
  const types: Record<string, number> = {}
  for (const { type } of objects) types[type] = (types[type] ?? 0) + 1
  const named = objects.filter(({ type }) => NAMED_TYPES.has(type))
  return {
    ...spelling(objects[0]?.object, key),
    types,
    cells: named.slice(0, NAMED).map(cellOf),
    isPart: hits.length > LOOKED_AT || named.length > NAMED,
  }
}

/** As the newest object writes it; keys are in lower case. */
function spelling(object: JsonObject | undefined, key: string) {
  const list = (object?.kill_chain_phases ?? []) as readonly JsonObject[]
  const own = list.find((entry) => {
    return key === `k:${entry.kill_chain_name}/${entry.phase_name}`.toLowerCase()
  })
  const [chain = '', ...rest] = key.slice(2).split('/')
  return {
    chain: String(own?.kill_chain_name ?? chain),
    phase: String(own?.phase_name ?? rest.join('/')),
  }
}

function cellOf({ stixId, type, object, tlp, source }: SearchRow): MatrixCell {
  return { stixId, type, name: nameOf(object), tlp, source }
}
