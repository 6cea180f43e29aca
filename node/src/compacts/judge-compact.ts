import type { RefusalCode, Statement } from '@concert/envelope'
import { decodeCompactAct, isCompactKind, threadStatement } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import type { Reader } from '../store/store.ts'
import { readThread } from './compact-store.ts'

/**
 * Why a compact statement is kept without effect, or undefined. Reads statements alone, never
 * local policy, so that every node admits the same (protocol, Threads).
 */
export async function judgeCompact(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  statement: Statement,
): Promise<RefusalCode | undefined> {
  const entry = threadStatement(statement)
  if (!entry || !isCompactKind(statement.kind)) return 'bad-act'
  const act = decodeCompactAct(statement.kind, statement.act)
  if (!act.ok) return act.code
  if (statement.thread?.id === null || statement.thread === null) {
    return judgeRoot(context, statement)
  }
  const thread = await readThread(context, reader, statement.thread.id)
  const known = new Set(thread.map((earlier) => earlier.digest))
  if (!known.has(statement.thread.id)) return 'parents-missing'
  if (!entry.parents.every((parent) => known.has(parent))) return 'parents-missing'
  const mine = thread.filter((earlier) => earlier.author === entry.author)
  const last = mine.at(-1)
  const follows =
    entry.ownSeq === (last ? last.ownSeq + 1 : 0) && entry.ownPrev === (last?.digest ?? null)
  return follows ? undefined : 'own-chain'
}

function judgeRoot(context: NodeContext, statement: Statement): RefusalCode | undefined {
  const act = decodeCompactAct('compact.propose', statement.act)
  if (statement.kind !== 'compact.propose' || !act.ok) return 'bad-act'
  const { parties } = act.value
  if (!parties.includes(statement.author.node)) return 'not-author'
  if (!parties.includes(context.own.node)) return 'compact-terms'
  const place = statement.thread
  const first = place?.own_seq === 0 && place.own_prev === null && place.parents.length === 0
  return first ? undefined : 'own-chain'
}
