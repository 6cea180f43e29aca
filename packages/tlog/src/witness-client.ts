import { ok, type Result, refuse } from '@concert/core'
import type { NoteKey } from './keys.ts'
import { type NoteSignature, parseSignatureLines, type SignedNote } from './note.ts'
import { type NoteRefusal, type VerifyPort, verifyNote } from './note-verify.ts'
import { canSignAs } from './signature-types.ts'
import { parseDecimal, readText } from './text.ts'
import { SIZE_CONTENT_TYPE, type WitnessAnswer } from './witness.ts'

/** What a witness said to a checkpoint. */
export type WitnessReply =
  /** Lines still to be verified, see {@link acceptCosignatures}. */
  | { readonly kind: 'cosigned'; readonly lines: readonly NoteSignature[] }
  /** It holds another size: ask again with a proof from there. */
  | { readonly kind: 'stale'; readonly size: number }
  /** It holds another root of this size, or says the proof is wrong: retrying does not help. */
  | { readonly kind: 'inconsistent' }
  /** It does not know the log, or does not accept its signature. */
  | { readonly kind: 'refused'; readonly status: number }
  /** The answer is not one that the protocol knows. */
  | { readonly kind: 'failed'; readonly status: number }

/** Reads an attacker-controlled answer to add-checkpoint (tlog-witness). */
export function readWitnessAnswer(answer: WitnessAnswer): WitnessReply {
  const { status } = answer
  if (status === 200) {
    const lines = parseSignatureLines(answer.body)
    return lines.ok ? { kind: 'cosigned', lines: lines.value } : { kind: 'failed', status }
  }
  if (status === 409) return readConflict(answer)
  if (status === 422) return { kind: 'inconsistent' }
  if (status === 400 || status === 403 || status === 404) return { kind: 'refused', status }
  return { kind: 'failed', status }
}

function readConflict({ status, contentType, body }: WitnessAnswer): WitnessReply {
  // Some witnesses answer another root of the same size so; retrying would never end.
  if (body === '') return { kind: 'inconsistent' }
  const text = readText(body, 32)
  const isSize = contentType.split(';')[0]?.trim().toLowerCase() === SIZE_CONTENT_TYPE
  const size = isSize && text?.endsWith('\n') ? parseDecimal(text.slice(0, -1)) : undefined
  return size === undefined ? { kind: 'failed', status } : { kind: 'stale', size }
}

/**
 * The lines of a witness's answer that its trusted keys really signed over the note's text: only
 * these may be added to the note. Lines of unknown keys are dropped.
 */
export async function acceptCosignatures(
  crypto: VerifyPort,
  note: SignedNote,
  lines: readonly NoteSignature[],
  keys: readonly NoteKey[],
): Promise<Result<readonly NoteSignature[], NoteRefusal>> {
  const accepted: NoteSignature[] = []
  const cosigners = keys.filter((key) => canSignAs('witness', key))
  for (const line of lines) {
    const candidate = { text: note.text, signatures: [line] }
    const verified = await verifyNote(crypto, candidate, cosigners)
    if (verified.ok) accepted.push(line)
    else if (verified.code !== 'no-known-signature') return verified
  }
  return accepted.length > 0 ? ok(accepted) : refuse('no-known-signature')
}
