import {
  currentSealKey,
  encodeLeafProof,
  encodeLogView,
  type Identity,
  type LogStart,
  MAX_STARTS,
  type Proven,
  packContents,
  sealParcel,
} from '@concert/envelope'
import type { NodeContext } from '../context.ts'

/** A document of ours with the opening of its leaf, to be shown with its place in our log. */
export interface Logged {
  readonly bytes: Uint8Array
  readonly opening: Uint8Array
  readonly leaf: Uint8Array
}

/**
 * Our log as a peer is to see it: present head, consistent with the size that the peer is known to
 * have seen, and with each of those that it may have seen since.
 *
 * @param maySee - sizes shown in parcels that are under way; the newest ones are proved from
 */
export async function viewFor(
  context: NodeContext,
  leaves: readonly Uint8Array[],
  peerHolds: number,
  seen: number,
  maySee: readonly number[] = [],
): Promise<{
  readonly view: Uint8Array
  readonly size: number
  prove(documents: readonly Logged[]): Promise<readonly Proven[]>
}> {
  const { log } = context
  const head = leaves.length > 0 ? await log.integrated(leaves) : log.head()
  const startAt = async (old: number): Promise<LogStart> => {
    return { old, consistency: await log.consistency(old, head) }
  }
  const first = await startAt(Math.min(peerHolds, head.size))
  const later = [...new Set(maySee)]
    .filter((size) => size > first.old && size <= head.size)
    .toSorted((a, b) => a - b)
    .slice(-MAX_STARTS)
  const also = await Promise.all(later.map(startAt))
  const view = encodeLogView({ checkpoint: head.checkpoint, ...first, seen, also })
  return { view, size: head.size, prove: (documents) => proveAll(context, documents, head.size) }
}

async function proveAll(
  context: NodeContext,
  documents: readonly Logged[],
  size: number,
): Promise<readonly Proven[]> {
  if (documents.length === 0) return []
  const places = await context.log.prove(
    documents.map((document) => document.leaf),
    size,
  )
  return documents.map(({ bytes, opening }, i) => {
    const place = places[i]
    if (!place) throw new RangeError('proof')
    return { bytes, proof: encodeLeafProof({ opening, index: place.index, path: place.path }) }
  })
}

/** Seals receipts, or a signed answer, back to the peer that sent. */
export async function sealReply(
  context: NodeContext,
  peer: Identity,
  log: Uint8Array,
  receipts: readonly Proven[],
  answer: Uint8Array | null,
): Promise<Uint8Array | undefined> {
  const sealKey = currentSealKey(peer, context.now())
  if (!sealKey) return undefined
  const contents = { log, envelopes: [], receipts, answer }
  const packed = packContents(context.compression, contents)
  const { crypto, own } = context
  const sealed = await sealParcel(crypto, own.node, peer.node, sealKey, packed, own.signers)
  return sealed.bytes
}
