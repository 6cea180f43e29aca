import { base64, ok, type Result, refuse } from '@concert/core'
import { KEY_TYPES, type NoteKey } from './keys.ts'
import { parseNote, type SignedNote } from './note.ts'
import {
  type NoteRefusal,
  type NoteSigner,
  signText,
  type VerifyPort,
  verifyNote,
} from './note-verify.ts'
import type { TreeHead } from './proof-check.ts'
import { HASH_BYTES, isKeyName, parseDecimal, parseHash, readText } from './text.ts'

/** What a log says of itself: at this size its tree has this root. */
export interface Checkpoint extends TreeHead {
  /** Name of the log: a URL without a scheme, without spaces or plus signs. */
  readonly origin: string
}

const MAX_CHECKPOINT_TEXT = 4096

/**
 * The three lines of a checkpoint (tlog-checkpoint, "Note text"). We write no extension lines.
 *
 * @throws RangeError for an origin, a size or a root that can't stand in a checkpoint
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root } = checkpoint
  if (!isOrigin(origin)) throw new RangeError('origin')
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('size')
  if (root.length !== HASH_BYTES) throw new RangeError('root')
  return `${origin}\n${size}\n${base64(root)}\n`
}

/** Reads the text of a checkpoint: exactly three lines, extension lines are refused. */
export function parseCheckpoint(input: string | Uint8Array): Result<Checkpoint, 'malformed'> {
  const text = readText(input, MAX_CHECKPOINT_TEXT)
  if (text === undefined) return refuse('malformed', 'checkpoint')
  const [origin = '', sizeText = '', rootText = '', end, ...extensions] = text.split('\n')
  if (!isOrigin(origin)) return refuse('malformed', 'checkpoint.origin')
  const size = parseDecimal(sizeText)
  if (size === undefined) return refuse('malformed', 'checkpoint.size')
  const root = parseHash(rootText)
  if (root === undefined) return refuse('malformed', 'checkpoint.root')
  if (end !== '' || extensions.length > 0) return refuse('malformed', 'checkpoint.extension')
  return ok({ origin, size, root })
}

/** Whether a text may be the origin of one of our logs. */
export function isOrigin(text: string): boolean {
  return isKeyName(text) && !text.includes('://')
}

/**
 * Signs a checkpoint as its log.
 *
 * @throws RangeError when the key's name is not the origin
 */
export async function signCheckpoint(
  signer: NoteSigner,
  checkpoint: Checkpoint,
): Promise<SignedNote> {
  if (signer.key.name !== checkpoint.origin) throw new RangeError('origin')
  const text = formatCheckpoint(checkpoint)
  return { text, signatures: [await signText(signer, text)] }
}

/** Whose signatures on a checkpoint count. */
export interface CheckpointTrust {
  /** Keys of type 01; of these the ones named as the checkpoint's origin. */
  readonly logs: readonly NoteKey[]
  /** Keys of type 04. */
  readonly witnesses: readonly NoteKey[]
  /** Latest time of a cosignature that counts, Unix seconds; without it any time counts. */
  readonly latest?: number
}

/** A cosignature that verified. */
export interface Cosigner {
  readonly key: NoteKey
  /** Unix seconds, as the witness states them. */
  readonly time: number
}

/** A checkpoint that a trusted log has signed. */
export interface OpenCheckpoint {
  readonly checkpoint: Checkpoint
  readonly note: SignedNote
  /** Trusted witnesses that have cosigned it, each once. */
  readonly cosigners: readonly Cosigner[]
}

/** Why a checkpoint was not accepted. */
export type CheckpointRefusal = 'malformed' | 'unknown-log' | NoteRefusal

/** Reads and verifies an attacker-controlled checkpoint. */
export async function openCheckpoint(
  crypto: VerifyPort,
  input: string | Uint8Array,
  trust: CheckpointTrust,
): Promise<Result<OpenCheckpoint, CheckpointRefusal>> {
  const note = parseNote(input)
  return note.ok ? await verifyCheckpoint(crypto, note.value, trust) : note
}

/**
 * Verifies a checkpoint that has been read: its log must have signed it, as must every trusted
 * witness that has a line in it.
 */
export async function verifyCheckpoint(
  crypto: VerifyPort,
  note: SignedNote,
  trust: CheckpointTrust,
): Promise<Result<OpenCheckpoint, CheckpointRefusal>> {
  const checkpoint = parseCheckpoint(note.text)
  if (!checkpoint.ok) return checkpoint
  // A log's key speaks for the origin it is named after, and for no other.
  const logs = trust.logs.filter(
    (key) => key.type === KEY_TYPES.note && key.name === checkpoint.value.origin,
  )
  if (logs.length === 0) return refuse('unknown-log', 'checkpoint.origin')
  const witnesses = trust.witnesses.filter((key) => key.type === KEY_TYPES.cosignature)
  const verified = await verifyNote(crypto, note, [...logs, ...witnesses])
  if (!verified.ok) return verified
  if (!verified.value.some(({ key }) => logs.includes(key))) return refuse('no-known-signature')
  const latest = trust.latest ?? Number.POSITIVE_INFINITY
  const cosigners = verified.value.flatMap(({ key, time }) =>
    time !== undefined && time <= latest ? [{ key, time }] : [],
  )
  return ok({ checkpoint: checkpoint.value, note, cosigners })
}
