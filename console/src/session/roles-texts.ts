import type { Both } from '../i18n/both.ts'
import type { RoleOfNode } from './permissions.ts'

/** What the roles are called and what each is for. */
export const roles = {
  'duty-officer': [
    ['Duty officer', '值班员'],
    ['answers requests, watches deliveries and alarms', '处理请求，关注投递和告警'],
  ],
  analyst: [
    ['Analyst', '分析员'],
    ['imports, searches, shares, retracts, reports sightings', '导入、检索、共享、撤回并反馈命中'],
  ],
  'release-officer': [
    ['Release officer', '放行审批员'],
    ['decides on what somebody else wants to share', '审批他人提交的外发内容'],
  ],
  legal: [
    ['Legal officer', '法务人员'],
    ['decides what a local law holds back', '对本地法律限制的内容作出决定'],
  ],
  researcher: [
    ['Researcher', '研究员'],
    ['reads what a community may see; changes nothing', '查阅社区可见的信息，不作更改'],
  ],
  diplomat: [
    ['Diplomat', '外事人员'],
    ['negotiates and signs compacts; sees no objects', '商定并签署合作约定，不接触对象'],
  ],
  auditor: [
    ['Auditor', '审计员'],
    ['reads every record; changes nothing', '查阅全部记录，不作更改'],
  ],
  operator: [
    ['Operator', '运维管理员'],
    ['runs the node; releases nothing', '管理节点，不放行内容'],
  ],
} as const satisfies Record<RoleOfNode, readonly [Both, Both]>

/** A role of the node. */
export type RoleName = keyof typeof roles

/** Every role, in the order in which they are shown. */
export const ROLE_NAMES = Object.keys(roles) as readonly RoleName[]
