import { type IdentityKey, packContents, sealParcel } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { readChannel } from './channel.ts'
import type { PackedAhead } from './load-envelopes.ts'
import { viewFor } from './reply.ts'

/** A parcel of envelopes and what it shows. */
export interface SealedEnvelopes {
  readonly bytes: Uint8Array
  readonly digest: string
  /** Size of our log that the parcel shows. */
  readonly logSize: number
}

/**
 * Proves packed envelopes against the present log and seals them to a peer.
 *
 * @param sealKey - the peer's
 * @param shown - size of our log that the peer will have seen by the time it opens the parcel,
 *   when that is more than what it is known to have seen
 */
export async function sealEnvelopes(
  context: NodeContext,
  peer: string,
  sealKey: IdentityKey,
  packed: PackedAhead,
  shown = 0,
): Promise<SealedEnvelopes> {
  const { crypto, own, store, compression } = context
  const out = await readChannel(store.read, peer, 'out')
  const seen = await readChannel(store.read, peer, 'in')
  const leaves = packed.waiting.map((envelope) => envelope.leaf)
  const old = Math.max(out.checkpoint_size, shown)
  const view = await viewFor(context, leaves, old, seen.checkpoint_size)
  const proven = await view.prove(packed.waiting)
  const envelopes = proven.map((entry, i) => {
    return { ...entry, records: packed.records[i] as Uint8Array }
  })
  const contents = { log: view.view, envelopes, receipts: [], answer: null }
  const plain = packContents(compression, contents)
  const sealed = await sealParcel(crypto, own.node, peer, sealKey, plain, own.signers)
  return { ...sealed, logSize: view.size }
}
