import { describe, expect, test } from 'vitest'
import type { Operation } from '../../api/operation-answers.ts'
import { draftOf, emptyDraft, isWhole, newStep, planOf, withPlaybook } from './draft.ts'

const [OWN, PEER] = ['a'.repeat(64), 'b'.repeat(64)]
const both = (en: string, zh: string) => ({ en, zh })
const NOW = Date.UTC(2026, 10, 28, 18, 20)

const PLAYBOOK = {
  parties: ['arden.example', 'belmar.example'],
  words: {
    title: both('Botnet', '僵尸网络'),
    purpose: both('Take it down', '予以清除'),
    steps: { seize: both('Seize', '接管'), block: both('Block', '封堵') },
  },
  steps: [
    { id: 'seize', party: 0, action: 'sinkhole', after: [] },
    { id: 'block', party: 1, action: 'block', after: ['seize'] },
  ],
} as const

describe('a plan in the form', () => {
  test('begins in a day, on the hour, and is not whole', () => {
    const draft = emptyDraft(OWN, NOW)
    expect(draft.start).toBe('2026-11-29T18:00')
    expect(isWhole(draft)).toBe(false)
    expect(newStep(draft.steps, PEER).id).toBe('step-2')
  })

  test('a playbook fills it; whose a step is stays to be said where no host is known', () => {
    const nodes: Record<string, string> = { 'arden.example': OWN }
    const draft = withPlaybook(emptyDraft(OWN, NOW), PLAYBOOK, (name) => nodes[name] ?? '')
    expect(draft.steps.map(({ party }) => party)).toEqual([OWN, ''])
    const named = {
      ...draft,
      peers: [PEER],
      steps: draft.steps.map((step) => ({ ...step, party: step.party || PEER })),
    }
    expect([isWhole({ ...draft, peers: [PEER] }), isWhole(named)]).toEqual([false, true])
    expect(planOf(named, OWN)).toEqual({
      start: '2026-11-29T18:00:00.000Z',
      steps: PLAYBOOK.steps,
      words: PLAYBOOK.words,
    })
  })

  test('another plan for an operation begins as the one that stands', () => {
    const { steps, words } = PLAYBOOK
    const start = '2026-12-01T08:00:00.000Z'
    const operation = {
      exercise: true,
      words,
      state: { parties: [OWN, PEER], plan: { start, steps } },
    } as unknown as Operation
    const draft = draftOf(operation)
    expect(draft).toMatchObject({ peers: [PEER], exercise: true })
    expect(planOf(draft, OWN)).toEqual({ start, steps, words })
  })
})
