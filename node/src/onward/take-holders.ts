import { decodeIntelAct, type Statement } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Transaction } from '../store/store.ts'
import { sentTo, tellUpstream } from './tell-holders.ts'

/**
 * Takes in who holds what a peer has passed on of what it had from us; what is not ours is told on
 * to whoever gave it to us. Of anything else the peer has no say, and of itself it speaks by
 * receipts.
 *
 * @returns peers for whom something waits now
 */
export async function takeHolders(
  tx: Transaction,
  context: NodeContext,
  statementId: number,
  { author: { node: via }, act }: Statement,
): Promise<readonly string[]> {
  const decoded = decodeIntelAct('intel.holds', act)
  if (!decoded.ok) return []
  const { statements, ...about } = decoded.value
  const { holder, retraction } = about
  if (holder === via || holder === context.own.node) return []
  const known = await sentTo(
    tx,
    via,
    statements.map(({ statement }) => statement),
  )
  const named = statements.filter(({ statement }) => known.has(statement))
  const column = retraction === null ? 'told' : 'recalled'
  const columns = ['target', 'position', 'holder', 'via', column] as const
  await tx.insertMany(
    'onward_holders',
    columns,
    named.flatMap(({ statement, items }) =>
      items.map((position) => [bytesOf(statement), position, holder, via, statementId] as const),
    ),
    { onConflict: 'ignore' },
  )
  for (const { statement, items } of named) {
    await tx.db
      .updateTable('onward_holders')
      .set({ [column]: statementId })
      .where('target', '=', bytesOf(statement))
      .where('position', 'in', items)
      .where('holder', '=', holder)
      .where('via', '=', via)
      .where(column, 'is', null)
      .execute()
  }
  const others = named.filter(({ author }) => author !== context.own.node)
  return await tellUpstream(tx, context, about, others)
}
