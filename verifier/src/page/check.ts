import { createBrowserCrypto } from '@concert/browser-crypto'
import { hex } from '@concert/core'
import {
  type BothLanguages,
  explainEvidence,
  fillBoth,
  parsePublishedKeys,
  verifyEvidence,
} from '@concert/envelope'
import { saidIn } from './said.ts'
import type { LoadedFile, Outcome } from './state.ts'
import { TEXTS } from './texts.ts'

/** Verifies an evidence file under published keys; a problem when the keys can't be used. */
export async function check(
  evidence: LoadedFile,
  keys: LoadedFile,
): Promise<Outcome | { readonly problem: BothLanguages }> {
  const crypto = createBrowserCrypto(paint)
  const { sha256 } = crypto
  const published = parsePublishedKeys(sha256, keys.bytes)
  if (!published.ok) {
    return { problem: fillBoth(TEXTS.badKeys, { file: keys.name, at: published.at ?? '–' }) }
  }
  await paint()
  const report = await verifyEvidence(crypto, evidence.bytes, published.value)
  return {
    explained: explainEvidence(report),
    digests: { evidence: hex(sha256(evidence.bytes)), keys: hex(sha256(keys.bytes)) },
    said: report.verified ? saidIn(sha256, evidence.bytes) : [],
  }
}

/** Lets the browser paint and take input before the next piece of work. */
function paint(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
