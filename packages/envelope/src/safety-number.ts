import { concat, type Sha256, unhex, utf8 } from '@concert/core'
import { type Identity, rootDigest } from './identity.ts'

const ROUNDS = 5200

/**
 * The safety number of two identities: 60 digits, one half of 30 per root, in an order that does
 * not depend on who computes it. People compare it over another channel.
 *
 * Each half follows Signal's numeric fingerprint (5,200 hash rounds, six groups of five digits)
 * with SHA-256: `h₀ = H("concert/v1/safety" ‖ node ‖ root)`, `hᵢ = H(hᵢ₋₁ ‖ node)`.
 */
export function safetyNumber(sha256: Sha256, a: Identity, b: Identity): string {
  return [half(sha256, a), half(sha256, b)].toSorted().join(' ')
}

function half(sha256: Sha256, identity: Identity): string {
  const node = bytesOf(identity.node)
  let hash = sha256(
    concat(utf8('concert/v1/safety'), node, bytesOf(rootDigest(sha256, identity.root))),
  )
  for (let i = 0; i < ROUNDS; i++) hash = sha256(concat(hash, node))
  const groups: string[] = []
  for (let g = 0; g < 6; g++) groups.push(fiveDigits(hash.subarray(g * 5, g * 5 + 5)))
  return groups.join(' ')
}

function fiveDigits(bytes: Uint8Array): string {
  let value = 0
  for (const byte of bytes) value = value * 256 + byte
  return String(value % 100_000).padStart(5, '0')
}

function bytesOf(digest: string): Uint8Array {
  const bytes = unhex(digest)
  if (!bytes) throw new TypeError('digest')
  return bytes
}
