import { equalBytes, ok, type Result, refuse } from '@concert/core'
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint-text.ts'
import type { NoteKey } from './keys.ts'
import { parseNote, type SignedNote } from './note.ts'
import {
  type NoteRefusal,
  type NoteSigner,
  signText,
  type VerifyPort,
  verifyNote,
} from './note-verify.ts'
import { canSignAs } from './signature-types.ts'

/**
 * Signs a checkpoint as its log, without a time.
 *
 * @throws RangeError when the key's name is not the origin, or it is not a log's key
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
  /** Keys of logs, types 01 and 06; of these the ones named as the checkpoint's origin. */
  readonly logs: readonly NoteKey[]
  /** Keys of witnesses, types 04 and 06. */
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
    (key) => canSignAs('log', key) && key.name === checkpoint.value.origin,
  )
  if (logs.length === 0) return refuse('unknown-log', 'checkpoint.origin')
  const witnesses = trust.witnesses.filter((key) => canSignAs('witness', key))
  const verified = await verifyNote(crypto, note, [...logs, ...witnesses])
  if (!verified.ok) return verified
  if (!verified.value.some(({ key }) => logs.includes(key))) return refuse('no-known-signature')
  const latest = trust.latest ?? Number.POSITIVE_INFINITY
  // A log is no witness of itself, though a key of type 06 could sign as both.
  const cosigners = verified.value.flatMap(({ key, time }) =>
    time === undefined || time > latest || isOneOf(logs, key) ? [] : [{ key, time }],
  )
  return ok({ checkpoint: checkpoint.value, note, cosigners })
}

function isOneOf(keys: readonly NoteKey[], { pub }: NoteKey): boolean {
  return keys.some((key) => equalBytes(key.pub, pub))
}
