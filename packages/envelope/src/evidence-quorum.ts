import {
  type Cosigner,
  evaluateQuorum,
  NO_QUORUM,
  type Policy,
  type PolicyGroup,
  type PolicyWitness,
} from '@concert/tlog'

/** A witness or a group of a policy, and whether it has witnessed a checkpoint. */
export interface QuorumNode {
  /** The policy's name for it. */
  readonly name: string
  readonly isMet: boolean
  /** When the witness says that it saw the checkpoint, ISO 8601; null for none and for groups. */
  readonly time: string | null
  /** How many of the members must have witnessed; 0 for a witness. */
  readonly threshold: number
  readonly members: readonly QuorumNode[]
}

/**
 * How cosignatures stand against a policy: the quorum with everything below it. A name is a
 * member of one group only, so the tree is no larger than the policy.
 *
 * @returns undefined when the policy asks for no quorum
 */
export function quorumTree(policy: Policy, cosigners: readonly Cosigner[]): QuorumNode | undefined {
  if (policy.quorum === NO_QUORUM) return undefined
  const { witnessed } = evaluateQuorum(policy, cosigners.map(keyOf))
  const nodes = new Map<string, QuorumNode>()
  for (const witness of policy.witnesses) {
    const isMet = witnessed.includes(witness.name)
    nodes.set(witness.name, witnessNode(witness, isMet, cosigners))
  }
  for (const group of policy.groups) nodes.set(group.name, groupNode(group, nodes))
  return nodes.get(policy.quorum)
}

/** The earliest time, in Unix seconds, by which enough witnesses had cosigned. */
export function quorumTime(policy: Policy, cosigners: readonly Cosigner[]): number | undefined {
  const times = cosigners.map(({ time }) => time).toSorted((a, b) => a - b)
  return times.find((latest) => {
    const present = cosigners.filter(({ time }) => time <= latest)
    return evaluateQuorum(policy, present.map(keyOf)).isMet
  })
}

/** A time of a cosignature in ISO 8601, or as its number of seconds where a date can't hold it. */
export function cosignedAt(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString()
}

function witnessNode(
  { name, key }: PolicyWitness,
  isMet: boolean,
  cosigners: readonly Cosigner[],
): QuorumNode {
  const cosigner = isMet
    ? cosigners.find((other) => other.key.name === key.name && other.key.id === key.id)
    : undefined
  const time = cosigner ? cosignedAt(cosigner.time) : null
  return { name, isMet, time, threshold: 0, members: [] }
}

function groupNode(
  { name, threshold, members: names }: PolicyGroup,
  nodes: ReadonlyMap<string, QuorumNode>,
): QuorumNode {
  const members = names.flatMap((member) => nodes.get(member) ?? [])
  const isMet = members.filter((member) => member.isMet).length >= threshold
  return { name, isMet, time: null, threshold, members }
}

function keyOf({ key }: Cosigner): Cosigner['key'] {
  return key
}
