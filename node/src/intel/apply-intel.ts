import { decodeIntelAct, type ItemRef } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'
import { bytesOf } from '../exchange/statements.ts'
import { noteForwarded, passOnRetraction } from '../onward/pass-on.ts'
import { takeHolders } from '../onward/take-holders.ts'
import type { Transaction } from '../store/store.ts'
import { withdrawObjects } from '../taxii/follow-objects.ts'

/**
 * The effect of an intelligence statement beside its items: tombstones, sightings, what was passed
 * on. The same for our own statements and for peers'.
 *
 * @returns peers for whom something waits now
 */
export async function applyIntel(
  context: NodeContext,
  tx: Transaction,
  statementId: number,
  prepared: Pick<PreparedStatement, 'statement'>,
): Promise<readonly string[]> {
  const { statement } = prepared
  const { node: author } = statement.author
  if (statement.kind === 'intel.retract') {
    const act = decodeIntelAct('intel.retract', statement.act)
    if (!act.ok) return []
    await applyRetraction(context, tx, statementId, author, act.value.targets)
    if (author === context.own.node) return []
    return await passOnRetraction(tx, context, { id: statementId, statement }, act.value.targets)
  }
  if (statement.kind === 'intel.forward' && author !== context.own.node) {
    await noteForwarded(tx, 'in', author, statementId, statement)
  }
  if (statement.kind === 'intel.holds' && author !== context.own.node) {
    return await takeHolders(tx, context, statementId, statement)
  }
  if (statement.kind === 'intel.sighting') {
    const act = decodeIntelAct('intel.sighting', statement.act)
    if (!act.ok) return []
    await tx.insertMany(
      'sightings',
      ['statement_id', 'target', 'position', 'reporter', 'count'],
      act.value.sighted.map(({ target, count }) => [
        statementId,
        bytesOf(target.statement),
        target.item,
        statement.author.node,
        count,
      ]),
      { onConflict: 'ignore' },
    )
  }
  return []
}

/** Touches only items of statements that the retracting author made; nobody else's, ever. */
async function applyRetraction(
  context: NodeContext,
  tx: Transaction,
  statementId: number,
  author: string,
  targets: readonly ItemRef[],
): Promise<void> {
  await tx.insertMany(
    'retractions',
    ['statement_id', 'target', 'position'],
    targets.map((target) => [statementId, bytesOf(target.statement), target.item]),
    { onConflict: 'ignore' },
  )
  for (const [digest, positions] of groupByStatement(targets)) {
    const found = await tx.db
      .selectFrom('statements')
      .innerJoin('items', 'items.statement_id', 'statements.id')
      .select('items.object_id')
      .where('statements.digest', '=', bytesOf(digest))
      .where('statements.author', '=', author)
      .where('items.position', 'in', positions)
      .execute()
    if (found.length === 0) continue
    const objects = found.map((row) => row.object_id)
    await tx.db
      .updateTable('objects')
      .set({ retracted_by: statementId })
      .where('id', 'in', objects)
      .where('source', '=', author)
      .where('retracted_by', 'is', null)
      .execute()
    // What was deleted here may have been passed on.
    await tx.db
      .updateTable('expired_objects')
      .set({ retracted_by: statementId })
      .where('id', 'in', objects)
      .where('retracted_by', 'is', null)
      .execute()
    await withdrawObjects(tx, context, objects)
  }
}

function groupByStatement(targets: readonly ItemRef[]): ReadonlyMap<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const { statement, item } of targets) {
    const positions = groups.get(statement) ?? []
    positions.push(item)
    groups.set(statement, positions)
  }
  return groups
}
