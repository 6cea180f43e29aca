import { TLP_LEVELS, type Tlp } from '@concert/stix'
import { COMPACT_TEMPLATES, type CompactState, TIERS, viewCompact } from '@concert/threads'
import { expect, test } from 'vitest'
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

function rows(): string {
  const lines: string[] = []
  for (const [name, state] of Object.entries(STATES)) {
    const { tiers } = viewCompact(state, NOW)
    const open = TIERS.map((tier) => (tiers[tier].open ? 'open' : '-'))
    for (const label of TLP_LEVELS) {
      const flows = leaves(state, label)
      for (const role of RELEASE_ROLES) {
        const may = DESK_ACTIONS.filter((action) => {
          const actor = { name: 'x', roles: new Set([role]) }
          return flows && mayAct(actor, action, { author: 'y', findings: [] }).ok
        })
        lines.push(`| ${[name, ...open, label, role, may.join(', ') || '-'].join(' | ')} |`)
      }
    }
  }
  const head = ['compact', ...TIERS, 'TLP', 'role', 'may let objects leave by']
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...lines, ''].join('\n')
}

test('the authorisation matrix: every compact state, tier, label and role; renew it with vitest -u', async () => {
  await expect(
    `# Authorisation matrix of the release desk\n\nWritten by \`npx vitest run node/src/release/matrix.test.ts -u\`; the compact allows up to TLP:AMBER. Whoever asked for an object to be shared cannot approve it, and what a local law holds back takes a legal officer.\n\n${rows()}`,
  ).toMatchFileSnapshot('../../../docs/release-matrix.md')
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
