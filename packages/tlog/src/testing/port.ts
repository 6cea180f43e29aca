import crypto from 'node:crypto'
import {
  type CryptoPort,
  isStrictEd25519Point,
  isStrictEd25519Signature,
  type NoteAlg,
  type PortAlg,
  type Sha256,
} from '@concert/core'
import { makeNoteKey, type NoteKey } from '../keys.ts'
import { makeNoteSigner, type NoteSigner } from '../note-verify.ts'
import { KEY_TYPES, type KeyType, SIGNATURE_TYPES } from '../signature-types.ts'

/** The platform's SHA-256. */
export const sha256: Sha256 = (data) => crypto.hash('sha256', data, 'buffer')

/** The part of the crypto port that notes need. */
export const testCrypto: Pick<CryptoPort, 'sha256' | 'sign' | 'verify'> = {
  sha256,
  async sign(alg, secret, message) {
    return crypto.sign(null, message, secretKey(alg, secret))
  },
  async verify(alg, pub, message, signature) {
    if (alg === 'ed25519') {
      if (!isStrictEd25519Point(pub) || !isStrictEd25519Signature(signature)) return false
    }
    const raw = { key: Buffer.from(pub), format: 'raw-public', asymmetricKeyType: alg } as const
    return crypto.verify(null, message, crypto.createPublicKey(raw), signature)
  },
}

function secretKey(alg: PortAlg, seed: Uint8Array): crypto.KeyObject {
  return crypto.createPrivateKey({
    key: Buffer.from(seed),
    format: alg === 'ed25519' ? 'raw-private' : 'raw-seed',
    asymmetricKeyType: alg,
  })
}

/** Public key of a seed. */
export function publicKeyOf(seed: Uint8Array, alg: NoteAlg = 'ed25519'): Uint8Array {
  const exported = crypto.createPublicKey(secretKey(alg, seed)).export({ format: 'raw-public' })
  return Uint8Array.from(exported)
}

/** The same signer for the same name, type and salt. */
export function testSigner(name: string, type: KeyType, salt = ''): NoteSigner {
  const seed = sha256(Buffer.from(`${name}/${type}/${salt}`))
  const { alg } = SIGNATURE_TYPES[type]
  return makeNoteSigner(testCrypto, testKey(name, type, publicKeyOf(seed, alg)), seed)
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
