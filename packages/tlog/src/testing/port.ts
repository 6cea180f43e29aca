import crypto from 'node:crypto'
import {
  type CryptoPort,
  isStrictEd25519Point,
  isStrictEd25519Signature,
  type Sha256,
} from '@concert/core'
import { KEY_TYPES, type KeyType, makeNoteKey, type NoteKey } from '../keys.ts'
import { makeNoteSigner, type NoteSigner } from '../note-verify.ts'

/** The platform's SHA-256. */
export const sha256: Sha256 = (data) => crypto.hash('sha256', data, 'buffer')

/** The part of the crypto port that notes need, Ed25519 only. */
export const testCrypto: Pick<CryptoPort, 'sha256' | 'sign' | 'verify'> = {
  sha256,
  async sign(_alg, secret, message) {
    return crypto.sign(null, message, privateKey(secret))
  },
  async verify(_alg, pub, message, signature) {
    if (!isStrictEd25519Point(pub) || !isStrictEd25519Signature(signature)) return false
    const x = Buffer.from(pub).toString('base64url')
    const key = crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return crypto.verify(null, message, key, signature)
  },
}

// PKCS #8 of an Ed25519 seed (RFC 8410 §7).
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

function privateKey(seed: Uint8Array): crypto.KeyObject {
  return crypto.createPrivateKey({
    key: Buffer.concat([PKCS8, seed]),
    format: 'der',
    type: 'pkcs8',
  })
}

/** Public key of a seed. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  const jwk = crypto.createPublicKey(privateKey(seed)).export({ format: 'jwk' })
  return Uint8Array.from(Buffer.from(String(jwk.x), 'base64url'))
}

/** The same signer for the same name, type and salt. */
export function testSigner(name: string, type: KeyType, salt = ''): NoteSigner {
  const seed = sha256(Buffer.from(`${name}/${type}/${salt}`))
  return makeNoteSigner(testCrypto, testKey(name, type, publicKeyOf(seed)), seed)
}

/** A log's signer. */
export function logSigner(origin: string): NoteSigner {
  return testSigner(origin, KEY_TYPES.note)
}

/** A witness's signer. */
export function witnessSigner(name: string): NoteSigner {
  return testSigner(name, KEY_TYPES.cosignature)
}

/** A key, or an error where a test's own input is wrong. */
export function testKey(name: string, type: KeyType, pub: Uint8Array): NoteKey {
  const key = makeNoteKey(sha256, name, type, pub)
  if (!key.ok) throw new Error(`${key.code} ${key.at}`)
  return key.value
}
