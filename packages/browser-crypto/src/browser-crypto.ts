import { type CryptoPort, type PortAlg, utf8 } from '@concert/core'
import { sha256 } from '@noble/hashes/sha2.js'
import { ml_dsa44, ml_dsa65 } from '@noble/post-quantum/ml-dsa.js'
import { verifyEd25519 } from './ed25519.ts'

const CONTEXT = utf8('concert/v1')

type Verify = (pub: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean

const VERIFY: Readonly<Record<PortAlg, Verify>> = {
  ed25519: verifyEd25519,
  'ml-dsa-65': (pub, message, signature) =>
    sized(ml_dsa65, pub, signature) &&
    ml_dsa65.verify(signature, message, pub, { context: CONTEXT }),
  'ml-dsa-44': (pub, message, signature) =>
    sized(ml_dsa44, pub, signature) && ml_dsa44.verify(signature, message, pub),
}

/**
 * The part of the crypto port that verifying needs, in JavaScript alone: the same in every browser,
 * also where WebCrypto is missing (pages over http) or lacks an algorithm. No secret ever enters.
 *
 * @param pause - awaited before each signature, so that the page can paint and be left
 */
export function createBrowserCrypto(
  pause: () => Promise<void>,
): Pick<CryptoPort, 'sha256' | 'verify'> {
  return {
    sha256,
    async verify(alg, pub, message, signature) {
      await pause()
      return VERIFY[alg](pub, message, signature)
    },
  }
}

function sized({ lengths }: typeof ml_dsa65, pub: Uint8Array, signature: Uint8Array): boolean {
  return pub.length === lengths.publicKey && signature.length === lengths.signature
}
