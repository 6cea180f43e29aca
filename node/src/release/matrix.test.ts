import { TLP_LEVELS, type Tlp } from '@concert/stix'
import { COMPACT_TEMPLATES, type CompactState, TIERS, viewCompact } from '@concert/threads'
import { expect, test } from 'vitest'
import { mayCall } from '../accounts/permissions.ts'
import { ROLES, type Role, releaseRolesOf } from '../accounts/roles.ts'
import { RELEASE_ROLES } from '../config/config.ts'
import { judgeTerms } from '../intel/judge-intel.ts'
import { DESK_ACTIONS, mayAct } from './delegates.ts'

const NOW = Date.parse('2026-06-01T00:00:00.000Z')
const terms = COMPACT_TEMPLATES[0]?.terms
if (!terms) throw new Error('template')
const intelligence = terms.intelligence && { ...terms.intelligence, tlp: 'amber' as const }
const proposal = {
  digest: 'b'.repeat(64),
  by: 'a',
  base: null,
  signatures: [],
  parties: ['a', 'b'],
  round: 1,
  from: '2026-01-01T00:00:00.000Z',
  until: '2027-01-01T00:00:00.000Z',
  sign_by: '2026-01-01T00:00:00.000Z',
  terms: { ...terms, intelligence },
}
const base: CompactState = {
  id: 'a'.repeat(64),
  parties: ['a', 'b'],
  proposals: [proposal],
  inForce: proposal,
  suspensions: [],
  ending: null,
}
const suspension = (tier: (typeof TIERS)[number]) => ({
  digest: 'c'.repeat(64),
  by: 'b',
  compact: base.id,
  tier,
  from: '2026-05-01T00:00:00.000Z',
  reason: 'incident' as const,
})

const STATES: Readonly<Record<string, CompactState>> = {
  proposed: { ...base, inForce: null },
  'not yet': { ...base, inForce: { ...proposal, from: '2026-07-01T00:00:00.000Z' } },
  'in force': base,
  ...Object.fromEntries(
    TIERS.map((tier) => [`${tier} suspended`, { ...base, suspensions: [suspension(tier)] }]),
  ),
  'suspension to come': {
    ...base,
    suspensions: [{ ...suspension('intelligence'), from: '2026-07-01T00:00:00.000Z' }],
  },
  expired: { ...base, inForce: { ...proposal, until: '2026-05-01T00:00:00.000Z' } },
  ended: {
    ...base,
    ending: {
      digest: 'd'.repeat(64),
      by: 'b',
      compact: base.id,
      at: '2026-05-01T00:00:00.000Z',
      reason: 'policy',
    },
  },
}

/** Objects leave through the intelligence tier alone, by the functions that the desk itself asks. */
function leaves(state: CompactState, label: Tlp): boolean {
  const view = viewCompact(state, NOW)
  const agreed = view.terms?.intelligence
  if (!view.tiers.intelligence.open || !agreed) return false
  return judgeTerms(agreed, label, [{ view: { type: 'indicator', tlp: label } }]) === undefined
}

/** Tiers of a compact, and the one that is never closed: receipts, compacts, retraction. */
const ALL_TIERS = [...TIERS, 'control'] as const

/** What somebody in a role may send through a tier: the account's table, the desk, the compact. */
function maySend(
  state: CompactState,
  tier: (typeof ALL_TIERS)[number],
  label: Tlp,
  role: Role,
): readonly string[] {
  const caller = { roles: new Set([role]), isKey: false }
  const may = (route: string) => mayCall(`POST /api/v1/${route}`, caller) === 'allowed'
  const view = viewCompact(state, NOW)
  switch (tier) {
    case 'intelligence': {
      if (!leaves(state, label)) return []
      const actor = { name: 'x', roles: releaseRolesOf(caller.roles) }
      const desk = DESK_ACTIONS.filter((action) => {
        const isAllowed = mayAct(actor, action, { author: 'y', findings: [] }).ok
        return isAllowed && may(action === 'share' ? 'share' : `release/${action}`)
      })
      // A sighting is stated as GREEN, whatever it is of.
      return label === 'green' && may('sight') ? [...desk, 'sight'] : desk
    }
    case 'requests':
      return view.tiers.requests.open && may('requests/drafts/send') ? ['ask'] : []
    case 'matching':
    case 'dialogue':
      return []
    case 'control':
      return [
        ...(view.digest !== null && may('retract') ? ['retract'] : []),
        ...(['suspend', 'resume'] as const).filter((action) => {
          const isAgreed = view.status !== 'proposed' && view.status !== 'ended'
          return isAgreed && may(`compacts/${action}`)
        }),
      ]
  }
}

function rows(): string {
  const lines: string[] = []
  for (const [name, state] of Object.entries(STATES)) {
    for (const tier of ALL_TIERS) {
      for (const label of TLP_LEVELS) {
        const cells = ROLES.map((role) => maySend(state, tier, label, role).join(', ') || '-')
        lines.push(`| ${[name, tier, label, ...cells].join(' | ')} |`)
      }
    }
  }
  const head = ['compact', 'tier', 'TLP', ...ROLES]
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...lines, ''].join('\n')
}

const INTRODUCTION = `# Authorisation matrix 授权矩阵

Written by \`npx vitest run node/src/release/matrix.test.ts -u\` from the functions that the node itself asks; \`matrix-nodes.test.ts\` holds every state and label of it against two running nodes, at the sender and at the receiver. The compact agrees to intelligence up to TLP:AMBER, requests and matching, not to dialogue; nothing goes through the tiers of matching and dialogue yet. Whoever asked for an object to be shared cannot approve it, and what a local law holds back takes a legal officer. The control tier is never closed: a retraction leaves whatever is suspended, and after the compact has ended.

由 \`npx vitest run node/src/release/matrix.test.ts -u\` 写成，取自节点自身所询问的函数；\`matrix-nodes.test.ts\` 让两个运行中的节点逐一经历每种状态和级别，在发送方和接收方分别核对。所设合作约定：情报层上限为 TLP:AMBER，另有请求层和比对层，未约定对话层；比对层和对话层目前尚无内容通过。提请共享者不得自行批准；本地法律规则拦下的对象须由法务官批准。控制层从不关闭：无论何层暂停，乃至约定终止之后，撤回均可发出。
`

test('the authorisation matrix: every compact state, tier, label and role; renew it with vitest -u', async () => {
  await expect(`${INTRODUCTION}\n${rows()}`).toMatchFileSnapshot('../../../docs/release-matrix.md')
})

test('who runs, reads or negotiates sends no objects, in any state, tier or label', () => {
  for (const [name, state] of Object.entries(STATES)) {
    for (const tier of ALL_TIERS) {
      for (const label of TLP_LEVELS) {
        for (const role of ['operator', 'auditor', 'researcher', 'diplomat'] as const) {
          const may = maySend(state, tier, label, role)
          const objects = may.filter((action) => action !== 'suspend' && action !== 'resume')
          expect(objects, `${name} ${tier} ${label} ${role}`).toEqual([])
        }
      }
    }
  }
})

test('a closed tier lets nothing through, and closes no other', () => {
  for (const tier of ['intelligence', 'requests'] as const) {
    const state = STATES[`${tier} suspended`] as CompactState
    const other = tier === 'intelligence' ? 'requests' : 'intelligence'
    expect(maySend(state, tier, 'green', 'analyst')).toEqual([])
    expect(maySend(state, other, 'green', 'analyst')).not.toEqual([])
    expect(maySend(state, 'control', 'green', 'analyst')).toEqual(['retract'])
  }
})

test('nothing leaves but through an open intelligence tier, up to the label agreed', () => {
  for (const [name, state] of Object.entries(STATES)) {
    const isOpen = [
      'in force',
      'requests suspended',
      'matching suspended',
      'dialogue suspended',
      'suspension to come',
    ].includes(name)
    for (const label of TLP_LEVELS) {
      expect(leaves(state, label), `${name} ${label}`).toBe(
        isOpen && ['clear', 'green', 'amber'].includes(label),
      )
    }
  }
})

test('who asked never approves, whatever their roles; law takes a legal officer', () => {
  const actor = { name: 'x', roles: new Set(RELEASE_ROLES) }
  expect(mayAct(actor, 'approve', { author: 'x', findings: [] })).toMatchObject({
    code: 'four-eyes',
  })
  const officer = { name: 'x', roles: new Set(['release-officer'] as const) }
  expect(mayAct(officer, 'approve', { author: 'y', findings: [{ rule: 'law' }] })).toMatchObject({
    code: 'role-missing',
  })
})
