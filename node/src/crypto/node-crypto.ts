import crypto from 'node:crypto'
import {
  type CryptoPort,
  isStrictEd25519Point,
  isStrictEd25519Signature,
  type SealAlg,
  type SignatureAlg,
  utf8,
} from '@concert/core'
import * as hpke from 'hpke'

const MLDSA_CONTEXT = utf8('concert/v1')
const PUB_BYTES: Readonly<Record<SignatureAlg, number>> = { ed25519: 32, 'ml-dsa-65': 1952 }
const SIG_BYTES: Readonly<Record<SignatureAlg, number>> = { ed25519: 64, 'ml-dsa-65': 3309 }

/**
 * The crypto port over `node:crypto` and HPKE (RFC 9180). Imported keys are kept in a small
 * cache of this instance, since importing an ML-DSA key costs as much as using it.
 */
export function createNodeCrypto(): CryptoPort {
  const publicKeys = new KeyCache((alg, raw) =>
    crypto.createPublicKey({ key: asBuffer(raw), format: 'raw-public', asymmetricKeyType: alg }),
  )
  const secretKeys = new KeyCache((alg, raw) =>
    crypto.createPrivateKey({
      key: asBuffer(raw),
      format: alg === 'ed25519' ? 'raw-private' : 'raw-seed',
      asymmetricKeyType: alg,
    }),
  )
  const suite = new hpke.CipherSuite(
    hpke.KEM_DHKEM_X25519_HKDF_SHA256,
    hpke.KDF_HKDF_SHA256,
    hpke.AEAD_AES_256_GCM,
  )

  return {
    sha256: (data) => crypto.hash('sha256', data, 'buffer'),
    random: (size) => crypto.randomBytes(size),
    async generateSigner(alg) {
      const { publicKey, privateKey } =
        alg === 'ed25519'
          ? crypto.generateKeyPairSync('ed25519')
          : crypto.generateKeyPairSync('ml-dsa-65')
      return {
        secret: privateKey.export({ format: alg === 'ed25519' ? 'raw-private' : 'raw-seed' }),
        pub: publicKey.export({ format: 'raw-public' }),
      }
    },
    async sign(alg, secret, message) {
      const key = secretKeys.get(alg, secret)
      return crypto.sign(null, message, alg === 'ed25519' ? key : { key, context: MLDSA_CONTEXT })
    },
    async verify(alg, pub, message, signature) {
      if (!isAcceptable(alg, pub, signature)) return false
      const key = publicKeys.get(alg, pub)
      const options = alg === 'ed25519' ? key : { key, context: MLDSA_CONTEXT }
      return crypto.verify(null, message, options, signature)
    },
    async generateSealer(_alg: SealAlg) {
      const pair = await suite.GenerateKeyPair(true)
      return {
        secret: await suite.SerializePrivateKey(pair.privateKey),
        pub: await suite.SerializePublicKey(pair.publicKey),
      }
    },
    async seal(_alg, pub, info, plaintext) {
      const key = await suite.DeserializePublicKey(pub)
      const sealed = await suite.Seal(key, plaintext, { info })
      return { enc: sealed.encapsulatedSecret, ct: sealed.ciphertext }
    },
    async open(_alg, secret, info, enc, ct) {
      const key = await suite.DeserializePrivateKey(secret, false)
      try {
        return await suite.Open(key, enc, ct, { info })
      } catch {
        return undefined
      }
    },
  }
}

function isAcceptable(alg: SignatureAlg, pub: Uint8Array, signature: Uint8Array): boolean {
  if (pub.length !== PUB_BYTES[alg] || signature.length !== SIG_BYTES[alg]) return false
  return alg !== 'ed25519' || (isStrictEd25519Point(pub) && isStrictEd25519Signature(signature))
}

function asBuffer(raw: Uint8Array): Buffer {
  return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
}

class KeyCache {
  readonly #keys = new Map<string, crypto.KeyObject>()
  readonly #load: (alg: SignatureAlg, raw: Uint8Array) => crypto.KeyObject

  constructor(load: (alg: SignatureAlg, raw: Uint8Array) => crypto.KeyObject) {
    this.#load = load
  }

  get(alg: SignatureAlg, raw: Uint8Array): crypto.KeyObject {
    const name = `${alg}:${crypto.hash('sha256', raw, 'base64')}`
    const known = this.#keys.get(name)
    if (known) return known
    const key = this.#load(alg, raw)
    if (this.#keys.size >= 256) this.#keys.clear()
    this.#keys.set(name, key)
    return key
  }
}
