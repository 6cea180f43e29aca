import { hex, ok, type Result, refuse } from '@concert/core'
import {
  type CheckpointRefusal,
  type Cosigner,
  type OpenCheckpoint,
  openCheckpoint,
} from './checkpoint.ts'
import { isSameKey, type NoteKey } from './keys.ts'
import type { VerifyPort } from './note-verify.ts'

/** A log or a witness in a policy. */
export interface PolicyMember {
  readonly key: NoteKey
  readonly url?: string
}

/** A witness under the name that groups use for it. */
export interface PolicyWitness extends PolicyMember {
  readonly name: string
}

/** A group that has witnessed a checkpoint when at least `threshold` of its members have. */
export interface PolicyGroup {
  readonly name: string
  readonly threshold: number
  /** Names of witnesses and of groups defined before. */
  readonly members: readonly string[]
}

/** Which logs are accepted and whose cosignatures are enough (tlog-policy). */
export interface Policy {
  readonly logs: readonly PolicyMember[]
  readonly witnesses: readonly PolicyWitness[]
  /** In the order of definition. */
  readonly groups: readonly PolicyGroup[]
  /** Name of a witness or group, or {@link NO_QUORUM}. */
  readonly quorum: string
}

/** The quorum that asks for no cosignature. */
export const NO_QUORUM = 'none'

/** How a set of cosignatures stands against a policy. */
export interface QuorumState {
  readonly isMet: boolean
  /** The policy's names of the witnesses that counted. */
  readonly witnessed: readonly string[]
}

/** Evaluates verified cosigners against the quorum. One public key counts once, for one name. */
export function evaluateQuorum(policy: Policy, cosigners: readonly NoteKey[]): QuorumState {
  const counted = new Set<string>()
  const witnessed: string[] = []
  for (const { name, key } of policy.witnesses) {
    const pub = hex(key.pub)
    if (counted.has(pub) || !cosigners.some((cosigner) => isSameKey(cosigner, key))) continue
    counted.add(pub)
    witnessed.push(name)
  }
  const satisfied = new Set(witnessed)
  for (const group of policy.groups) {
    const present = new Set(group.members.filter((member) => satisfied.has(member)))
    if (present.size >= group.threshold) satisfied.add(group.name)
  }
  return { isMet: policy.quorum === NO_QUORUM || satisfied.has(policy.quorum), witnessed }
}

/** A checkpoint that satisfies a policy. */
export interface WitnessedCheckpoint extends OpenCheckpoint {
  /** The policy's names of the witnesses that counted. */
  readonly witnessed: readonly string[]
}

/** Why a checkpoint does not satisfy a policy. */
export type PolicyRefusal = CheckpointRefusal | 'quorum-unmet'

/**
 * Reads and verifies an attacker-controlled checkpoint under a policy.
 *
 * @param latest - latest time of a cosignature that counts, Unix seconds
 */
export async function openUnderPolicy(
  crypto: VerifyPort,
  input: string | Uint8Array,
  policy: Policy,
  latest?: number,
): Promise<Result<WitnessedCheckpoint, PolicyRefusal>> {
  const opened = await openCheckpoint(crypto, input, {
    logs: policy.logs.map(({ key }) => key),
    witnesses: policy.witnesses.map(({ key }) => key),
    ...(latest === undefined ? {} : { latest }),
  })
  if (!opened.ok) return opened
  const quorum = evaluateQuorum(policy, opened.value.cosigners.map(keyOf))
  if (!quorum.isMet) return refuse('quorum-unmet', policy.quorum)
  return ok({ ...opened.value, witnessed: quorum.witnessed })
}

function keyOf(cosigner: Cosigner): NoteKey {
  return cosigner.key
}
