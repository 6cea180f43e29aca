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
  unbase64,
  utf8,
} from '@concert/core'
import { isKeyType, type KeyType, SIGNATURE_TYPES } from './signature-types.ts'
import { isKeyName } from './text.ts'

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
  const rules = SIGNATURE_TYPES[type]
  if (utf8(name).length > rules.maxName) return refuse('malformed', 'name')
  if (pub.length !== rules.pubBytes) return refuse('malformed', 'key')
  if (rules.alg === 'ed25519' && !isStrictEd25519Point(pub)) return refuse('unsupported-key', 'key')
  const digest = sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), pub))
  return ok({ name, id: hex(digest.subarray(0, 4)), type, pub: pub.slice() })
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
