import type { MatrixPhase } from '../../api/intel-answers.ts'
import type { Both } from '../../i18n/both.ts'

/** Phases of the kill chains that people know, in their order; others follow by name. */
const PHASES: Readonly<Record<string, Both>> = {
  reconnaissance: ['Reconnaissance', '侦察'],
  'resource-development': ['Resource development', '资源开发'],
  weaponization: ['Weaponization', '武器化'],
  delivery: ['Delivery', '投递'],
  'initial-access': ['Initial access', '初始访问'],
  exploitation: ['Exploitation', '漏洞利用'],
  execution: ['Execution', '执行'],
  installation: ['Installation', '安装植入'],
  persistence: ['Persistence', '持久化'],
  'privilege-escalation': ['Privilege escalation', '权限提升'],
  stealth: ['Stealth', '隐匿'],
  'defense-evasion': ['Defense evasion', '防御规避'],
  'credential-access': ['Credential access', '凭证访问'],
  discovery: ['Discovery', '发现'],
  'lateral-movement': ['Lateral movement', '横向移动'],
  collection: ['Collection', '收集'],
  'command-and-control': ['Command and control', '命令与控制'],
  exfiltration: ['Exfiltration', '数据渗出'],
  impact: ['Impact', '影响'],
  'actions-on-objectives': ['Actions on objectives', '目标达成'],
}

const ORDER = Object.keys(PHASES)

/** Columns from the first step of an attack to its last. */
export function inOrder(columns: readonly MatrixPhase[]): readonly MatrixPhase[] {
  const place = ({ phase }: MatrixPhase) => {
    const at = ORDER.indexOf(plain(phase))
    return at < 0 ? ORDER.length : at
  }
  return columns.toSorted((a, b) => place(a) - place(b) || (a.phase < b.phase ? -1 : 1))
}

/** A phase by the name that people know it by, or as its chain calls it. */
export function phaseWord(phase: string): Both {
  const shown = phase.slice(0, 80)
  const name = plain(phase)
  return (Object.hasOwn(PHASES, name) ? PHASES[name] : undefined) ?? [shown, shown]
}

function plain(phase: string): string {
  return phase.toLowerCase().replaceAll(/[\s_]+/g, '-')
}
