import { base64, equalBytes, hex, ok, type Result, refuse, type Sha256, utf8 } from '@concert/core'
import { verifyCheckpoint } from './checkpoint.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint-text.ts'
import type { NoteKey } from './keys.ts'
import {
  formatNote,
  formatSignature,
  type NoteSignature,
  parseNote,
  type SignedNote,
} from './note.ts'
import type { VerifyPort } from './note-verify.ts'
import { type TreeHead, verifyConsistency } from './proof-check.ts'
import { MAX_PROOF_HASHES } from './proof-file.ts'
import { parseDecimal, parseHashes, readText } from './text.ts'
import { emptyRoot } from './tree.ts'

/** Largest request body that a witness reads, in bytes: room for 16 post-quantum signatures. */
export const MAX_ADD_CHECKPOINT_BYTES: number = 128 * 1024

/** Content type of the size that a witness answers with when the old size was not its own. */
export const SIZE_CONTENT_TYPE = 'text/x.tlog.size'

/** A request to cosign a checkpoint (tlog-witness, "add-checkpoint"). */
export interface AddCheckpointRequest {
  /** The size that the client believes the witness has cosigned last. */
  readonly oldSize: number
  readonly proof: readonly Uint8Array[]
  readonly note: SignedNote
  readonly checkpoint: Checkpoint
}

/** The body of a request. */
export function formatAddCheckpoint(
  request: Pick<AddCheckpointRequest, 'oldSize' | 'proof' | 'note'>,
): string {
  const lines = [`old ${request.oldSize}`, ...request.proof.map(base64), '']
  return `${lines.join('\n')}\n${formatNote(request.note)}`
}

/** Reads an attacker-controlled request body. */
export function parseAddCheckpoint(
  body: string | Uint8Array,
): Result<AddCheckpointRequest, 'malformed'> {
  const text = readText(body, MAX_ADD_CHECKPOINT_BYTES)
  if (text === undefined) return refuse('malformed', 'text')
  const blank = text.indexOf('\n\n')
  if (blank === -1) return refuse('malformed', 'checkpoint')
  const [oldLine = '', ...lines] = text.slice(0, blank).split('\n')
  const oldSize = oldLine.startsWith('old ') ? parseDecimal(oldLine.slice(4)) : undefined
  if (oldSize === undefined) return refuse('malformed', 'old')
  const proof = lines.length > MAX_PROOF_HASHES ? undefined : parseHashes(lines)
  if (proof === undefined) return refuse('malformed', 'proof')
  const note = parseNote(text.slice(blank + 2))
  if (!note.ok) return note
  const checkpoint = parseCheckpoint(note.value.text)
  if (!checkpoint.ok) return checkpoint
  return ok({ oldSize, proof, note: note.value, checkpoint: checkpoint.value })
}

/** Why a witness does not cosign. */
export type WitnessCode =
  | 'malformed'
  | 'old-size'
  | 'bad-signature'
  | 'unknown-log'
  | 'stale'
  | 'inconsistent'
  | 'equivocation'

/** What a witness does with a request; `at` of a refusal is as in `Result`. */
export type WitnessOutcome =
  /** Store `next` in the transaction that decided, then cosign. */
  | { readonly status: 200; readonly next: TreeHead }
  | { readonly status: 409; readonly code: 'stale'; readonly size: number }
  | { readonly status: 400; readonly code: 'malformed' | 'old-size'; readonly at?: string }
  | { readonly status: 403; readonly code: 'bad-signature' }
  | { readonly status: 404; readonly code: 'unknown-log' }
  | { readonly status: 422; readonly code: 'inconsistent' | 'equivocation' }

/**
 * The checks that need no stored state: the origin is known and the log has signed.
 *
 * @param logKeys - the keys that the witness trusts for this origin, none when it is unknown
 * @returns the refusal, or `undefined` when {@link decideAddCheckpoint} is to decide
 */
export async function screenAddCheckpoint(
  crypto: VerifyPort,
  request: AddCheckpointRequest,
  logKeys: readonly NoteKey[],
): Promise<WitnessOutcome | undefined> {
  const trust = { logs: logKeys, witnesses: [] }
  const verified = await verifyCheckpoint(crypto, request.note, trust)
  if (verified.ok) return undefined
  if (verified.code === 'unknown-log') return { status: 404, code: 'unknown-log' }
  if (verified.code === 'malformed') return { status: 400, code: 'malformed' }
  return { status: 403, code: 'bad-signature' }
}

/**
 * Decides on a request that {@link screenAddCheckpoint} let pass. Reading `stored`, deciding and
 * storing `next` must be one atomic, durable step: else of two requests at once the smaller could
 * roll the log back (tlog-witness, "add-checkpoint").
 *
 * @param stored - the head cosigned last for the origin, if any
 */
export function decideAddCheckpoint(
  sha256: Sha256,
  stored: TreeHead | undefined,
  request: Pick<AddCheckpointRequest, 'oldSize' | 'proof' | 'checkpoint'>,
): WitnessOutcome {
  const { oldSize, proof, checkpoint } = request
  const next: TreeHead = { size: checkpoint.size, root: checkpoint.root }
  if (oldSize > next.size) return { status: 400, code: 'old-size', at: 'old' }
  const held = stored ?? { size: 0, root: emptyRoot(sha256) }
  if (oldSize !== held.size) return { status: 409, code: 'stale', size: held.size }
  if (next.size === held.size && !equalBytes(next.root, held.root)) {
    // Two roots of one size are the log's own signed proof that it lies. For the empty tree there
    // is one right root, so a wrong one is merely a wrong one.
    return { status: 422, code: next.size === 0 ? 'inconsistent' : 'equivocation' }
  }
  if (!verifyConsistency(sha256, held, next, proof)) return { status: 422, code: 'inconsistent' }
  return { status: 200, next }
}

/** An HTTP answer. */
export interface WitnessAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** The answer for an outcome; `cosignatures` are those made for status 200. */
export function answerOf(
  outcome: WitnessOutcome,
  cosignatures: readonly NoteSignature[],
): WitnessAnswer {
  const { status } = outcome
  if (status === 409) {
    return { status, contentType: SIZE_CONTENT_TYPE, body: `${outcome.size}\n` }
  }
  const body = status === 200 ? cosignatures.map(formatSignature).join('') : `${outcome.code}\n`
  return { status, contentType: 'text/plain; charset=utf-8', body }
}

/** Path, below a witness's monitoring prefix, of the checkpoint it has cosigned last of a log. */
export function monitoringPath(sha256: Sha256, origin: string): string {
  return `${hex(sha256(utf8(origin)))}/checkpoint`
}
