import type { RefusalCode, Statement } from '@concert/envelope'
import { decodeCompactAct, isCompactKind, threadStatement } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { judgePlace } from '../exchange/judge-place.ts'
import type { Reader } from '../store/store.ts'
import { openCompactThread } from './compact-threads.ts'

/**
 * Why a compact statement is kept without effect, or undefined. Reads statements alone, never
 * local policy, so that every node admits the same (protocol, Threads). Forks are admitted: every
 * node must hold both branches to agree on what they leave standing.
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
  const root = statement.thread?.id ?? null
  if (root === null) return judgeRoot(context, statement)
  const thread = await openCompactThread(context, reader, root)
  const parties = thread && decodeCompactAct('compact.propose', thread.root.act)
  if (!parties?.ok) return 'parents-missing'
  if (!parties.value.parties.includes(entry.author)) return 'not-author'
  return await judgePlace(reader, root, entry)
}

function judgeRoot(context: NodeContext, statement: Statement): RefusalCode | undefined {
  const act = decodeCompactAct('compact.propose', statement.act)
  if (statement.kind !== 'compact.propose' || !act.ok) return 'bad-act'
  const { parties } = act.value
  if (new Set(parties).size !== parties.length) return 'bad-act'
  if (!parties.includes(statement.author.node)) return 'not-author'
  if (!parties.includes(context.own.node)) return 'compact-terms'
  const place = statement.thread
  const first = place?.own_seq === 0 && place.own_prev === null && place.parents.length === 0
  return first ? undefined : 'own-chain'
}
