import { setTimeout } from 'node:timers/promises'
import { fromUtf8, hex, ok, type Result, refuse } from '@concert/core'
import {
  decodeLeafProof,
  type Identity,
  type LeafProof,
  leafFor,
  makeEvidence,
  type PublishedKeys,
  parseReceipt,
  parseTender,
  trimProof,
} from '@concert/envelope'
import {
  formatProofFile,
  leafHash,
  openUnderPolicy,
  parseVkey,
  proveInclusion,
  verifyInclusion,
} from '@concert/tlog'
import type { NodeContext } from '../context.ts'
import { type RetentionOver, retentionOver } from '../intel/retention/retention-over.ts'
import { agreedMailboxes } from '../mailbox/agreed-mailboxes.ts'
import { tenderFor } from '../mailbox/lodgement-rows.ts'
import type { NodeParts } from '../node-parts.ts'
import { type Carried, findCarried } from './carried-statement.ts'
import { peerCheckpoint, peerTiles } from './peer-tiles.ts'
import { type PinnedPolicy, pinnedPolicy, readPolicy } from './pinned-policy.ts'
import { provenItem } from './proven-item.ts'
import { silenceFor } from './silence.ts'
import { policyText, quorumOf, witnessPolicy } from './witness-policy.ts'

const PATIENCE_MS = 3000
const PAUSE_MS = 200

/**
 * Makes the evidence that an object of ours went to a peer: the statement with that one item, the
 * envelope, the receipt, and the places of both in the two logs under their newest cosigned
 * checkpoints. Of a statement without items, ours or a peer's, such as a request or the person's
 * acknowledgement of it, the same with its content.
 *
 * What others gave us, from its author or passed on, is shown as it came here, until its time is
 * over.
 *
 * @param id - STIX id of an object, or digest of a statement
 * @param peerId - the peer to whom it went, or from whom it came; without it whatever is receipted
 */
export async function exportEvidence(
  parts: NodeParts,
  id: string,
  peerId?: string,
): Promise<Result<Uint8Array, 'not-found'> | RetentionOver> {
  const { context } = parts
  const found = await findCarried(context, id, peerId)
  if (!found) return (await retentionOver(context, id)) ?? refuse('not-found', 'id')
  if (!found.opening) return refuse('not-found', 'id')
  if (found.direction === 'in') return await receivedEvidence(parts, found, found.opening)
  if (!found.leaf) return refuse('not-found', 'id')
  const peer = await context.identities.current(found.peer)
  if (!peer) return refuse('not-found', 'peer')
  const policy = await policyFor(context, found)
  const chains = await chainsOf(context, [context.own.node, found.peer, found.author])
  const theirProof = found.receipt && (await receiptProof(context, peer, found, policy))
  const keys = await publishedKeys(parts, policy)
  const trim = (text: string) => trimProof(context.crypto, text, keys, chains)
  const offer = await tenderFor(context.store.read, found)
  const silence = found.receipt ? undefined : await silenceFor(context, found, offer?.tender)
  return ok(
    makeEvidence({
      identities: chains.map((identity) => identity.document),
      statement: found.statement,
      content: contentOf(found, context.own.node),
      items: await provenItem(context, found),
      envelope: found.envelope,
      envelopeOpening: found.opening,
      envelopeProof: trim(await ownProof(context, found.leaf, policy)),
      receipt: found.receipt,
      receiptOpening: theirProof === null ? null : found.receiptOpening,
      receiptProof: theirProof && trim(theirProof),
      ...(offer && isPublished(keys, context, offer.tender) && { offer }),
      ...(silence && {
        silence: {
          document: silence.document,
          opening: silence.opening,
          proof: trim(await ownProof(context, silence.leaf, policy)),
        },
      }),
    }),
  )
}

/** Evidence names no mailbox that its reader could not check. */
function isPublished(
  { mailboxes = [] }: PublishedKeys,
  { crypto }: NodeContext,
  tender: Uint8Array,
): boolean {
  const parsed = parseTender(crypto, tender)
  const name = parsed.ok ? `${parsed.value.mailbox}+` : ' '
  return mailboxes.some((vkey) => vkey.startsWith(name))
}

/**
 * The same for what a peer has said to us, or has passed on with its author's signature: the peer's
 * envelope in its log, our receipt in ours.
 */
async function receivedEvidence(
  parts: NodeParts,
  found: Carried,
  opening: Uint8Array,
): Promise<Result<Uint8Array, 'not-found'>> {
  const { context } = parts
  const stored = found.peerProof && decodeLeafProof(found.peerProof)
  const note = found.peerNote && fromUtf8(found.peerNote)
  if (!stored?.ok || !note || !found.receiptLeaf) return refuse('not-found', 'id')
  const policy = await policyFor(context, found)
  const chains = await chainsOf(context, [found.peer, context.own.node, found.author])
  const keys = await publishedKeys(parts, policy)
  const trim = (text: string) => trimProof(context.crypto, text, keys, chains)
  return ok(
    makeEvidence({
      identities: chains.map((identity) => identity.document),
      statement: found.statement,
      content: contentOf(found, found.peer),
      items: await provenItem(context, found),
      envelope: found.envelope,
      envelopeOpening: opening,
      envelopeProof: trim(proofText(stored.value.index, stored.value.path, note)),
      receipt: found.receipt,
      receiptOpening: found.receiptOpening,
      receiptProof: trim(await ownProof(context, found.receiptLeaf, policy)),
    }),
  )
}

/** The text travels with its author's own envelope; who passes a statement on has none to show. */
function contentOf({ content, contentSalt, author }: Carried, sender: string) {
  return content && contentSalt && author === sender ? { salt: contentSalt, bytes: content } : null
}

/** Every identity version of these nodes, each node once. */
async function chainsOf({ identities }: NodeContext, nodes: readonly string[]) {
  const chains = await Promise.all([...new Set(nodes)].map((node) => identities.chain(node)))
  return chains.flat()
}

/** The witness policy that the compact of a statement pins; else the configured one. */
async function policyFor(
  context: NodeContext,
  { compact }: Pick<Carried, 'compact'>,
): Promise<PinnedPolicy> {
  const text = compact && (await pinnedPolicy(context, hex(compact)))
  return text ? readPolicy(context, text) : readPolicy(context, policyText(context.config))
}

/** Our leaf under a checkpoint that meets the quorum, else under the newest. */
export async function ownProof(
  context: NodeContext,
  leaf: Uint8Array,
  pinned?: PinnedPolicy,
): Promise<string> {
  const { log, config, crypto } = context
  const head = await log.integrated([leaf])
  const place = await placeOf(context, leaf, head.size)
  const policy = pinned?.policy ?? witnessPolicy(crypto.sha256, config)
  const cosigned = await soon(async () => {
    const newest = log.witnessed()
    if (!newest || newest.size <= place.index) return undefined
    return quorumOf(policy, newest.checkpoint).isMet ? newest : undefined
  })
  if (!cosigned) return proofText(place.index, place.path, head.checkpoint)
  const { index, path } = await placeOf(context, leaf, cosigned.size)
  return proofText(index, path, cosigned.checkpoint)
}

async function placeOf(
  { log }: NodeContext,
  leaf: Uint8Array,
  size: number,
): Promise<{ readonly index: number; readonly path: readonly Uint8Array[] }> {
  const [place] = await log.prove([leaf], size)
  if (!place) throw new TypeError('proof')
  return place
}

/** Asks until there is an answer or {@link PATIENCE_MS} are over: cosignatures follow the head. */
async function soon<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    const found = await ask()
    if (found !== undefined || waited >= PATIENCE_MS) return found
    await setTimeout(PAUSE_MS)
  }
}

function proofText(index: number, proof: readonly Uint8Array[], checkpoint: string): string {
  return formatProofFile({ index, proof, checkpoint })
}

/**
 * The receipt's place in the peer's log: under the cosigned checkpoint that the peer serves now,
 * or, when it is out of reach or does not hold what it receipted, as it came with the receipt.
 */
async function receiptProof(
  context: NodeContext,
  peer: Identity,
  found: Carried,
  pinned: PinnedPolicy,
): Promise<string | null> {
  const stored = found.peerProof && decodeLeafProof(found.peerProof)
  const note = found.peerNote && fromUtf8(found.peerNote)
  if (!stored?.ok || !note) return null
  const fresh = await soon(() => freshProof(context, peer, found, stored.value, pinned))
  return fresh ?? proofText(stored.value.index, stored.value.path, note)
}

async function freshProof(
  context: NodeContext,
  peer: Identity,
  found: Carried,
  stored: LeafProof,
  pinned: PinnedPolicy,
): Promise<string | undefined> {
  const { crypto } = context
  const prefix = peer.endpoints.log
  const key = parseVkey(crypto.sha256, peer.log.vkey)
  const note = await peerCheckpoint(prefix)
  if (!key.ok || !note || !found.receipt) return undefined
  const policy = { ...pinned.policy, logs: [{ key: key.value }] }
  const opened = await openUnderPolicy(crypto, note, policy)
  const receipt = parseReceipt(crypto, found.receipt)
  if (!opened.ok || !receipt.ok) return undefined
  const { checkpoint } = opened.value
  const path = await proveInclusion(crypto.sha256, peerTiles(prefix), stored.index, checkpoint.size)
  if (!path.ok) return undefined
  const { digest } = receipt.value
  const leaf = leafFor(crypto.sha256, stored.opening, 'receipt', checkpoint.origin, digest)
  const hash = leafHash(crypto.sha256, leaf)
  const holds = verifyInclusion(crypto.sha256, checkpoint, stored.index, hash, path.value)
  return holds ? proofText(stored.index, path.value, note) : undefined
}

/**
 * What an auditor needs besides evidence files: the nodes known here and the witnesses trusted, or
 * those that a compact pins.
 */
export async function publishedKeys(
  parts: NodeParts,
  pinned?: Pick<PinnedPolicy, 'text'>,
): Promise<PublishedKeys> {
  const { context, peers } = parts
  const { node, identity } = context.own
  const confirmed = (await peers.list()).filter((peer) => peer.state === 'confirmed')
  const nodes = [{ node, host: identity.host, names: identity.names }, ...confirmed].map(
    ({ node, host, names }) => ({ node, host, names }),
  )
  const mailboxes = (await agreedMailboxes(context)).map(({ vkey }) => vkey)
  const published = { v: 1, nodes, policy: pinned?.text ?? policyText(context.config) } as const
  return mailboxes.length === 0 ? published : { ...published, mailboxes }
}
