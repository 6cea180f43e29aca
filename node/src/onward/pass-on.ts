import { decodeIntelAct, type ItemRef, type Statement } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import { PLACE, postLater } from '../federation/post.ts'
import type { Transaction } from '../store/store.ts'

/** Notes which items of others a statement passes on: to a peer (out), or a peer to us (in). */
export async function noteForwarded(
  tx: Transaction,
  direction: 'out' | 'in',
  peer: string,
  statementId: number,
  { act }: Pick<Statement, 'act'>,
): Promise<void> {
  const forward = decodeIntelAct('intel.forward', act)
  if (!forward.ok) return
  await tx.insertMany(
    'forwards',
    ['direction', 'peer', 'target', 'position', 'statement_id'],
    forward.value.statements.flatMap(({ statement, items }) => {
      const target = bytesOf(statement)
      return items.map((position) => [direction, peer, target, position, statementId] as const)
    }),
    { onConflict: 'ignore' },
  )
}

/**
 * A retraction goes to everybody to whom we passed on an item that it names, with its author's
 * signature, in the transaction that takes it in.
 *
 * @returns the peers for whom it waits
 */
export async function passOnRetraction(
  tx: Transaction,
  context: NodeContext,
  { id, statement }: { readonly id: number; readonly statement: Statement },
  targets: readonly ItemRef[],
): Promise<readonly string[]> {
  const peers = new Set<string>()
  for (const [digest, items] of Map.groupBy(targets, (target) => target.statement)) {
    const rows = await tx.db
      .selectFrom('forwards')
      .select('peer')
      .distinct()
      .where('direction', '=', 'out')
      .where('target', '=', bytesOf(digest))
      .where(
        'position',
        'in',
        items.map(({ item }) => item),
      )
      .execute()
    for (const { peer } of rows) peers.add(peer)
  }
  const posted = { id, digest: statement.digest, items: 0 }
  for (const peer of peers) await postLater(tx, context, peer, PLACE.urgent, [[posted]])
  return [...peers]
}
