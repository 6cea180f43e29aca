import type { RefusalCode } from '@concert/envelope'
import { viewCompact } from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import type { Reader } from '../store/store.ts'

/**
 * Why a compact that a statement names is no ground for it, or undefined: it has to be in force
 * between the author and this node. Any version will do, so that an amendment under way loses nothing.
 */
export async function judgeGround(
  context: Pick<NodeContext, 'compactThreads' | 'own' | 'now'>,
  reader: Pick<Reader, 'db'>,
  compact: string | null,
  author: string,
): Promise<RefusalCode | undefined> {
  const state = compact === null ? undefined : await findCompact(context, reader, compact)
  if (!state?.parties.includes(author) || !state.parties.includes(context.own.node)) {
    return 'no-compact'
  }
  return viewCompact(state, context.now()).status === 'in-force' ? undefined : 'no-compact'
}
