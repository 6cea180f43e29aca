import { decodeIntelAct, type ItemRef, type Statement } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import { PLACE, postLater } from '../federation/post.ts'
import { brings } from '../intel/gone.ts'
import type { Transaction } from '../store/store.ts'

/**
 * Notes which items of others a statement passes on: to a peer (out), or a peer to us (in). The
 * latest word counts: an earlier one may have brought nothing.
 */
export async function noteForwarded(
  tx: Transaction,
  direction: 'out' | 'in',
  peer: string,
  statementId: number,
  { act }: Pick<Statement, 'act'>,
): Promise<void> {
  const forward = decodeIntelAct('intel.forward', act)
  if (!forward.ok) return
  for (const { statement, items } of forward.value.statements) {
    await tx.db
      .deleteFrom('forwards')
      .where('direction', '=', direction)
      .where('peer', '=', peer)
      .where('target', '=', bytesOf(statement))
      .where('position', 'in', items)
      .execute()
  }
  await tx.insertMany(
    'forwards',
    ['direction', 'peer', 'target', 'position', 'statement_id'],
    forward.value.statements.flatMap(({ statement, items }) => {
      const target = bytesOf(statement)
      return items.map((position) => [direction, peer, target, position, statementId] as const)
    }),
  )
}

/** Statements that a forward passes on, by digest; none of any other statement. */
export function namedBy({ kind, act }: Pick<Statement, 'kind' | 'act'>): readonly string[] {
  const forward = kind === 'intel.forward' ? decodeIntelAct(kind, act) : undefined
  return forward?.ok ? forward.value.statements.map(({ statement }) => statement) : []
}

/**
 * A retraction goes to everybody to whom we passed on an item that it names, with its author's
 * signature, in the transaction that takes it in. What still waits for a number goes without that
 * item, and what was refused brought none: who never had it would not know what we speak of.
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
      .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'forwards.statement_id')
      .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
      .select('forwards.peer')
      .distinct()
      .where('forwards.direction', '=', 'out')
      .where('envelopes.direction', '=', 'out')
      .where('envelopes.state', '<>', 'waiting')
      .where(brings)
      .where('target', '=', bytesOf(digest))
      .where(
        'forwards.position',
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
