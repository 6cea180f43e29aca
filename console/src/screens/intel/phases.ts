import type { MatrixPhase } from '../../api/intel-answers.ts'

/** Phases of the kill chains that people know, in their order; others follow by name. */
const ORDER = [
  'reconnaissance',
  'resource-development',
  'weaponization',
  'delivery',
  'initial-access',
  'exploitation',
  'execution',
  'installation',
  'persistence',
  'privilege-escalation',
  'stealth',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
  'actions-on-objectives',
]

/** Columns from the first step of an attack to its last. */
export function inOrder(columns: readonly MatrixPhase[]): readonly MatrixPhase[] {
  const place = ({ phase }: MatrixPhase) => {
    const at = ORDER.indexOf(phase.toLowerCase().replaceAll(/[\s_]+/g, '-'))
    return at < 0 ? ORDER.length : at
  }
  return columns.toSorted((a, b) => place(a) - place(b) || (a.phase < b.phase ? -1 : 1))
}
