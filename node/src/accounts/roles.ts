import type { ReleaseRole } from '../config/config.ts'
import type { Bilingual } from '../i18n/language.ts'

/** What an account may be given; one person may hold several. */
export const ROLES = [
  'duty-officer',
  'analyst',
  'release-officer',
  'legal',
  'researcher',
  'diplomat',
  'auditor',
  'operator',
] as const

/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number]

/** A role in words. */
interface RoleText {
  readonly name: Bilingual
  readonly duty: Bilingual
}

/** What each role is for. */
export const ROLE_TEXTS: Readonly<Record<Role, RoleText>> = {
  'duty-officer': {
    name: { en: 'Duty officer', zh: '值班员' },
    duty: {
      en: 'answers requests, watches deliveries and alarms, may let objects go in an emergency',
      zh: '处理请求，关注投递和告警，紧急情况下可直接放行',
    },
  },
  analyst: {
    name: { en: 'Analyst', zh: '分析员' },
    duty: {
      en: 'imports, searches, shares, retracts and reports sightings',
      zh: '导入、检索、共享、撤回威胁信息并反馈命中情况',
    },
  },
  'release-officer': {
    name: { en: 'Release officer', zh: '放行审批员' },
    duty: {
      en: 'approves or rejects what somebody else wants to share',
      zh: '审批他人提交的外发内容',
    },
  },
  legal: {
    name: { en: 'Legal officer', zh: '法务人员' },
    duty: {
      en: 'decides what a local law holds back',
      zh: '对本地法律规定限制的内容作出决定',
    },
  },
  researcher: {
    name: { en: 'Researcher', zh: '研究员' },
    duty: {
      en: 'reads intelligence and statistics; changes nothing',
      zh: '查阅威胁信息和统计数据，不作任何更改',
    },
  },
  diplomat: {
    name: { en: 'Diplomat', zh: '外事人员' },
    duty: {
      en: 'negotiates and signs compacts, holds the dialogue; sees no objects',
      zh: '商定并签署合作约定，开展对话，不接触对象数据',
    },
  },
  auditor: {
    name: { en: 'Auditor', zh: '审计员' },
    duty: {
      en: 'reads every record and exports evidence; changes nothing',
      zh: '查阅全部记录并导出证据，不作任何更改',
    },
  },
  operator: {
    name: { en: 'Operator', zh: '运维管理员' },
    duty: {
      en: 'runs the node: accounts, peers, feeds, delivery; releases nothing',
      zh: '管理节点：账户、对等节点、情报源和投递，不放行任何内容',
    },
  },
}

/** What a role is at the release desk. */
const AT_RELEASE: Readonly<Partial<Record<Role, ReleaseRole>>> = {
  'duty-officer': 'duty-officer',
  analyst: 'analyst',
  'release-officer': 'release-officer',
  legal: 'legal-officer',
}

/** Whether a text names a role. */
function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text)
}

/** The roles in a list that was stored as text; what is not a role any more gives no right. */
export function readRoles(stored: string): ReadonlySet<Role> {
  return new Set(stored.split(' ').filter(isRole))
}

/** The form in which roles are stored: in one order, without repetition. */
export function writeRoles(roles: Iterable<Role>): string {
  const given = new Set(roles)
  return ROLES.filter((role) => given.has(role)).join(' ')
}

/** What somebody with these roles is at the release desk. */
export function releaseRolesOf(roles: ReadonlySet<Role>): ReadonlySet<ReleaseRole> {
  const found = [...roles].map((role) => AT_RELEASE[role])
  return new Set(found.filter((role) => role !== undefined))
}
