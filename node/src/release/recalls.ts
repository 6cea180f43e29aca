import { decodeIntelAct, parseStatement } from '@concert/envelope'
import type { NodeContext } from '../context.ts'

/** A retraction of ours on its way to one peer. */
export interface Recall {
  readonly peer: string
  readonly time: string
  readonly reason: string
  readonly objects: number
  /** Whether the peer's signed receipt is here. */
  readonly receipted: boolean
  /** State of the envelope that carries it. */
  readonly state: string
}

const PAGE = 1000

/** Retractions and who has receipted them: those still outstanding first, then the newest. */
export async function listRecalls(context: NodeContext): Promise<readonly Recall[]> {
  const rows = await context.store.read.db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select(['envelopes.peer', 'statements.time', 'statements.document', 'envelopes.state'])
    .select((select) =>
      select.case().when('envelopes.receipt', 'is', null).then(0).else(1).end().as('has'),
    )
    .where('statements.kind', '=', 'intel.retract')
    .where('envelopes.direction', '=', 'out')
    .orderBy('has')
    .orderBy('statements.id', 'desc')
    .limit(PAGE)
    .execute()
  return rows.flatMap(({ peer, time, document, state, has }) => {
    const statement = parseStatement(context.crypto, document)
    const act = statement.ok ? decodeIntelAct('intel.retract', statement.value.act) : statement
    if (!act.ok) return []
    const { reason, targets } = act.value
    return [{ peer, time, reason, objects: targets.length, receipted: Number(has) === 1, state }]
  })
}
