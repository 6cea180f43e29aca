import type { RefusalCode } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { freezePeer } from './peers.ts'
import { resendFrom } from './resend.ts'
import type { Settled } from './settle.ts'

/**
 * Does what a settled reply asks for: a conflict freezes the pair, a gap queues again what the peer
 * has lost.
 *
 * @returns the code of the answer that stopped the peer; undefined when nothing did
 */
export async function afterReply(
  context: NodeContext,
  peer: string,
  { answer, envelopes, items }: Settled,
): Promise<RefusalCode | undefined> {
  if (envelopes > 0) context.events.settled(peer, envelopes, items)
  if (!answer) return undefined
  if (answer.code === 'conflict') await freezePeer(context, peer, 'conflict')
  if (answer.code === 'gap') {
    await context.store.transact((tx) => resendFrom(tx, peer, answer.expected))
  }
  return answer.code
}
