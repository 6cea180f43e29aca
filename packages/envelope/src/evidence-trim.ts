import type { CryptoPort } from '@concert/core'
import { formatNote, formatProofFile, type NoteKey, parseNote, parseProofFile } from '@concert/tlog'
import { logKeys, witnessKeys } from './evidence-log.ts'
import type { Identity } from './identity.ts'
import { type PublishedKeys, policyOf } from './published-keys.ts'

/**
 * Drops the signature lines that a verifier with these keys could not check, and the extra line:
 * evidence holds nothing that cannot be verified. A checkpoint collects cosignatures of whatever
 * witnesses its log chose.
 *
 * @param proofText - tlog-proof text; throws TypeError when it is not one
 * @param identities - every version that goes into the same file
 */
export function trimProof(
  crypto: Pick<CryptoPort, 'sha256' | 'verify'>,
  proofText: string,
  keys: Pick<PublishedKeys, 'policy'>,
  identities: readonly Identity[],
): string {
  const proof = parseProofFile(proofText)
  const note = proof.ok ? parseNote(proof.value.checkpoint) : proof
  const policy = policyOf(crypto.sha256, keys)
  if (!proof.ok || !note.ok || !policy.ok) throw new TypeError('proof')
  const known: readonly NoteKey[] = [
    ...identities.flatMap((identity) => logKeys(crypto, [identity], identity.digest)),
    ...witnessKeys(crypto, identities),
    ...(policy.value?.witnesses ?? []).map(({ key }) => key),
  ]
  const signatures = note.value.signatures.filter((line) =>
    known.some((key) => key.name === line.name && key.id === line.keyId),
  )
  const { index, proof: path } = proof.value
  const checkpoint = formatNote({ text: note.value.text, signatures })
  return formatProofFile({ index, proof: path, checkpoint })
}
