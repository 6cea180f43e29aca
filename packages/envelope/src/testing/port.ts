import crypto from 'node:crypto'
import zlib from 'node:zlib'
import {
  type CryptoPort,
  concat,
  isStrictEd25519Point,
  isStrictEd25519Signature,
  type PortAlg,
  utf8,
} from '@concert/core'
import * as hpke from 'hpke'
import type { Compression } from '../records.ts'

const context = utf8('concert/v1')
const suite = new hpke.CipherSuite(
  hpke.KEM_DHKEM_X25519_HKDF_SHA256,
  hpke.KDF_HKDF_SHA256,
  hpke.AEAD_AES_256_GCM,
)

/** 32 bytes that follow from a name: every key and salt of tests and vectors is made so. */
export function seedOf(name: string): Uint8Array {
  return Uint8Array.from(crypto.hash('sha256', `concert/test/${name}`, 'buffer'))
}

function secretKey(alg: PortAlg, secret: Uint8Array): crypto.KeyObject {
  return crypto.createPrivateKey({
    key: Buffer.from(secret),
    format: alg === 'ed25519' ? 'raw-private' : 'raw-seed',
    asymmetricKeyType: alg,
  })
}

/** The raw public key of a signing seed. */
export function publicKeyOf(alg: PortAlg, secret: Uint8Array): Uint8Array {
  const exported = crypto.createPublicKey(secretKey(alg, secret)).export({ format: 'raw-public' })
  return Uint8Array.from(exported)
}

/** The sealing key pair of a seed (RFC 9180 §7.1.3). */
export async function sealPairOf(
  seed: Uint8Array,
): Promise<{ readonly secret: Uint8Array; readonly pub: Uint8Array }> {
  const pair = await suite.DeriveKeyPair(seed, true)
  return {
    secret: await suite.SerializePrivateKey(pair.privateKey),
    pub: await suite.SerializePublicKey(pair.publicKey),
  }
}

/**
 * The crypto port for tests, over `node:crypto` and HPKE, with reproducible randomness.
 *
 * @param seed - start of the stream that `random` and key generation draw from
 */
export function createTestCrypto(seed = 'test'): CryptoPort {
  let drawn = 0
  const random = (size: number): Uint8Array => {
    const blocks: Uint8Array[] = []
    for (let got = 0; got < size; got += 32) blocks.push(seedOf(`${seed}/${drawn++}`))
    return concat(...blocks).subarray(0, size)
  }
  return {
    sha256: (data) => crypto.hash('sha256', data, 'buffer'),
    random,
    async generateSigner(alg) {
      const secret = random(32)
      return { secret, pub: publicKeyOf(alg, secret) }
    },
    async sign(alg, secret, message) {
      const key = secretKey(alg, secret)
      return crypto.sign(null, message, alg === 'ml-dsa-65' ? { key, context } : key)
    },
    async verify(alg, pub, message, signature) {
      if (alg === 'ed25519' && !isStrict(pub, signature)) return false
      if (alg === 'ml-dsa-65' && signature.length !== 3309) return false
      const format = 'raw-public' as const
      const raw = { key: Buffer.from(pub), format, asymmetricKeyType: alg }
      const key = crypto.createPublicKey(raw)
      return crypto.verify(null, message, alg === 'ml-dsa-65' ? { key, context } : key, signature)
    },
    async generateSealer() {
      return await sealPairOf(random(32))
    },
    async seal(_alg, pub, info, plaintext) {
      const sealed = await suite.Seal(await suite.DeserializePublicKey(pub), plaintext, { info })
      return { enc: sealed.encapsulatedSecret, ct: sealed.ciphertext }
    },
    async open(_alg, secret, info, enc, ct) {
      const key = await suite.DeserializePrivateKey(secret, false)
      return await suite.Open(key, enc, ct, { info }).catch(() => undefined)
    },
  }
}

function isStrict(pub: Uint8Array, signature: Uint8Array): boolean {
  return isStrictEd25519Point(pub) && isStrictEd25519Signature(signature)
}

/** Raw DEFLATE for tests. */
export const testCompression: Compression = {
  deflate: (bytes) => zlib.deflateRawSync(bytes),
  inflate(bytes, max) {
    if (max <= 0) return undefined
    try {
      return zlib.inflateRawSync(bytes, { maxOutputLength: max })
    } catch {
      return undefined
    }
  },
}
