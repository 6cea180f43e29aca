import { type IdentityKey, packContents, sealParcel } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { readChannel } from './channel.ts'
import type { PackedAhead } from './load-envelopes.ts'
import { type Logged, viewFor } from './reply.ts'

/** A parcel of envelopes and what it shows. */
export interface SealedEnvelopes {
  readonly bytes: Uint8Array
  readonly digest: string
  /** Size of our log that the parcel shows. */
  readonly logSize: number
}

/** What a parcel takes along beside its envelopes. */
export interface Beside {
  /** Sizes of our log that the peer may have seen by the time it opens the parcel. */
  readonly shown?: readonly number[]
  /** Receipts of ours that a node which is not asked over HTTP could not be given at once. */
  readonly receipts?: readonly Logged[]
  /** A request for what is queued, as {@link encodePull} writes it. */
  readonly pull?: Uint8Array
}

/**
 * Proves packed envelopes against the present log and seals them to a peer.
 *
 * @param sealKey - the peer's
 */
export async function sealEnvelopes(
  context: NodeContext,
  peer: string,
  sealKey: IdentityKey,
  packed: PackedAhead,
  { shown = [], receipts = [], pull }: Beside = {},
): Promise<SealedEnvelopes> {
  const { crypto, own, store, compression } = context
  const out = await readChannel(store.read, peer, 'out')
  const seen = await readChannel(store.read, peer, 'in')
  const leaves = [...packed.waiting, ...receipts].map(({ leaf }) => leaf)
  const view = await viewFor(context, leaves, out.checkpoint_size, seen.checkpoint_size, shown)
  const proven = await view.prove(packed.waiting)
  const envelopes = proven.map((entry, i) => {
    return { ...entry, records: packed.records[i] as Uint8Array }
  })
  const answers = await view.prove(receipts)
  const contents = {
    log: view.view,
    envelopes,
    authors: packed.authors,
    receipts: answers,
    answer: null,
    ...(pull && { pull }),
  }
  const plain = packContents(compression, contents)
  const sealed = await sealParcel(crypto, own.node, peer, sealKey, plain, own.signers)
  return { ...sealed, logSize: view.size }
}
