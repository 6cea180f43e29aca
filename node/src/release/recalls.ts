import { decodeIntelAct, parseStatement } from '@concert/envelope'
import type { NodeContext } from '../context.ts'

/** A retraction on its way to whoever holds what it takes back. */
export interface Recall {
  readonly peer: string
  /** Who passed it on to that peer, and tells us so; null for a peer of our own. */
  readonly via: string | null
  readonly time: string
  readonly reason: string
  readonly objects: number
  /** Whether the peer's signed receipt is here or, by the word of `via`, there. */
  readonly receipted: boolean
  /** State of the envelope that carries it; `told` where we have only the word of `via`. */
  readonly state: string
}

const PAGE = 1000

/**
 * Retractions and who has receipted them, whoever brought the objects there: those still outstanding
 * first, then the newest.
 */
export async function listRecalls(context: NodeContext): Promise<readonly Recall[]> {
  const found = [...(await ofPeers(context)), ...(await ofOthers(context))]
  const rank = ({ receipted }: Recall) => Number(receipted)
  return found.toSorted((a, b) => rank(a) - rank(b) || (a.time < b.time ? 1 : -1)).slice(0, PAGE)
}

/** Holders of what was passed on, as whoever passed it on has told us. */
async function ofOthers(context: NodeContext): Promise<readonly Recall[]> {
  const rows = await context.store.read.db
    .selectFrom('onward_holders')
    .innerJoin('retractions', (join) =>
      join
        .onRef('retractions.target', '=', 'onward_holders.target')
        .onRef('retractions.position', '=', 'onward_holders.position'),
    )
    .innerJoin('statements', 'statements.id', 'retractions.statement_id')
    .select(['statements.id', 'statements.time', 'statements.document', 'holder', 'via'])
    .select((select) => [
      select.fn.countAll<number | string>().as('objects'),
      select.fn.count<number | string>('recalled').as('recalled'),
    ])
    .groupBy(['statements.id', 'statements.time', 'statements.document', 'holder', 'via'])
    .orderBy('statements.id', 'desc')
    .limit(PAGE)
    .execute()
  return rows.map(({ time, document, holder: peer, via, objects, recalled }) => {
    const receipted = Number(recalled) === Number(objects)
    const reason = retractionIn(context, document)?.reason ?? ''
    return { peer, via, time, reason, objects: Number(objects), receipted, state: 'told' }
  })
}

function retractionIn({ crypto }: NodeContext, document: Uint8Array) {
  const statement = parseStatement(crypto, document)
  const act = statement.ok ? decodeIntelAct('intel.retract', statement.value.act) : statement
  return act.ok ? act.value : undefined
}

async function ofPeers(context: NodeContext): Promise<readonly Recall[]> {
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
    const act = retractionIn(context, document)
    if (!act) return []
    const { reason, targets } = act
    const receipted = Number(has) === 1
    return [{ peer, via: null, time, reason, objects: targets.length, receipted, state }]
  })
}
