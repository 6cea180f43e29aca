import { createBrowserCrypto } from '@concert/browser-crypto'
import {
  type Explanation,
  explainEvidence,
  parsePublishedKeys,
  verifyEvidence,
} from '@concert/envelope'

/** Verifies a file under keys, in this browser alone. Undefined when the keys cannot be read. */
export async function checkEvidence(
  evidence: Uint8Array,
  keys: Uint8Array,
): Promise<Explanation | undefined> {
  const crypto = createBrowserCrypto(() => new Promise((resolve) => setTimeout(resolve, 0)))
  const published = parsePublishedKeys(crypto.sha256, keys)
  if (!published.ok) return undefined
  return explainEvidence(await verifyEvidence(crypto, evidence, published.value))
}
