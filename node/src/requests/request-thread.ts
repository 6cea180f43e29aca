import { REQUEST, type RequestState, Thread } from '@concert/threads'
import { readThread } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import type { Reader } from '../store/store.ts'

/** A request's thread as it is folded here. */
export type RequestThread = Thread<RequestState>

/** A request's thread, or undefined when it is not known here. */
export async function openRequestThread(
  context: Pick<NodeContext, 'crypto'>,
  reader: Pick<Reader, 'db'>,
  root: string,
): Promise<RequestThread | undefined> {
  const statements = await readThread(context, reader, root)
  const first = statements.find((statement) => statement.digest === root)
  return first && Thread.open(REQUEST, first, statements)
}
