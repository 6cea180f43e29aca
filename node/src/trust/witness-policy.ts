import type { Sha256 } from '@concert/core'
import {
  evaluateQuorum,
  formatVkey,
  NO_QUORUM,
  type NoteKey,
  type Policy,
  parseNote,
  parsePolicy,
  type QuorumState,
} from '@concert/tlog'
import type { Config, WitnessConfig } from '../config/config.ts'

/** The policy under which nothing is asked of anybody. */
export const OPEN_POLICY: Policy = { logs: [], witnesses: [], groups: [], quorum: NO_QUORUM }

/**
 * The configured quorum as a tlog-policy text: what this node asks of its own checkpoints and what
 * it publishes for auditors. Empty when there is no witness to speak of.
 */
export function policyText({ quorum, witnesses }: Pick<Config, 'quorum' | 'witnesses'>): string {
  if (typeof quorum === 'string') return quorum.endsWith('\n') ? quorum : `${quorum}\n`
  if (witnesses.length === 0) return ''
  const lines = witnesses.map((witness, i) => `witness w${i + 1} ${witness.vkey}\n`).join('')
  if (quorum === 0) return `${lines}quorum ${NO_QUORUM}\n`
  const names = witnesses.map((_, i) => `w${i + 1}`).join(' ')
  return `${lines}group neutral ${quorum} ${names}\nquorum neutral\n`
}

/** The configured quorum. Throws TypeError for one that the configuration's rules refuse. */
export function witnessPolicy(
  sha256: Sha256,
  config: Pick<Config, 'quorum' | 'witnesses'>,
): Policy {
  const text = policyText(config)
  if (text === '') return OPEN_POLICY
  const policy = parsePolicy(sha256, text)
  if (!policy.ok) throw new TypeError('quorum')
  return policy.value
}

/**
 * How the lines of one of our own checkpoints stand against a policy. The lines were verified when
 * they came; here they are only counted.
 */
export function quorumOf(policy: Policy, checkpoint: string): QuorumState {
  const note = parseNote(checkpoint)
  const lines = note.ok ? note.value.signatures : []
  const isLine = (key: NoteKey) =>
    lines.some((line) => line.name === key.name && line.keyId === key.id)
  const cosigners = policy.witnesses.map(({ key }) => key).filter(isLine)
  return evaluateQuorum(policy, cosigners)
}

/** Witnesses that a policy names with an address, to be asked beside the configured ones. */
export function policyWitnesses(policy: Policy): readonly WitnessConfig[] {
  return policy.witnesses.flatMap(({ key, url }) =>
    url === undefined ? [] : [{ name: key.name, vkey: formatVkey(key), url }],
  )
}
