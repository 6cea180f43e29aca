import { concat } from './bytes.ts'

/**
 * SHA-256 of the data. Synchronous, unlike the rest of the port: trees hash millions of nodes, and
 * an asynchronous hash costs more than the hash itself (docs/adr/0002-crypto-port.md).
 */
export type Sha256 = (data: Uint8Array) => Uint8Array

/** Signature algorithms of the suite table (docs/protocol/signatures.md). */
export type SignatureAlg = 'ed25519' | 'ml-dsa-65'

/** All signature algorithms, in the order in which signatures are listed. */
export const SIGNATURE_ALGS: readonly SignatureAlg[] = ['ed25519', 'ml-dsa-65']

/**
 * Signature algorithms of transparency-log notes and cosignatures (C2SP signed-note,
 * tlog-cosignature). Not of the suite table: documents are never signed with ML-DSA-44.
 */
export type NoteAlg = 'ed25519' | 'ml-dsa-44'

/** Every algorithm that the port signs with. */
export type PortAlg = SignatureAlg | NoteAlg

/** Sealing algorithms: RFC 9180 base mode, HKDF-SHA256, AES-256-GCM with the named KEM. */
export type SealAlg = 'x25519'

/** A key pair as raw bytes: `secret` is a 32-byte seed for every algorithm in the tables. */
export interface RawKeyPair {
  readonly secret: Uint8Array
  readonly pub: Uint8Array
}

/** The primitives, given by the platform: `node:crypto` in a node, WebCrypto in a browser. */
export interface CryptoPort {
  readonly sha256: Sha256
  /** Cryptographically secure random bytes. */
  random(size: number): Uint8Array
  /** A fresh signing key. */
  generateSigner(alg: PortAlg): Promise<RawKeyPair>
  /**
   * Signs. ML-DSA-65 takes the context `concert/v1` (FIPS 204 §5.2); ML-DSA-44 the empty one, as
   * tlog-cosignature has it.
   */
  sign(alg: PortAlg, secret: Uint8Array, message: Uint8Array): Promise<Uint8Array>
  /**
   * Verifies strictly: a wrong length, a low-order or non-canonical Ed25519 point, or a signature
   * made for another context is `false`, never an exception.
   */
  verify(
    alg: PortAlg,
    pub: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
  ): Promise<boolean>
  /** A fresh sealing key. */
  generateSealer(alg: SealAlg): Promise<RawKeyPair>
  /** HPKE base-mode seal (RFC 9180 §6.1) with empty associated data. */
  seal(
    alg: SealAlg,
    pub: Uint8Array,
    info: Uint8Array,
    plaintext: Uint8Array,
  ): Promise<{ readonly enc: Uint8Array; readonly ct: Uint8Array }>
  /** HPKE base-mode open; `undefined` when it does not authenticate. */
  open(
    alg: SealAlg,
    secret: Uint8Array,
    info: Uint8Array,
    enc: Uint8Array,
    ct: Uint8Array,
  ): Promise<Uint8Array | undefined>
}

const BLOCK = 64

/** HMAC-SHA256 (RFC 2104) over any {@link Sha256}. Keys up to 64 bytes; longer throw RangeError. */
export function hmacSha256(sha256: Sha256, key: Uint8Array, data: Uint8Array): Uint8Array {
  if (key.length > BLOCK) throw new RangeError('hmac key')
  const inner = new Uint8Array(BLOCK).fill(0x36)
  const outer = new Uint8Array(BLOCK).fill(0x5c)
  for (let i = 0; i < key.length; i++) {
    inner[i] = 0x36 ^ (key[i] as number)
    outer[i] = 0x5c ^ (key[i] as number)
  }
  return sha256(concat(outer, sha256(concat(inner, data))))
}
