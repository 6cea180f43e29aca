import {
  type CryptoPort,
  concat,
  ok,
  type Result,
  refuse,
  type SignatureAlg,
  u64,
  utf8,
} from '@concert/core'
import { isSameKey, KEY_RULES, KEY_TYPES, type KeyType, type NoteKey } from './keys.ts'
import type { NoteSignature, SignedNote } from './note.ts'

/** The part of the crypto port that verifying needs. */
export type VerifyPort = Pick<CryptoPort, 'sha256' | 'verify'>

/** A line that a trusted key really signed. */
export interface VerifiedSignature {
  readonly key: NoteKey
  /** Unix seconds that a cosignature states. */
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

/** The distinct supported keys that a line may be of: two when trusted key ids collide. */
function keysOfLine(line: NoteSignature, trusted: readonly NoteKey[]): readonly NoteKey[] {
  const matches: NoteKey[] = []
  for (const key of trusted) {
    if (key.name !== line.name || key.id !== line.keyId) continue
    if (KEY_RULES[key.type].alg === undefined) continue
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
  const { alg, sigBytes } = KEY_RULES[key.type]
  if (alg === undefined || bytes.length !== sigBytes) return undefined
  if (key.type === KEY_TYPES.note) {
    const isGood = await crypto.verify(alg, key.pub, utf8(text), bytes)
    return isGood ? { key } : undefined
  }
  const time = readTime(bytes)
  if (time === undefined) return undefined
  const message = cosignedMessage(text, time)
  const isGood = await crypto.verify(alg, key.pub, message, bytes.subarray(8))
  return isGood ? { key, time } : undefined
}

function readTime(bytes: Uint8Array): number | undefined {
  const time = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0)
  return time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : undefined
}

/** What a cosignature v1 signs (tlog-cosignature, "Ed25519 signed message"). */
function cosignedMessage(text: string, time: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`)
}

/** Something that holds the secret of a note key: memory, a file, a security module. */
export interface NoteSigner {
  readonly key: NoteKey
  /** The bare signature of the key's algorithm over the message. */
  sign(message: Uint8Array): Promise<Uint8Array>
}

/**
 * A signer over a secret in memory.
 *
 * @throws RangeError for a key type that the crypto port can't sign with
 */
export function makeNoteSigner(
  crypto: Pick<CryptoPort, 'sign'>,
  key: NoteKey,
  secret: Uint8Array,
): NoteSigner {
  const alg = algOf(key.type)
  return { key, sign: (message) => crypto.sign(alg, secret, message) }
}

function algOf(type: KeyType): SignatureAlg {
  const { alg } = KEY_RULES[type]
  if (alg === undefined) throw new RangeError('key type')
  return alg
}

/**
 * Signs a note text with a key of type 01.
 *
 * @throws RangeError for another key type or a text that does not end in a newline
 */
export async function signText(signer: NoteSigner, text: string): Promise<NoteSignature> {
  if (signer.key.type !== KEY_TYPES.note) throw new RangeError('key type')
  if (!text.endsWith('\n')) throw new RangeError('text')
  return lineOf(signer.key, await signer.sign(utf8(text)))
}

/**
 * Cosigns a checkpoint's text at `time`, in Unix seconds, with a key of type 04. That it extends
 * everything cosigned before is for the caller to have checked (see `decideAddCheckpoint`).
 *
 * @throws RangeError for another key type, time, or a text that does not end in a newline
 */
export async function cosignText(
  signer: NoteSigner,
  text: string,
  time: number,
): Promise<NoteSignature> {
  if (signer.key.type !== KEY_TYPES.cosignature) throw new RangeError('key type')
  if (!text.endsWith('\n')) throw new RangeError('text')
  const stamp = u64(time)
  return lineOf(signer.key, concat(stamp, await signer.sign(cosignedMessage(text, time))))
}

function lineOf(key: NoteKey, signature: Uint8Array): NoteSignature {
  return { name: key.name, keyId: key.id, signature }
}
