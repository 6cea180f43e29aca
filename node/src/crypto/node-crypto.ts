import crypto from 'node:crypto'
import {
  type CryptoPort,
  isStrictEd25519Point,
  isStrictEd25519Signature,
  type PortAlg,
  type SealAlg,
  utf8,
} from '@concert/core'
import * as hpke from 'hpke'

interface AlgRules {
  readonly pubBytes: number
  readonly sigBytes: number
  /** How node:crypto calls the bytes that a key is made from. */
  readonly secret: 'raw-private' | 'raw-seed'
  /** Context string of FIPS 204 §5.2. */
  readonly context?: Uint8Array
}

const RULES: Readonly<Record<PortAlg, AlgRules>> = {
  ed25519: { pubBytes: 32, sigBytes: 64, secret: 'raw-private' },
  'ml-dsa-44': { pubBytes: 1312, sigBytes: 2420, secret: 'raw-seed' },
  'ml-dsa-65': {
    pubBytes: 1952,
    sigBytes: 3309,
    secret: 'raw-seed',
    context: utf8('concert/v1'),
  },
}

/** Imported keys that are kept, of each kind. */
const MAX_KEYS = 256

/**
 * The crypto port over `node:crypto` and HPKE (RFC 9180). Imported keys are kept in a small
 * cache of this instance, since importing an ML-DSA key costs as much as using it.
 */
export function createNodeCrypto(): CryptoPort {
  const publicKeys = new PublicKeys()
  const secretKeys = new SecretKeys()
  const suite = new hpke.CipherSuite(
    hpke.KEM_DHKEM_X25519_HKDF_SHA256,
    hpke.KDF_HKDF_SHA256,
    hpke.AEAD_AES_256_GCM,
  )

  return {
    sha256: (data) => crypto.hash('sha256', data, 'buffer'),
    random: (size) => crypto.randomBytes(size),
    async generateSigner(alg) {
      const secret = crypto.randomBytes(32)
      const pub = crypto.createPublicKey(loadSecretKey(alg, secret))
      return { secret, pub: pub.export({ format: 'raw-public' }) }
    },
    async sign(alg, secret, message) {
      const key = secretKeys.get(alg, secret)
      return crypto.sign(null, message, withContext(alg, key))
    },
    async verify(alg, pub, message, signature) {
      if (!isAcceptable(alg, pub, signature)) return false
      const key = publicKeys.get(alg, pub)
      return crypto.verify(null, message, withContext(alg, key), signature)
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

function loadPublicKey(alg: PortAlg, raw: Uint8Array): crypto.KeyObject {
  const key = asBuffer(raw)
  return crypto.createPublicKey({ key, format: 'raw-public', asymmetricKeyType: alg })
}

function loadSecretKey(alg: PortAlg, raw: Uint8Array): crypto.KeyObject {
  const { secret: format } = RULES[alg]
  return crypto.createPrivateKey({ key: asBuffer(raw), format, asymmetricKeyType: alg })
}

function withContext(
  alg: PortAlg,
  key: crypto.KeyObject,
): crypto.KeyObject | { readonly key: crypto.KeyObject; readonly context: Uint8Array } {
  const { context } = RULES[alg]
  return context === undefined ? key : { key, context }
}

function isAcceptable(alg: PortAlg, pub: Uint8Array, signature: Uint8Array): boolean {
  const { pubBytes, sigBytes } = RULES[alg]
  if (pub.length !== pubBytes || signature.length !== sigBytes) return false
  return alg !== 'ed25519' || (isStrictEd25519Point(pub) && isStrictEd25519Signature(signature))
}

function asBuffer(raw: Uint8Array): Buffer {
  return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
}

/** The bytes that name a public key in the cache; all of its bytes decide whether it is the one. */
const NAME_BYTES = 32

/** Public keys ready for use. */
class PublicKeys {
  readonly #keys = new Map<string, { readonly raw: Buffer; readonly key: crypto.KeyObject }>()

  get(alg: PortAlg, bytes: Uint8Array): crypto.KeyObject {
    const raw = asBuffer(bytes)
    const name = `${alg}:${raw.toString('latin1', 0, NAME_BYTES)}`
    const known = this.#keys.get(name)
    if (known?.raw.equals(raw)) return known.key
    const key = loadPublicKey(alg, raw)
    if (this.#keys.size >= MAX_KEYS) this.#keys.clear()
    this.#keys.set(name, { raw: Buffer.from(raw), key })
    return key
  }
}

/** Secret keys ready for use, named by a digest that tells nothing of them. */
class SecretKeys {
  readonly #keys = new Map<string, crypto.KeyObject>()

  get(alg: PortAlg, raw: Uint8Array): crypto.KeyObject {
    const name = `${alg}:${crypto.hash('sha256', raw, 'base64')}`
    const known = this.#keys.get(name)
    if (known) return known
    const key = loadSecretKey(alg, raw)
    if (this.#keys.size >= MAX_KEYS) this.#keys.clear()
    this.#keys.set(name, key)
    return key
  }
}
