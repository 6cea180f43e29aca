import { hex } from '@concert/core'
import type { ItemRef, RetractReason } from '@concert/envelope'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { say, storeAndPost } from '../exchange/author.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { withdrawObjects } from '../taxii/follow-objects.ts'
import { applyIntel } from './apply-intel.ts'
import { brings } from './gone.ts'

/** Most items that one retraction names. */
const TARGETS = 1000

/** An item of ours at one peer. */
interface Shared {
  readonly peer: string
  readonly target: ItemRef
  /** Row of the original that it is, or was made of. */
  readonly original: number
}

/** What was taken back: how many items, and from whom. */
export interface Retracted {
  readonly items: number
  readonly peers: readonly string[]
}

/**
 * Takes objects of ours, and what was made of them for somebody, back from every peer they went to.
 * All peers are told in the caller's transaction, or none: it must hold `lockVersions`.
 *
 * @param rows - of originals of ours
 */
export async function retractRows(
  tx: Transaction,
  context: NodeContext,
  compacts: Pick<Compacts, 'lastWith'>,
  rows: readonly number[],
  reason: RetractReason,
): Promise<Retracted> {
  const shared: Shared[] = []
  for (let at = 0; at < rows.length; at += 1000) {
    shared.push(...(await sharedItems(tx, context.own.node, rows.slice(at, at + 1000))))
  }
  const byPeer = Map.groupBy(shared, ({ peer }) => peer)
  for (const [peer, items] of byPeer) {
    const compact = await compacts.lastWith(peer, tx)
    for (let at = 0; at < items.length; at += TARGETS) {
      const part = items.slice(at, at + TARGETS)
      const targets = part.map(({ target }) => target)
      const statement = await postRetraction(tx, context, { peer, compact, targets, reason })
      await withdrawOriginals(tx, context, statement, part)
    }
  }
  return { items: shared.length, peers: [...byPeer.keys()] }
}

/** What left redacted never was an item itself: it is taken back here all the same, and stays. */
async function withdrawOriginals(
  tx: Transaction,
  context: NodeContext,
  statement: number,
  items: readonly Shared[],
): Promise<void> {
  const originals = [...new Set(items.map(({ original }) => original))]
  await tx.db
    .updateTable('objects')
    .set({ retracted_by: statement })
    .where('id', 'in', originals)
    .where('retracted_by', 'is', null)
    .execute()
  await withdrawObjects(tx, context, originals)
}

async function postRetraction(
  tx: Transaction,
  context: NodeContext,
  of: {
    readonly peer: string
    readonly compact: string | null
    readonly targets: readonly ItemRef[]
    readonly reason: RetractReason
  },
): Promise<number> {
  const { peer, compact, targets, reason } = of
  const act = { targets, reason }
  const common = { content: null, items: [], thread: null, tlp: 'green' } as const
  const saying = { kind: 'intel.retract', compact, act, ...common }
  const statement = await say(context, saying)
  const posted = await storeAndPost(tx, context, statement, saying, [peer])
  await applyIntel(context, tx, posted.id, { statement })
  return posted.id
}

async function sharedItems(
  reader: Pick<Reader, 'db'>,
  own: string,
  rows: readonly number[],
): Promise<readonly Shared[]> {
  const found = await reader.db
    .selectFrom('items')
    .innerJoin('statements', 'statements.id', 'items.statement_id')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .leftJoin('release_copies', 'release_copies.copy_id', 'items.object_id')
    .select(['envelopes.peer', 'statements.digest', 'items.position', 'items.object_id'])
    .select('release_copies.object_id as original')
    .where((where) =>
      where.or([
        where('items.object_id', 'in', rows),
        // What left redacted is taken back with its original.
        where(
          'items.object_id',
          'in',
          where
            .selectFrom('release_copies')
            .select('release_copies.copy_id')
            .where('release_copies.object_id', 'in', rows),
        ),
      ]),
    )
    .where('statements.kind', '=', 'intel.share')
    .where('statements.author', '=', own)
    .where('envelopes.direction', '=', 'out')
    .where(brings)
    .orderBy('envelopes.peer')
    .orderBy('items.statement_id')
    .orderBy('items.position')
    .execute()
  return found.map(({ peer, digest, position, object_id: row, original }) => {
    const target = { author: own, statement: hex(digest), item: position }
    return { peer, target, original: original ?? row }
  })
}
