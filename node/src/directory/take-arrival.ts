import type { Statement } from '@concert/envelope'
import { decodeRequestAct, isRequestRoot } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { notify } from '../notifications/notice.ts'
import type { Transaction } from '../store/store.ts'

/**
 * Tells people of a peer's new request, in the transaction that stores it. A U0 asks for a call-back
 * as well: whoever can send one in another's name could send everybody running.
 */
export async function tellArrival(
  tx: Transaction,
  context: NodeContext,
  { kind, act, digest, thread, exercise }: Statement,
): Promise<void> {
  if (!isRequestRoot(kind) || thread?.id !== null) return
  const read = decodeRequestAct(kind, act)
  if (!read.ok) return
  const { urgency } = read.value
  const about = { subject: digest, urgency, exercise, line: 'duty' } as const
  await notify(tx, context, {
    mark: `request-arrived ${digest}`,
    kind: 'request-arrived',
    ...about,
  })
  if (urgency !== 'u0') return
  await notify(tx, context, { mark: `call-back ${digest}`, kind: 'call-back', ...about })
}
