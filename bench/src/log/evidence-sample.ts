import { readFile } from 'node:fs/promises'
import { ConcertError, type CryptoPort, utf8 } from '@concert/core'
import { type PublishedKeys, parsePublishedKeys } from '@concert/envelope'

const VECTORS = new URL('../../../packages/envelope/vectors/evidence.json', import.meta.url)

/** An evidence file with everything in it that one can have, and the keys to verify it. */
export interface EvidenceSample {
  readonly bytes: Uint8Array
  readonly keys: PublishedKeys
}

/** The sample that the project's own tests and documentation use. */
export async function readEvidenceSample(crypto: CryptoPort): Promise<EvidenceSample> {
  const vectors = JSON.parse(await readFile(VECTORS, 'utf8')) as {
    readonly keys: unknown
    readonly evidence: string
  }
  const keys = parsePublishedKeys(crypto.sha256, utf8(JSON.stringify(vectors.keys)))
  if (!keys.ok) throw new ConcertError('bench-evidence', { code: keys.code })
  return { bytes: utf8(vectors.evidence), keys: keys.value }
}
