import {
  base64Bytes,
  concat,
  type Decoder,
  hex,
  isStrictEd25519Point,
  Malformed,
  type Sha256,
  SIGNATURE_ALGS,
  type SignatureAlg,
  utf8,
} from '@concert/core'

/** Sizes of raw public keys and signatures in bytes (RFC 8032 §5.1; FIPS 204 table 2). */
export const SUITES: Readonly<
  Record<SignatureAlg, { readonly pub: number; readonly sig: number }>
> = {
  ed25519: { pub: 32, sig: 64 },
  'ml-dsa-65': { pub: 1952, sig: 3309 },
}

/** What an identity requires by default: both must verify, so neither half can be stripped. */
export const DEFAULT_REQUIRED: readonly SignatureAlg[] = SIGNATURE_ALGS

/** A public verification key with its self-certifying id. */
export interface VerifyKey {
  readonly id: string
  readonly alg: SignatureAlg
  readonly pub: Uint8Array
}

/** A signing key. `secret` never leaves the process that holds it. */
export interface SigningKey extends VerifyKey {
  readonly secret: Uint8Array
}

/** Key id: the first 16 bytes, in hex, of SHA-256(alg ‖ 0A ‖ raw public key). */
export function keyId(sha256: Sha256, alg: string, pub: Uint8Array): string {
  return hex(sha256(concat(utf8(`${alg}\n`), pub)).subarray(0, 16))
}

/** Decodes a raw public key for `alg`, refusing low-order and non-canonical Ed25519 points. */
export function publicKeyFor(alg: SignatureAlg): Decoder<Uint8Array> {
  const size = SUITES[alg].pub
  const bytes = base64Bytes(size, size)
  return (value, path) => {
    const pub = bytes(value, path)
    if (!isPublicKey(alg, pub)) throw new Malformed(path)
    return pub
  }
}

/** Whether bytes are a public key for `alg`: of its size and, for Ed25519, a strict point. */
export function isPublicKey(alg: SignatureAlg, pub: Uint8Array): boolean {
  return pub.length === SUITES[alg].pub && (alg !== 'ed25519' || isStrictEd25519Point(pub))
}
