/**
 * Writes packages/envelope/vectors. Keys, salts and openings follow from fixed seeds and Ed25519 is
 * deterministic; ML-DSA signatures and seals are randomized, so each run writes other bytes that
 * have to lead to the same outcomes.
 */
import { writeFile } from 'node:fs/promises'
import { createTestCrypto } from './port.ts'
import {
  digestVectors,
  evidenceVectors,
  keyVectors,
  parcelVectors,
  recordVectors,
} from './vector-binary.ts'
import { identityChains, invalidDocuments, validDocuments } from './vector-documents.ts'
import { mailboxVectors } from './vector-mailbox.ts'

const crypto = createTestCrypto('vectors')

const files: Readonly<Record<string, unknown>> = {
  keys: await keyVectors(crypto),
  digests: digestVectors(crypto),
  identities: await identityChains(crypto),
  documents: { valid: await validDocuments(crypto), invalid: await invalidDocuments(crypto) },
  records: recordVectors(),
  parcel: await parcelVectors(crypto),
  evidence: await evidenceVectors(crypto),
  mailbox: await mailboxVectors(crypto),
}

for (const [name, content] of Object.entries(files)) {
  const url = new URL(`../../vectors/${name}.json`, import.meta.url)
  await writeFile(url, `${JSON.stringify(content, null, 1)}\n`)
}
