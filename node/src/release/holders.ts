import type { NodeContext } from '../context.ts'
import { brings } from '../intel/gone.ts'

/** Somebody who holds an object of ours, or will once it has receipted it. */
export interface Holder {
  readonly node: string
  /** Who passed the object on to it, and tells us so under signature; null when it has it from us. */
  readonly via: string | null
  readonly receipted: boolean
  /** Whether it has receipted that we took the object back; null while we have not. */
  readonly recalled: boolean | null
}

/** Who holds an object of ours, by receipts: from us, and from whoever passed it on and told us. */
export async function listHolders(
  context: NodeContext,
  stixId: string,
): Promise<readonly Holder[]> {
  return [...(await fromUs(context, stixId)), ...(await fromOthers(context, stixId))]
}

function itemsOf({ store, own }: NodeContext, stixId: string) {
  return store.read.db
    .selectFrom('objects')
    .innerJoin('items', 'items.object_id', 'objects.id')
    .innerJoin('statements', 'statements.id', 'items.statement_id')
    .where('objects.stix_id', '=', stixId)
    .where('objects.source', '=', own.node)
    .where('statements.author', '=', own.node)
}

async function fromUs(context: NodeContext, stixId: string): Promise<readonly Holder[]> {
  const rows = await itemsOf(context, stixId)
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .where('envelopes.direction', '=', 'out')
    .where(brings)
    .leftJoin('retractions', (join) =>
      join
        .onRef('retractions.target', '=', 'statements.digest')
        .onRef('retractions.position', '=', 'items.position'),
    )
    .leftJoin('envelope_statements as back', 'back.statement_id', 'retractions.statement_id')
    .leftJoin('envelopes as recall', (join) =>
      join
        .onRef('recall.id', '=', 'back.envelope_id')
        .onRef('recall.peer', '=', 'envelopes.peer')
        .on('recall.direction', '=', 'out'),
    )
    .select('envelopes.peer')
    .select((select) => [
      select.fn.count<number | string>('envelopes.receipt').as('receipts'),
      select.fn.count<number | string>('retractions.statement_id').as('retracted'),
      select.fn.count<number | string>('recall.receipt').as('recalled'),
    ])
    .groupBy('envelopes.peer')
    .orderBy('envelopes.peer')
    .execute()
  return rows.map(({ peer: node, receipts, retracted, recalled }) => {
    const isRecalled = Number(retracted) === 0 ? null : Number(recalled) > 0
    return { node, via: null, receipted: Number(receipts) > 0, recalled: isRecalled }
  })
}

async function fromOthers(context: NodeContext, stixId: string): Promise<readonly Holder[]> {
  const rows = await itemsOf(context, stixId)
    .innerJoin('onward_holders', (join) =>
      join
        .onRef('onward_holders.target', '=', 'statements.digest')
        .onRef('onward_holders.position', '=', 'items.position'),
    )
    .select(['holder', 'via'])
    .select((select) => [
      select.fn.count<number | string>('objects.retracted_by').as('retracted'),
      select.fn.count<number | string>('onward_holders.recalled').as('recalled'),
    ])
    .groupBy(['holder', 'via'])
    .orderBy('holder')
    .orderBy('via')
    .execute()
  return rows.map(({ holder: node, via, retracted, recalled }) => {
    const isRecalled = Number(retracted) === 0 ? null : Number(recalled) === Number(retracted)
    return { node, via, receipted: true, recalled: isRecalled }
  })
}
