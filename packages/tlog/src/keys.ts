import {
  base64,
  concat,
  equalBytes,
  hex,
  isStrictEd25519Point,
  ok,
  type Result,
  refuse,
  type Sha256,
  type SignatureAlg,
  unbase64,
  utf8,
} from '@concert/core'
import { isKeyName } from './text.ts'

/** Key types of signed-note and tlog-cosignature. */
export const KEY_TYPES = {
  /** Ed25519 over the note text: how a log signs its checkpoints. */
  note: 0x01,
  /** Ed25519 cosignature v1 with a time: how a witness signs. */
  cosignature: 0x04,
  /** ML-DSA-44 cosignature. Read and written, not verified: treated as an unknown key. */
  mlDsa44: 0x06,
} as const

/** One of {@link KEY_TYPES}. */
export type KeyType = (typeof KEY_TYPES)[keyof typeof KEY_TYPES]

interface KeyTypeRules {
  readonly pubBytes: number
  /** Signature bytes after the key id, with the time where there is one. */
  readonly sigBytes: number
  /** How the crypto port verifies it; absent when it can't. */
  readonly alg?: SignatureAlg
}

/** What follows from a key's type. */
export const KEY_RULES: Readonly<Record<KeyType, KeyTypeRules>> = {
  [KEY_TYPES.note]: { pubBytes: 32, sigBytes: 64, alg: 'ed25519' },
  [KEY_TYPES.cosignature]: { pubBytes: 32, sigBytes: 8 + 64, alg: 'ed25519' },
  [KEY_TYPES.mlDsa44]: { pubBytes: 1312, sigBytes: 8 + 2420 },
}

/** A public key that signs notes. Name and id together identify it in a signature line. */
export interface NoteKey {
  readonly name: string
  /** Eight lower-case hexadecimal digits. */
  readonly id: string
  readonly type: KeyType
  readonly pub: Uint8Array
}

/**
 * Makes a key and its id: the first four bytes of SHA-256(name ‖ 0A ‖ type ‖ public key)
 * (signed-note, "Signatures"). Weak Ed25519 points are refused here, before anything trusts them.
 */
export function makeNoteKey(
  sha256: Sha256,
  name: string,
  type: KeyType,
  pub: Uint8Array,
): Result<NoteKey, 'malformed' | 'unsupported-key'> {
  if (!isKeyName(name)) return refuse('malformed', 'name')
  const rules = KEY_RULES[type]
  if (pub.length !== rules.pubBytes) return refuse('malformed', 'key')
  if (rules.alg === 'ed25519' && !isStrictEd25519Point(pub)) return refuse('unsupported-key', 'key')
  const digest = sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), pub))
  return ok({ name, id: hex(digest.subarray(0, 4)), type, pub: Uint8Array.from(pub) })
}

/** A key as text: `name+hex(id)+base64(type ‖ key)` (signed-note, "Verifier keys"). */
export function formatVkey(key: NoteKey): string {
  return `${key.name}+${key.id}+${base64(concat(Uint8Array.of(key.type), key.pub))}`
}

/** Reads a vkey; its id must be the one that follows from the rest. */
export function parseVkey(
  sha256: Sha256,
  vkey: string,
): Result<NoteKey, 'malformed' | 'unsupported-key'> {
  // The base64 may hold a plus, the name and the id may not.
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey)
  if (match === null) return refuse('malformed', 'vkey')
  const [, name = '', id, encoded = ''] = match
  const bytes = unbase64(encoded)
  if (bytes === undefined) return refuse('malformed', 'key')
  const type = bytes[0]
  if (!isKeyType(type)) return refuse('unsupported-key', 'type')
  const key = makeNoteKey(sha256, name, type, bytes.subarray(1))
  if (key.ok && key.value.id !== id) return refuse('malformed', 'id')
  return key
}

/** Whether two keys are one and the same: name, id, type and public key. */
export function isSameKey(a: NoteKey, b: NoteKey): boolean {
  return a.name === b.name && a.id === b.id && a.type === b.type && equalBytes(a.pub, b.pub)
}

function isKeyType(type: number | undefined): type is KeyType {
  return type !== undefined && Object.hasOwn(KEY_RULES, type)
}
