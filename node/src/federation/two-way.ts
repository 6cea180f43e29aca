import { currentSealKey, encodePull } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import type { Place } from './channel.ts'
import { packAhead } from './load-envelopes.ts'
import { noteShown, owedReceipts, shownSizes } from './owed-receipts.ts'
import { sealEnvelopes } from './seal-envelopes.ts'

/** A parcel with what is queued for a peer and the receipts owed to it. */
export interface TwoWayParcel {
  readonly bytes: Uint8Array
  readonly envelopes: number
  readonly receipts: number
  readonly items: number
  /** The last envelope in it; where the search began when there is none. */
  readonly last: Place
}

const START: Place = { epoch: 0, seq: 0 }

/**
 * Makes the next parcel to a peer on a road without replies: what is queued after a place, the
 * receipts owed, and the log from every size that the peer may hold.
 *
 * @param after - null for one that carries nothing of what is queued
 * @param pull - in a request, how many seconds the peer may wait until something is queued
 * @returns undefined when the peer's identity lists no seal key that is valid now
 */
export async function makeTwoWay(
  context: NodeContext,
  peer: string,
  after: Place | null,
  pull?: number,
): Promise<TwoWayParcel | undefined> {
  const identity = await context.identities.current(peer)
  const sealKey = identity && currentSealKey(identity, context.now())
  if (!sealKey) return undefined
  const asking = pull === undefined ? {} : { pull: encodePull({ wait: pull }) }
  const packed =
    after === null
      ? { waiting: [], records: [], authors: [] }
      : await packAhead(context, peer, after)
  const { ids, receipts } = await owedReceipts(context, peer)
  const shown = await shownSizes(context, peer)
  const beside = { shown, receipts, ...asking }
  const { bytes, logSize } = await sealEnvelopes(context, peer, sealKey, packed, beside)
  await noteShown(context, peer, ids, logSize)
  const { epoch, seq } = packed.waiting.at(-1) ?? after ?? START
  return {
    bytes,
    envelopes: packed.waiting.length,
    receipts: receipts.length,
    items: packed.waiting.reduce((sum, { items }) => sum + items, 0),
    last: { epoch, seq },
  }
}
