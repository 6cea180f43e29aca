import { ok, type Result, refuse } from '@concert/core'
import {
  type CarriedEnvelope,
  decodeLogView,
  type Envelope,
  type Identity,
  type LogView,
  openParcel,
  type Parcel,
  type ParcelContents,
  parseEnvelope,
  type RefusalCode,
  unpackContents,
  verifyEnvelope,
} from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { openPeerHead, type PeerHead } from './peer-log.ts'

/** An authentic parcel, opened; every envelope in it signed by its sender. */
export interface Inbound {
  readonly parcel: Parcel
  readonly peer: Identity
  readonly contents: ParcelContents
  readonly view: LogView
  readonly head: PeerHead
  readonly envelopes: readonly { readonly envelope: Envelope; readonly carried: CarriedEnvelope }[]
}

/** Steps 3 and 4: opened, inflated within bounds, parsed; every envelope signed and in place. */
export async function openInbound(
  context: NodeContext,
  parcel: Parcel,
  peer: Identity,
): Promise<Result<Inbound, RefusalCode>> {
  const { crypto, own, compression, config } = context
  const secret = own.sealSecret(parcel.seal_key)
  if (!secret) return refuse('unknown-key', 'parcel.seal_key')
  const plain = await openParcel(crypto, parcel, secret)
  if (!plain.ok) return plain
  const contents = unpackContents(compression, plain.value, {
    maxRecord: 4 << 20,
    maxInflated: config.limits.inflatedBytes,
    maxRecords: 100_000,
  })
  if (!contents.ok) return contents
  if (contents.value.log === null) return refuse('malformed', 'parcel.log')
  const view = decodeLogView(contents.value.log)
  if (!view.ok) return view
  const head = await openPeerHead(context, peer, view.value)
  if (!head.ok) return head
  const envelopes = await openEnvelopes(context, parcel, contents.value.envelopes)
  if (!envelopes.ok) return envelopes
  return ok({
    parcel,
    peer,
    contents: contents.value,
    view: view.value,
    head: head.value,
    envelopes: envelopes.value,
  })
}

async function openEnvelopes(
  context: NodeContext,
  parcel: Parcel,
  carried: readonly CarriedEnvelope[],
): Promise<Result<Inbound['envelopes'], RefusalCode>> {
  const opened: { envelope: Envelope; carried: CarriedEnvelope }[] = []
  for (const entry of carried) {
    const parsed = parseEnvelope(context.crypto, entry.bytes)
    if (!parsed.ok) return parsed
    const envelope = parsed.value
    if (envelope.from !== parcel.from || envelope.to !== parcel.to) {
      return refuse('wrong-recipient', 'envelope.to')
    }
    const identity = await context.identities.version(envelope.from, envelope.identity)
    if (!identity) return refuse('unknown-identity', 'envelope.identity')
    const signed = await verifyEnvelope(context.crypto, envelope, identity, context.now())
    if (!signed.ok) return signed
    opened.push({ envelope, carried: entry })
  }
  return ok(opened)
}
