import type { CryptoPort, RawKeyPair } from '@concert/core'
import { keyId, type SigningKey } from '@concert/envelope'

/** Who signs and who opens in the bench. */
export interface Parties {
  readonly signers: readonly SigningKey[]
  readonly sealer: RawKeyPair & { readonly id: string }
}

/** Fresh keys of the default suite: Ed25519 and ML-DSA-65 to sign, X25519 to seal. */
export async function makeParties(crypto: CryptoPort): Promise<Parties> {
  const signers: SigningKey[] = []
  for (const alg of ['ed25519', 'ml-dsa-65'] as const) {
    const pair = await crypto.generateSigner(alg)
    signers.push({ ...pair, alg, id: keyId(crypto.sha256, alg, pair.pub) })
  }
  const sealer = await crypto.generateSealer('x25519')
  return { signers, sealer: { ...sealer, id: keyId(crypto.sha256, 'x25519', sealer.pub) } }
}
