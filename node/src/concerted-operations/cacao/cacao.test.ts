import type { Json } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exportPlaybook } from './export-playbook.ts'
import { importPlaybook } from './import-playbook.ts'

const both = (en: string, zh: string) => ({ en, zh })
const PLAN = {
  start: '2026-03-02T08:00:00.000Z',
  steps: [
    { id: 'seize', party: 0, action: 'sinkhole', after: [] },
    { id: 'block', party: 1, action: 'block', after: [] },
    { id: 'warn', party: 2, action: 'notify', after: ['block'] },
    { id: 'report', party: 0, action: 'report', after: ['seize', 'warn'] },
  ],
} as const
const WORDS = {
  title: both('Botnet', '僵尸网络'),
  purpose: both('Take it down', '予以清除'),
  steps: {
    seize: both('Sinkhole the domains', '接管域名'),
    block: both('Block the servers', '封堵控制服务器'),
    warn: both('Warn the victims', '通知受害方'),
    report: both('Report', '通报'),
  },
}
const SOURCE = {
  id: 'ab'.repeat(32),
  plan: PLAN,
  words: WORDS,
  parties: ['Arden', 'Belmar', 'Cairn'],
  time: '2026-03-01T00:00:00.000Z',
}

type Playbook = Record<string, Json> & { workflow: Record<string, Record<string, Json>> }

const exported = () => JSON.parse(JSON.stringify(exportPlaybook(SOURCE))) as Playbook

/** A playbook as others write them: no extension of ours. */
function foreign(): Playbook {
  const playbook = exported()
  delete playbook.playbook_extensions
  for (const step of Object.values(playbook.workflow)) delete step.step_extensions
  return playbook
}

describe('CACAO 2.0', () => {
  test('a plan comes back as it left, prerequisites and both languages included', () => {
    const { playbook, faults } = importPlaybook(exported())
    expect(faults).toEqual([])
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
    expect(playbook?.steps.toSorted(byId)).toEqual(PLAN.steps.toSorted(byId))
    expect(playbook?.words).toEqual(WORDS)
    expect(playbook?.parties).toEqual(SOURCE.parties)
  })

  test('the flow alone is never looser than the plan', () => {
    const { playbook, faults } = importPlaybook(foreign())
    expect(faults).toEqual([])
    const name = (text: string) =>
      playbook?.steps.find(({ id }) => playbook.words.steps[id]?.en === text)
    expect(name('Warn the victims')?.after).toEqual(
      ['Sinkhole the domains', 'Block the servers'].map((text) => name(text)?.id).toSorted(),
    )
    expect(name('Report')?.after).toEqual([name('Warn the victims')?.id])
  })

  test('has the shape that the specification asks for', () => {
    const { workflow, workflow_start: start, ...rest } = exported()
    expect(rest).toMatchObject({ type: 'playbook', spec_version: 'cacao-2.0' })
    expect(workflow[String(start)]?.type).toBe('start')
    for (const [id, step] of Object.entries(workflow)) {
      expect(id).toMatch(new RegExp(`^${step.type}--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]`))
      for (const next of [step.on_completion, ...((step.next_steps as string[]) ?? [])]) {
        if (next !== undefined) expect(workflow).toHaveProperty([String(next)])
      }
    }
  })

  const action = (playbook: Playbook) =>
    Object.entries(playbook.workflow).find(([, step]) => step.type === 'action') as [
      string,
      Record<string, Json>,
    ]
  test.each([
    [
      'cacao-command',
      (step: Record<string, Json>) => {
        step.commands = [{ type: 'bash', command: 'rm -rf /' }]
      },
      'commands[0].type',
    ],
    [
      'cacao-condition',
      (step: Record<string, Json>) => {
        step.on_failure = 'end--x'
      },
      'on_failure',
    ],
    [
      'cacao-timing',
      (step: Record<string, Json>) => {
        step.timeout = 5000
      },
      'timeout',
    ],
    [
      'cacao-variables',
      (step: Record<string, Json>) => {
        step.in_args = ['__x__']
      },
      'in_args',
    ],
    [
      'cacao-step-type',
      (step: Record<string, Json>) => {
        step.type = 'while-condition'
      },
      'type',
    ],
  ] as const)('%s is named with its place', (code, change, at) => {
    const playbook = foreign()
    const [id, step] = action(playbook)
    change(step)
    const { faults, playbook: read } = importPlaybook(playbook)
    expect(read).toBeNull()
    expect(faults).toContainEqual({ code, at: `workflow.${id}.${at}` })
  })

  test('circles and steps that are not there are faults', () => {
    const playbook = foreign()
    const [id, step] = action(playbook)
    step.on_completion = id
    expect(importPlaybook(playbook).faults.map(({ code }) => code)).toContain('cacao-loop')
    step.on_completion = 'action--none'
    expect(importPlaybook(playbook).faults[0]?.code).toBe('cacao-step-missing')
  })

  test('whatever JSON comes, it is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('workflow', 'agent_definitions', 'name'),
        (json, key) => {
          importPlaybook(json as Json)
          const { faults } = importPlaybook({ ...foreign(), [key]: json as Json })
          expect(Array.isArray(faults)).toBe(true)
        },
      ),
    )
  })
})

// As others write playbooks of incident response: names of members and their nesting follow the
// examples of CACAO 2.0 and of SOARCA; the incident is made up.
const THEIRS = {
  type: 'playbook',
  spec_version: 'cacao-2.0',
  id: 'playbook--6f1dd5a0-95b1-4b35-9a0e-0a6d3f2c7b11',
  name: 'Botnet takedown',
  description: 'Take the control servers down together.',
  playbook_types: ['mitigation'],
  playbook_activities: ['step-sequence'],
  created_by: 'identity--3f0f7c1e-7d0c-4b53-8a39-7a6b0f6f4d21',
  created: '2026-03-01T00:00:00.000Z',
  modified: '2026-03-01T00:00:00.000Z',
  revoked: false,
  labels: ['botnet'],
  external_references: [{ name: 'report', description: 'where it was found' }],
  markings: ['marking-tlp--2f9a7b7e-0a52-4a94-9a7c-9c3e6c1b4a10'],
  workflow_start: 'start--0d7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f01',
  workflow: {
    'start--0d7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f01': {
      type: 'start',
      on_completion: 'action--1a7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f02',
    },
    'action--1a7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f02': {
      type: 'action',
      name: 'Sinkhole',
      description: 'All domains at once.',
      external_references: [{ name: 'list' }],
      commands: [
        { type: 'manual', command: 'Change the name servers.', playbook_activity: 'step-sequence' },
      ],
      agent: 'organization--4c7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f03',
      targets: ['organization--5d7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f04'],
      on_completion: 'end--6e7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f05',
    },
    'end--6e7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f05': { type: 'end' },
    'action--7f7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f06': { type: 'action', name: 'Nobody comes here' },
  },
  agent_definitions: {
    'organization--4c7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f03': {
      type: 'organization',
      name: 'Registrar',
      contact: { email: { work: 'noc@registrar.example' } },
    },
  },
} as const

describe('a playbook of others', () => {
  const read = (change: object = {}) =>
    importPlaybook(JSON.parse(JSON.stringify({ ...THEIRS, ...change })) as Json)

  test('lists everything that the plan does not hold', () => {
    const { playbook, faults, leftOut } = read()
    expect(faults).toEqual([])
    expect(playbook?.words.steps['step-1']?.en).toBe(
      'Sinkhole\nAll domains at once.\nChange the name servers.',
    )
    const action = 'workflow.action--1a7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f02'
    expect(leftOut).toEqual([
      'playbook_types',
      'playbook_activities',
      'created_by',
      'created',
      'modified',
      'revoked',
      'labels',
      'external_references',
      'markings',
      `${action}.external_references`,
      `${action}.targets`,
      `${action}.commands[0].playbook_activity`,
      'workflow.action--7f7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f06',
      'agent_definitions.organization--4c7a3c1e-6b0e-4f4f-8a52-0b9a4d2c1f03.contact',
    ])
  })

  test('that was revoked, branches, or lets machines act is refused with each place', () => {
    expect(read({ revoked: true }).faults).toEqual([{ code: 'cacao-revoked', at: 'revoked' }])
    const start = { type: 'start', on_completion: 'if-condition--1' }
    const workflow = {
      'start--1': start,
      'if-condition--1': {
        type: 'if-condition',
        condition: '__found__:value == true',
        on_true: 'action--1',
        on_completion: 'action--1',
      },
      'action--1': {
        type: 'action',
        name: 'Block',
        step_variables: { __found__: { type: 'bool' } },
        commands: [{ type: 'http-api', command: 'POST /block HTTP/1.1' }],
        on_failure: 'end--1',
        timeout: 60_000,
        on_completion: 'end--1',
      },
      'end--1': { type: 'end' },
    }
    const { playbook, faults } = read({ workflow, workflow_start: 'start--1' })
    expect(playbook).toBeNull()
    expect(faults).toEqual([
      { code: 'cacao-step-type', at: 'workflow.if-condition--1.type' },
      { code: 'cacao-timing', at: 'workflow.action--1.timeout' },
      { code: 'cacao-variables', at: 'workflow.action--1.step_variables' },
      { code: 'cacao-condition', at: 'workflow.action--1.on_failure' },
      { code: 'cacao-command', at: 'workflow.action--1.commands[0].type' },
    ])
  })
})

describe('an exported playbook', () => {
  // The pattern of identifiers in the JSON schemas that the CACAO community publishes.
  const ID = /^[a-z-]+--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

  test('has the members that those schemas require, and ids that they take', () => {
    const playbook = exported()
    const required = ['type', 'spec_version', 'id', 'name', 'playbook_types', 'created_by']
    expect(Object.keys(playbook)).toEqual(
      expect.arrayContaining([...required, 'created', 'modified', 'workflow_start', 'workflow']),
    )
    const ids = [
      playbook.id,
      playbook.created_by,
      playbook.workflow_start,
      ...['workflow', 'agent_definitions', 'extension_definitions', 'playbook_extensions'].flatMap(
        (part) => Object.keys(playbook[part] as object),
      ),
    ]
    for (const id of ids) expect(id).toMatch(ID)
    for (const step of Object.values(playbook.workflow)) {
      if (step.type === 'action') {
        expect(step).toMatchObject({ commands: [{ type: 'manual' }], agent: expect.any(String) })
      }
      for (const next of [step.on_completion, ...((step.next_steps as string[]) ?? [])]) {
        if (next !== undefined) expect(Object.keys(playbook.workflow)).toContain(next)
      }
    }
    const types = Object.values(playbook.workflow).map((step) => step.type)
    expect(types).toEqual(expect.arrayContaining(['start', 'action', 'end']))
  })
})
