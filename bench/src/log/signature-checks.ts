import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { ConcertError, type CryptoPort, type PortAlg, utf8 } from '@concert/core'

interface Check {
  readonly alg: PortAlg
  readonly key: KeyObject
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

const CONTEXT = utf8('concert/v1')

/**
 * The signature checks that something asks of the crypto port, recorded, and done again with
 * `node:crypto` alone and with keys that are imported already: the least that verifying can take.
 */
export class SignatureChecks {
  readonly #checks: Check[] = []

  /** The port, which also records what it is asked to verify. */
  recording(crypto: CryptoPort): CryptoPort {
    return {
      ...crypto,
      verify: async (alg, pub, message, signature) => {
        const raw = { key: Buffer.from(pub), format: 'raw-public', asymmetricKeyType: alg } as const
        this.#checks.push({ alg, key: createPublicKey(raw), message, signature })
        return await crypto.verify(alg, pub, message, signature)
      },
    }
  }

  /** How many there are of each algorithm. */
  counts(): Readonly<Record<string, number>> {
    const counted = Map.groupBy(this.#checks, ({ alg }) => alg)
    return Object.fromEntries([...counted].map(([alg, checks]) => [alg, checks.length]))
  }

  /** Does all of them. */
  run(): void {
    for (const { alg, key, message, signature } of this.#checks) {
      const options = alg === 'ml-dsa-65' ? { key, context: CONTEXT } : key
      if (!verify(null, message, options, signature)) throw new ConcertError('bench-signature')
    }
  }
}
