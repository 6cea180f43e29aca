import { base64, type CryptoPort, ok, type Result, refuse } from '@concert/core'
import {
  type Cosigner,
  canSignAs,
  evaluateQuorum,
  leafHash,
  type NoteKey,
  type Policy,
  parseVkey,
  verifyCheckpoint,
  verifyInclusion,
  verifyNote,
} from '@concert/tlog'
import type { Digest } from './digest.ts'
import type { LoggedAt } from './evidence-file.ts'
import { cosignedAt, quorumTime, quorumTree } from './evidence-quorum.ts'
import { type Checked, type EvidenceFacts, open, type WhyOpen } from './evidence-report.ts'
import type { Identity } from './identity.ts'
import { type LeafRole, leafFor } from './leaf.ts'
import { asksForQuorum } from './published-keys.ts'
import { keyId } from './suites.ts'

type VerifyPort = Pick<CryptoPort, 'sha256' | 'verify'>

/**
 * The keys of a node's log, as its identity says it: from the version a document names on, since
 * a checkpoint may be younger than the document, never older.
 */
export function logKeys(
  crypto: VerifyPort,
  chain: readonly Identity[],
  since: Digest,
): readonly NoteKey[] {
  const first = chain.findIndex(({ digest }) => digest === since)
  return chain.slice(Math.max(first, 0)).flatMap(({ log }) => {
    const key = parseVkey(crypto.sha256, log.vkey)
    return key.ok && key.value.name === log.origin ? [key.value] : []
  })
}

/** The witness keys of nodes: theirs may stand in each other's checkpoints. */
export function witnessKeys(
  crypto: VerifyPort,
  identities: readonly Identity[],
): readonly NoteKey[] {
  return identities.flatMap(({ witness }) => {
    const key = parseVkey(crypto.sha256, witness.vkey)
    return key.ok ? [key.value] : []
  })
}

/** Checks that a log of these keys holds the leaf of a document. */
export async function checkLogged(
  crypto: VerifyPort,
  logged: LoggedAt | null,
  role: LeafRole,
  digest: Digest,
  logs: readonly NoteKey[],
): Promise<Checked> {
  if (!logged) return open('absent')
  const { proof, opening } = logged
  const opened = logged.note.ok
    ? await verifyCheckpoint(crypto, logged.note.value, { logs, witnesses: [] })
    : logged.note
  if (!opened.ok) return refuse('log-proof', opened.at ?? opened.code)
  const { origin, size, root } = opened.value.checkpoint
  const leaf = leafHash(crypto.sha256, leafFor(crypto.sha256, opening, role, origin, digest))
  if (!verifyInclusion(crypto.sha256, opened.value.checkpoint, proof.index, leaf, proof.proof)) {
    return refuse('log-proof', 'proof')
  }
  return ok({ origin, index: proof.index, size, root: base64(root) })
}

/** Whose signatures a verifier knows, and what it asks of them. */
export interface WitnessDemand {
  readonly logs: readonly NoteKey[]
  /** Witness keys known from identities. They are verified, and count if the policy has them. */
  readonly known: readonly NoteKey[]
  readonly policy: Policy | null
  /** Earliest revocation of a key that the document hangs on, in ms since 1970; null for none. */
  readonly revoked: number | null
}

/**
 * Checks the cosignatures of a checkpoint whose log signature has been verified with the same log
 * keys. Every signature line must be of a known key and verify: a line that nobody can check has
 * no place in evidence.
 */
export async function checkWitnessed(
  crypto: VerifyPort,
  logged: LoggedAt | null,
  demand: WitnessDemand,
): Promise<Checked> {
  if (!logged) return unwitnessed(demand, 'absent', {})
  const verified = await verifyCosignatures(crypto, logged.note, demand)
  if (!verified.ok) return verified
  const cosigners = verified.value
  const { policy, revoked } = demand
  if (!asksForQuorum(policy)) {
    return unwitnessed(demand, 'not-asked', { cosignatures: cosigners.length })
  }
  const tree = quorumTree(policy, cosigners)
  const quorum = tree ? { quorum: tree } : {}
  const time = quorumTime(policy, cosigners)
  if (time === undefined) return { ...refuse('witness-quorum', policy.quorum), ...quorum }
  if (revoked !== null && time * 1000 >= revoked) {
    return { ...refuse('key-revoked', 'checkpoint'), ...quorum }
  }
  const { witnessed } = evaluateQuorum(
    policy,
    cosigners.map(({ key }) => key),
  )
  return { ...ok({ witnesses: witnessed.join(', '), witnessed: cosignedAt(time) }), ...quorum }
}

// A signature by a key that was revoked later counts only if it was witnessed before: the time
// that a document states is its signer's own, and a thief would state an earlier one.
function unwitnessed({ revoked }: WitnessDemand, why: WhyOpen, facts: EvidenceFacts): Checked {
  return revoked === null ? open(why, facts) : refuse('key-revoked', 'checkpoint')
}

async function verifyCosignatures(
  crypto: VerifyPort,
  note: LoggedAt['note'],
  { logs, known, policy }: WitnessDemand,
): Promise<Result<readonly Cosigner[], 'malformed' | 'unknown-key' | 'bad-signature'>> {
  if (!note.ok) return note
  const origin = note.value.text.split('\n')[0]
  const ofLog = logs.filter((key) => key.name === origin && canSignAs('log', key))
  const witnesses = [...(policy?.witnesses ?? []).map(({ key }) => key), ...known].filter((key) =>
    canSignAs('witness', key),
  )
  for (const [i, line] of note.value.signatures.entries()) {
    const isLine = (key: NoteKey) => key.name === line.name && key.id === line.keyId
    const [log, witness] = [ofLog.some(isLine), witnesses.some(isLine)]
    if (!log && !witness) return refuse('unknown-key', `checkpoint.signatures[${i}]`)
    // Ids of four bytes can be made to collide: whose line it is, nobody could say.
    if (log && witness) return refuse('bad-signature', `checkpoint.signatures[${i}]`)
  }
  const verified = await verifyNote(crypto, note.value, witnesses)
  if (verified.ok) {
    return ok(
      verified.value.flatMap(({ key, time }) => (time === undefined ? [] : [{ key, time }])),
    )
  }
  if (verified.code === 'no-known-signature') return ok([])
  return refuse('bad-signature', `checkpoint.${verified.at ?? verified.code}`)
}

/** Ids, as identities list them, of the log keys that have signed a proof's checkpoint. */
export function logKeyIds(
  crypto: VerifyPort,
  logged: LoggedAt | null,
  logs: readonly NoteKey[],
): readonly string[] {
  if (!logged?.note.ok) return []
  const { signatures } = logged.note.value
  return logs
    .filter(({ name, id }) => signatures.some((line) => line.name === name && line.keyId === id))
    .map(({ pub }) => keyId(crypto.sha256, 'ed25519', pub))
}

/**
 * Earliest revocation of any of these keys in any version, in ms since 1970; null for none.
 *
 * @param keyIds - asked for only where some key is revoked
 */
export function earliestRevocation(
  chain: readonly Identity[],
  keyIds: () => readonly string[],
): number | null {
  const revoked = chain.flatMap(({ keys }) => keys.filter((key) => key.revoked !== null))
  if (revoked.length === 0) return null
  const ids = keyIds()
  const times = revoked.flatMap((key) =>
    key.revoked !== null && ids.includes(key.id) ? [Date.parse(key.revoked)] : [],
  )
  return times.length === 0 ? null : Math.min(...times)
}
