import { fromUtf8, ok, type Result, refuse, utf8 } from '@concert/core'
import {
  type Identity,
  type LeafProof,
  type LeafRole,
  type LogView,
  leafFor,
  type RefusalCode,
} from '@concert/envelope'
import {
  type Checkpoint,
  emptyRoot,
  leafHash,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parseVkey,
  verifyConsistency,
  verifyInclusion,
} from '@concert/tlog'
import type { NodeContext } from '../context.ts'

type Needs = Pick<NodeContext, 'crypto'>

/** A peer's checkpoint whose signature verified. */
export interface PeerHead {
  readonly checkpoint: Checkpoint
  /** The signed note, as bytes to be stored. */
  readonly note: Uint8Array
}

/** Verifies that a view's checkpoint is signed by the log that the identity names. */
export async function openPeerHead(
  context: Needs,
  identity: Identity,
  view: LogView,
): Promise<Result<PeerHead, RefusalCode>> {
  const key = parseVkey(context.crypto.sha256, identity.log.vkey)
  if (!key.ok) return refuse('log-proof', 'identity.log')
  const opened = await openCheckpoint(context.crypto, view.checkpoint, {
    logs: [key.value],
    witnesses: [],
  })
  if (!opened.ok) return refuse('log-proof', 'log.checkpoint')
  return ok({ checkpoint: opened.value.checkpoint, note: utf8(view.checkpoint) })
}

/** The checkpoint of a note stored earlier; undefined when there is none or for another log. */
export function storedCheckpoint(note: Uint8Array | null, origin: string): Checkpoint | undefined {
  const text = note && fromUtf8(note)
  const parsed = text ? parseNote(text) : undefined
  if (!parsed?.ok) return undefined
  const checkpoint = parseCheckpoint(parsed.value.text)
  return checkpoint.ok && checkpoint.value.origin === origin ? checkpoint.value : undefined
}

/** Whether a peer's head extends what we saw of its log last, from one of the view's starts. */
export function extendsSeen(
  context: Needs,
  seen: Checkpoint | undefined,
  view: LogView,
  head: Checkpoint,
): boolean {
  const { sha256 } = context.crypto
  const old = seen ?? { size: 0, root: emptyRoot(sha256) }
  const start = [view, ...(view.also ?? [])].find((entry) => entry.old === old.size)
  return start !== undefined && verifyConsistency(sha256, old, head, start.consistency)
}

/** Whether a proof places a document's leaf, under its opening and role, in the head's tree. */
export function isLogged(
  context: Needs,
  head: Checkpoint,
  role: LeafRole,
  digest: string,
  proof: LeafProof,
): boolean {
  const { sha256 } = context.crypto
  const leaf = leafFor(sha256, proof.opening, role, head.origin, digest)
  return verifyInclusion(sha256, head, proof.index, leafHash(sha256, leaf), proof.path)
}
