import { concat, hex, type Sha256, utf8 } from '@concert/core'

/** A SHA-256 digest as 64 lower-case hexadecimal digits. */
export type Digest = string

const CONTENT = utf8('concert/v1/content')

/** Size of a salt and of an opening in bytes. */
export const SALT_BYTES = 32

/** DSSE pre-authentication encoding: `DSSEv1 SP len(type) SP type SP len(payload) SP payload`. */
export function pae(type: string, payload: Uint8Array): Uint8Array {
  const size = utf8(type).length
  return concat(utf8(`DSSEv1 ${size} ${type} ${payload.length} `), payload)
}

/** `D(x) = SHA-256(PAE(type, payload))`: names what was signed, never the signatures. */
export function documentDigest(sha256: Sha256, type: string, payload: Uint8Array): Digest {
  return hex(sha256(pae(type, payload)))
}

/** `C(salt, b) = SHA-256("concert/v1/content" ‖ salt ‖ b)`. Throws RangeError for a bad salt. */
export function commitment(sha256: Sha256, salt: Uint8Array, content: Uint8Array): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new RangeError('salt')
  return sha256(concat(CONTENT, salt, content))
}
