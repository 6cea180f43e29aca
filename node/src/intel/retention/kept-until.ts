import { hex } from '@concert/core'
import type { NodeContext } from '../../context.ts'
import { daysOf } from './kept-versions.ts'
import { decodePlaces } from './places.ts'

const DAY_MS = 86_400_000
/** Ways looked at for one page of an object. */
const MOST_WAYS = 200

/** Until when something is kept, and by which compact. */
export interface KeptUntil {
  /** Milliseconds since 1970 UTC. */
  readonly until: number
  readonly days: number
  /** Thread of the compact, hex, and the version of it. */
  readonly compact: string
  readonly version: string
}

/** Until when rows of objects that others gave us are kept: the longest counts. Ours are not in it. */
export async function keptUntil(
  context: NodeContext,
  rows: readonly number[],
): Promise<ReadonlyMap<number, KeptUntil>> {
  const found = new Map<number, KeptUntil>()
  if (rows.length === 0) return found
  const ways = await context.store.read.db
    .selectFrom('items')
    .innerJoin('kept_statements', 'kept_statements.statement_id', 'items.statement_id')
    .select(['items.object_id', 'items.position'])
    .select(['kept_statements.compact', 'kept_statements.received', 'kept_statements.places'])
    .where('items.object_id', 'in', rows)
    .orderBy('kept_statements.received', 'desc')
    .limit(MOST_WAYS)
    .execute()
  for (const { object_id, position, compact: digest, received, places } of ways) {
    if (places !== null && !decodePlaces(places).includes(position)) continue
    const version = hex(digest)
    const kept = await daysOf(context, version)
    const until = received + (kept?.days ?? 0) * DAY_MS
    if (kept && until > (found.get(object_id)?.until ?? 0)) {
      found.set(object_id, { until, ...kept, version })
    }
  }
  return found
}
