import type { RefusalCode } from '@concert/envelope'
import { decodeOperationAct, isOperationKind, OPERATION, viewCompact } from '@concert/threads'
import { listCompacts } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { judgeThread, type ThreadFamily } from '../threads/judge-thread.ts'
import { parsePlanWords } from './content.ts'

const OPERATIONS: ThreadFamily = {
  fold: OPERATION,
  decode: (kind, act) => {
    if (!isOperationKind(kind)) return { ok: false, code: 'bad-act' }
    return decodeOperationAct(kind, act)
  },
  mayOpen: async (context, reader, root) => await judgePair(context, reader, root.author.node),
}

/** Kinds whose words travel beside them. */
const WITH_WORDS: readonly string[] = ['operation.propose', 'operation.amend']

/** Why a statement of a concerted operation is kept without effect, or undefined. */
export async function judgeOperation(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  { statement, items, content }: PreparedStatement,
): Promise<RefusalCode | undefined> {
  if (items.length > 0) return 'bad-act'
  const isWorded = WITH_WORDS.includes(statement.kind)
  if (isWorded ? !content || !parsePlanWords(content.bytes) : content !== null) return 'bad-act'
  return await judgeThread(context, reader, statement, OPERATIONS)
}

/**
 * Whether a pair may take part in one operation: a compact in force between them, its requests tier
 * open. An operation has several parties and so several compacts; each pair answers for its own.
 */
export async function judgePair(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
): Promise<'no-compact' | 'tier-suspended' | undefined> {
  const states = await listCompacts(context, reader)
  const ours = states.filter(
    ({ parties }) => parties.includes(peer) && parties.includes(context.own.node),
  )
  const tiers = ours.map((state) => viewCompact(state, context.now()).tiers.requests)
  if (tiers.some(({ open }) => open)) return undefined
  return tiers.some(({ closed }) => closed === 'suspended') ? 'tier-suspended' : 'no-compact'
}

/** Takes an operation into the list, in the transaction that stores its root. */
export async function applyOperation(
  tx: Transaction,
  context: Pick<NodeContext, 'now'>,
  { kind, digest, thread, exercise }: PreparedStatement['statement'],
): Promise<void> {
  if (kind !== 'operation.propose' || thread?.id !== null) return
  await tx.db
    .insertInto('operations')
    .values({
      id: bytesOf(digest),
      exercise: exercise ? 1 : 0,
      is_open: 1,
      made: context.now(),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
