import type { RefusalCode } from '@concert/envelope'
import { decodePingAct, isPingKind, PING } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { judgeThread, type ThreadFamily } from '../threads/judge-thread.ts'
import { judgeGround } from './compact-ground.ts'

const PINGS: ThreadFamily = {
  fold: PING,
  decode: (kind, act) => {
    if (!isPingKind(kind)) return { ok: false, code: 'bad-act' }
    return decodePingAct(kind, act)
  },
  mayOpen: async (context, reader, root) =>
    await judgeGround(context, reader, root.compact, root.author.node),
}

/** Why a ping test's statement is kept without effect, or undefined. */
export async function judgePing(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  { statement, items, content }: PreparedStatement,
): Promise<RefusalCode | undefined> {
  // A ping says nothing beside what it is: a text in it would be a message past every desk.
  if (items.length > 0 || content !== null) return 'bad-act'
  return await judgeThread(context, reader, statement, PINGS)
}

/** Takes a ping test of a peer into the history, in the transaction that stores it. */
export async function applyPing(
  tx: Transaction,
  context: NodeContext,
  { statement }: PreparedStatement,
): Promise<void> {
  if (statement.kind !== 'ping.ask' || statement.thread?.id !== null) return
  const act = decodePingAct('ping.ask', statement.act)
  if (!act.ok) return
  await tx.db
    .insertInto('pings')
    .values({
      id: bytesOf(statement.digest),
      peer: statement.author.node,
      direction: 'in',
      role: act.value.role,
      exercise: statement.exercise ? 1 : 0,
      is_open: 1,
      asked: context.now(),
      answered_by: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
