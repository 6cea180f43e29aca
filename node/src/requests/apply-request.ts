import type { Statement } from '@concert/envelope'
import { isRequestKind, openCalendars } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import type { Transaction } from '../store/store.ts'
import { projectRequest } from './project-request.ts'
import { readRoot } from './read-root.ts'
import { openRequestThread } from './request-thread.ts'

/** Takes a request's statement into what requests are listed by, in the transaction that stores it. */
export async function applyRequest(
  context: Pick<NodeContext, 'crypto' | 'own' | 'now'>,
  tx: Transaction,
  statement: Pick<Statement, 'kind' | 'digest' | 'thread'>,
): Promise<void> {
  if (!isRequestKind(statement.kind)) return
  const id = statement.thread?.id ?? statement.digest
  const root = await readRoot(context, tx, id)
  const thread = await openRequestThread(context, tx, id)
  if (!root || !thread) return
  await projectRequest(tx, thread, {
    own: context.own.node,
    calendars: openCalendars(),
    now: context.now(),
    root,
  })
}
