import { type CryptoPort, concat, ok, type Result, refuse, u64 } from '@concert/core'
import { isSameKey, type NoteKey } from './keys.ts'
import type { NoteSignature, SignedNote } from './note.ts'
import { canSignAs, KEY_TYPES, SIGNATURE_TYPES } from './signature-types.ts'

/** The part of the crypto port that verifying needs. */
export type VerifyPort = Pick<CryptoPort, 'sha256' | 'verify'>

/** A line that a trusted key really signed. */
export interface VerifiedSignature {
  readonly key: NoteKey
  /** Unix seconds that a cosignature states; the time 0 of type 06 states none. */
  readonly time?: number
}

/** Why a note was rejected as a whole. */
export type NoteRefusal = 'ambiguous-key' | 'bad-signature' | 'no-known-signature'

/**
 * Verifies a note (signed-note, "Signatures"): lines of unknown keys are ignored, a known key that
 * fails rejects the note, and so does the absence of any known key. Every line of a known key is
 * verified; the key counts once, with its first line.
 */
export async function verifyNote(
  crypto: VerifyPort,
  note: SignedNote,
  trusted: readonly NoteKey[],
): Promise<Result<readonly VerifiedSignature[], NoteRefusal>> {
  const verified = new Map<NoteKey, VerifiedSignature>()
  for (const [i, line] of note.signatures.entries()) {
    const [key, other] = keysOfLine(line, trusted)
    if (key === undefined) continue
    if (other !== undefined) return refuse('ambiguous-key', `signatures[${i}]`)
    const signature = await verifyLine(crypto, key, note.text, line.signature)
    if (signature === undefined) return refuse('bad-signature', `signatures[${i}]`)
    if (!verified.has(key)) verified.set(key, signature)
  }
  return verified.size > 0 ? ok([...verified.values()]) : refuse('no-known-signature')
}

/** The distinct keys that a line may be of: two when trusted key ids collide. */
function keysOfLine(line: NoteSignature, trusted: readonly NoteKey[]): readonly NoteKey[] {
  const matches: NoteKey[] = []
  for (const key of trusted) {
    if (key.name !== line.name || key.id !== line.keyId) continue
    if (!matches.some((match) => isSameKey(match, key))) matches.push(key)
  }
  return matches
}

async function verifyLine(
  crypto: VerifyPort,
  key: NoteKey,
  text: string,
  bytes: Uint8Array,
): Promise<VerifiedSignature | undefined> {
  const { alg, sigBytes, isTimed, message } = SIGNATURE_TYPES[key.type]
  const timeBytes = isTimed ? TIME_BYTES : 0
  if (bytes.length !== timeBytes + sigBytes) return undefined
  const time = isTimed ? readTime(bytes) : NO_TIME
  if (time === undefined) return undefined
  const signed = message(key.name, text, time)
  if (signed === undefined) return undefined
  if (!(await crypto.verify(alg, key.pub, signed, bytes.subarray(timeBytes)))) return undefined
  return isTimed && (time !== NO_TIME || key.type === KEY_TYPES.cosignature)
    ? { key, time }
    : { key }
}

const TIME_BYTES = 8
const NO_TIME = 0

function readTime(bytes: Uint8Array): number | undefined {
  const time = new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0)
  return time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : undefined
}

/** Something that holds the secret of a note key: memory, a file, a security module. */
export interface NoteSigner {
  readonly key: NoteKey
  /** The bare signature of the key's algorithm over the message. */
  sign(message: Uint8Array): Promise<Uint8Array>
}

/** A signer over a secret in memory. */
export function makeNoteSigner(
  crypto: Pick<CryptoPort, 'sign'>,
  key: NoteKey,
  secret: Uint8Array,
): NoteSigner {
  const { alg } = SIGNATURE_TYPES[key.type]
  return { key, sign: (message) => crypto.sign(alg, secret, message) }
}

/**
 * Signs a note text with the key of a log, type 01 or 06, without a time.
 *
 * @throws RangeError for another key type, or a text that the key can't sign
 */
export async function signText(signer: NoteSigner, text: string): Promise<NoteSignature> {
  if (!canSignAs('log', signer.key)) throw new RangeError('key type')
  return await signLine(signer, text, NO_TIME)
}

/**
 * Cosigns a checkpoint's text at `time`, in Unix seconds, with the key of a witness, type 04 or
 * 06. That it extends everything cosigned before is for the caller to have checked (see
 * `decideAddCheckpoint`).
 *
 * @throws RangeError for another key type, time, or a text that the key can't sign
 */
export async function cosignText(
  signer: NoteSigner,
  text: string,
  time: number,
): Promise<NoteSignature> {
  if (!canSignAs('witness', signer.key)) throw new RangeError('key type')
  return await signLine(signer, text, time)
}

async function signLine(signer: NoteSigner, text: string, time: number): Promise<NoteSignature> {
  const { key } = signer
  const { isTimed, message } = SIGNATURE_TYPES[key.type]
  const stamp = isTimed ? u64(time) : new Uint8Array(0)
  const signed = text.endsWith('\n') ? message(key.name, text, time) : undefined
  if (signed === undefined) throw new RangeError('text')
  const signature = concat(stamp, await signer.sign(signed))
  return { name: key.name, keyId: key.id, signature }
}
