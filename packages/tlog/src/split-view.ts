import { equalBytes, ok, type Result, refuse } from '@concert/core'
import { type CheckpointRefusal, openCheckpoint } from './checkpoint.ts'
import type { NoteKey } from './keys.ts'
import type { VerifyPort } from './note-verify.ts'
import { type TreeHead, verifyConsistency } from './proof-check.ts'
import { emptyRoot } from './tree.ts'

/**
 * Two checkpoints under one log's signature that no append-only log can have both: the log has lied
 * to somebody. Nothing but the log's key is needed to check it.
 */
export interface SplitView {
  /** Signed note of the smaller tree, or of either when they are of one size. */
  readonly smaller: string
  readonly larger: string
  /**
   * For two sizes: the root that the larger tree really has at the smaller size, and the hashes of
   * the consistency proof from there (RFC 6962 §2.1.2). Null for one size.
   */
  readonly path: { readonly root: Uint8Array; readonly hashes: readonly Uint8Array[] } | null
}

/** What a {@link SplitView} that holds says. */
export interface ProvenSplit {
  readonly origin: string
  readonly smaller: TreeHead
  readonly larger: TreeHead
}

/**
 * Checks an attacker-controlled proof of a split view. Two sizes are told apart without asking the
 * log: its larger root fixes the root at every smaller size, and the path shows which one.
 *
 * @returns what it proves, or why it proves nothing: `not-contradictory` when both may be true
 */
export async function checkSplitView(
  crypto: VerifyPort,
  log: NoteKey,
  { smaller, larger, path }: SplitView,
): Promise<Result<ProvenSplit, CheckpointRefusal | 'not-contradictory'>> {
  const trust = { logs: [log], witnesses: [] }
  const one = await openCheckpoint(crypto, smaller, trust)
  if (!one.ok) return one
  const two = await openCheckpoint(crypto, larger, trust)
  if (!two.ok) return two
  const [old, next] = [one.value.checkpoint, two.value.checkpoint]
  const proven = { origin: log.name, smaller: old, larger: next }
  return contradict(crypto, old, next, path) ? ok(proven) : refuse('not-contradictory', 'path')
}

function contradict(
  { sha256 }: VerifyPort,
  old: TreeHead,
  next: TreeHead,
  path: SplitView['path'],
): boolean {
  if (old.size > next.size) return false
  if (old.size === next.size) return path === null && !equalBytes(old.root, next.root)
  if (old.size === 0) return path === null && !equalBytes(old.root, emptyRoot(sha256))
  if (path === null || equalBytes(path.root, old.root)) return false
  return verifyConsistency(sha256, { size: old.size, root: path.root }, next, path.hashes)
}
