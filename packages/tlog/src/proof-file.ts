import { base64, ok, type Result, refuse, unbase64 } from '@concert/core'
import type { VerifyPort } from './note-verify.ts'
import {
  openUnderPolicy,
  type Policy,
  type PolicyRefusal,
  type WitnessedCheckpoint,
} from './policy.ts'
import { verifyInclusion } from './proof-check.ts'
import { parseDecimal, parseHashes, readText } from './text.ts'

/** First line of a proof file. */
export const PROOF_HEADER = 'c2sp.org/tlog-proof@v1'

/** Most hashes in a proof: trees are at most 2^63 leaves. */
export const MAX_PROOF_HASHES = 63

const MAX_PROOF_BYTES = 2_000_000

/** A proof that needs no network: a leaf's path and the checkpoint that it leads to. */
export interface ProofFile {
  /** For the application; not authenticated by anything. */
  readonly extra?: Uint8Array
  readonly index: number
  /** From the leaf's sibling up to the child of the root. */
  readonly proof: readonly Uint8Array[]
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string
}

/** The proof as text (tlog-proof, "Format"). */
export function formatProofFile(file: ProofFile): string {
  const lines = [PROOF_HEADER]
  if (file.extra !== undefined) lines.push(`extra ${base64(file.extra)}`)
  lines.push(`index ${file.index}`, ...file.proof.map(base64), '', file.checkpoint)
  return lines.join('\n')
}

/** Reads an attacker-controlled proof file; the checkpoint in it is still unread. */
export function parseProofFile(input: string | Uint8Array): Result<ProofFile, 'malformed'> {
  const text = readText(input, MAX_PROOF_BYTES)
  if (text === undefined) return refuse('malformed', 'text')
  const blank = text.indexOf('\n\n')
  if (blank === -1) return refuse('malformed', 'checkpoint')
  const [header, ...lines] = text.slice(0, blank).split('\n')
  if (header !== PROOF_HEADER) return refuse('malformed', 'header')
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined
  const extra = extraLine === undefined ? undefined : unbase64(extraLine.slice('extra '.length))
  if (extraLine !== undefined && !extra?.length) return refuse('malformed', 'extra')
  const index = parseIndex(lines.shift())
  if (index === undefined) return refuse('malformed', 'index')
  const proof = lines.length > MAX_PROOF_HASHES ? undefined : parseHashes(lines)
  if (proof === undefined) return refuse('malformed', 'proof')
  const file = { index, proof, checkpoint: text.slice(blank + 2) }
  return ok(extra === undefined ? file : { ...file, extra })
}

function parseIndex(line: string | undefined): number | undefined {
  return line?.startsWith('index ') ? parseDecimal(line.slice('index '.length)) : undefined
}

/** What a proof has to show. */
export interface ProofDemand {
  /** Hash of the entry, see `leafHash`. */
  readonly leaf: Uint8Array
  readonly policy: Policy
  /** Latest time of a cosignature that counts, Unix seconds. */
  readonly latest?: number
}

/** What a proof has shown. */
export interface ProvenEntry extends WitnessedCheckpoint {
  readonly index: number
}

/** Verifies that a log accepted by the policy holds the leaf, in a checkpoint with its quorum. */
export async function verifyProofFile(
  crypto: VerifyPort,
  file: ProofFile,
  demand: ProofDemand,
): Promise<Result<ProvenEntry, PolicyRefusal | 'not-included'>> {
  const opened = await openUnderPolicy(crypto, file.checkpoint, demand.policy, demand.latest)
  if (!opened.ok) return opened
  const { checkpoint } = opened.value
  if (!verifyInclusion(crypto.sha256, checkpoint, file.index, demand.leaf, file.proof)) {
    return refuse('not-included', 'proof')
  }
  return ok({ ...opened.value, index: file.index })
}
