import { concat, type NoteAlg, u64, utf8 } from '@concert/core'
import { parseCheckpoint } from './checkpoint-text.ts'

/** Signature types of signed-note ("Signature types") and tlog-cosignature. */
export const KEY_TYPES = {
  /** Ed25519 over the note text: how a log signs its checkpoints. */
  note: 0x01,
  /** Ed25519 cosignature v1 with a time: how a witness signs. */
  cosignature: 0x04,
  /** ML-DSA-44 cosignature: how a witness signs, and a log that wants to be post-quantum. */
  mlDsa44: 0x06,
} as const

/** One of {@link KEY_TYPES}. */
export type KeyType = (typeof KEY_TYPES)[keyof typeof KEY_TYPES]

/** In whose name a key can sign a checkpoint. */
export type KeyRole = 'log' | 'witness'

/** What follows from a signature type. */
interface SignatureType {
  /** How the crypto port signs and verifies it. */
  readonly alg: NoteAlg
  readonly pubBytes: number
  /** Bytes of the bare signature, without key id and time. */
  readonly sigBytes: number
  readonly roles: readonly KeyRole[]
  /** Whether a big-endian uint64 time in Unix seconds stands before the bare signature. */
  readonly isTimed: boolean
  /** Longest key name, in bytes of UTF-8. */
  readonly maxName: number
  /**
   * The bytes that are signed, or `undefined` when a key of this type can't sign the text.
   *
   * @param time - Unix seconds; 0 where there is none
   */
  message(name: string, text: string, time: number): Uint8Array | undefined
}

/** All signature types that this library makes and verifies; a new one is a line here. */
export const SIGNATURE_TYPES: Readonly<Record<KeyType, SignatureType>> = {
  [KEY_TYPES.note]: {
    alg: 'ed25519',
    pubBytes: 32,
    sigBytes: 64,
    roles: ['log'],
    isTimed: false,
    maxName: Number.POSITIVE_INFINITY,
    message: (_name, text) => utf8(text),
  },
  [KEY_TYPES.cosignature]: {
    alg: 'ed25519',
    pubBytes: 32,
    sigBytes: 64,
    roles: ['witness'],
    isTimed: true,
    maxName: Number.POSITIVE_INFINITY,
    // tlog-cosignature, "Ed25519 signed message"
    message: (_name, text, time) => utf8(`cosignature/v1\ntime ${time}\n${text}`),
  },
  [KEY_TYPES.mlDsa44]: {
    alg: 'ml-dsa-44',
    pubBytes: 1312,
    sigBytes: 2420,
    roles: ['log', 'witness'],
    isTimed: true,
    maxName: 255,
    message: cosignedMessage,
  },
}

const LABEL = utf8('subtree/v1\n\0')

/**
 * The `cosigned_message` over a whole tree (tlog-cosignature, "ML-DSA-44 signed message"). It
 * holds the checkpoint's fields, not its text, so there is none for another text.
 */
function cosignedMessage(name: string, text: string, time: number): Uint8Array | undefined {
  const checkpoint = parseCheckpoint(text)
  if (!checkpoint.ok) return undefined
  const { origin, size, root } = checkpoint.value
  const [cosigner, log] = [opaque255(name), opaque255(origin)]
  if (cosigner === undefined || log === undefined) return undefined
  return concat(LABEL, cosigner, u64(time), log, u64(0), u64(size), root)
}

/** A text as `opaque <1..2^8-1>` (RFC 8446 §3.4). */
function opaque255(text: string): Uint8Array | undefined {
  const bytes = utf8(text)
  return bytes.length < 1 || bytes.length > 255
    ? undefined
    : concat(Uint8Array.of(bytes.length), bytes)
}

/** Whether a byte is one of {@link KEY_TYPES}. */
export function isKeyType(type: number | undefined): type is KeyType {
  return type !== undefined && Object.hasOwn(SIGNATURE_TYPES, type)
}

/** Whether keys of a type sign in the name of a log, or of a witness. */
export function canSignAs(role: KeyRole, key: { readonly type: KeyType }): boolean {
  return SIGNATURE_TYPES[key.type].roles.includes(role)
}
