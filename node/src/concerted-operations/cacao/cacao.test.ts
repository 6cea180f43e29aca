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
      expect(id).toMatch(new RegExp(`^${step.type}--[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a`))
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
