import type { Operation, PlaybookReading, StepAction } from '../../api/operation-answers.ts'
import type { Named } from '../../i18n/both.ts'

/** A step as it stands in the form; whose it is, by node id, empty while that is not said. */
export interface StepDraft {
  readonly id: string
  readonly party: string
  readonly action: StepAction
  readonly after: readonly string[]
  readonly words: Named
}

/** A plan as it stands in the form. */
export interface PlanDraft {
  readonly peers: readonly string[]
  readonly exercise: boolean
  /** `2027-01-31T08:00`, UTC. */
  readonly start: string
  readonly title: Named
  readonly purpose: Named
  readonly steps: readonly StepDraft[]
}

const NOTHING: Named = { en: '', zh: '' }
const HOUR_MS = 3_600_000

/** A step that nothing is said of yet, under an id that no other has. */
export function newStep(steps: readonly StepDraft[], party: string): StepDraft {
  let n = steps.length + 1
  while (steps.some(({ id }) => id === `step-${n}`)) n++
  return { id: `step-${n}`, party, action: 'other', after: [], words: NOTHING }
}

/** The form before anything was typed: in a day, with one step of ours. */
export function emptyDraft(own: string, now: number): PlanDraft {
  return {
    peers: [],
    exercise: false,
    start: `${new Date(now + 24 * HOUR_MS).toISOString().slice(0, 13)}:00`,
    title: NOTHING,
    purpose: NOTHING,
    steps: [newStep([], own)],
  }
}

/** The form of another plan for an operation. */
export function draftOf({ state, words, exercise }: Operation): PlanDraft {
  const { parties, plan } = state
  return {
    peers: parties.slice(1),
    exercise,
    start: plan.start.slice(0, 16),
    title: words?.title ?? NOTHING,
    purpose: words?.purpose ?? NOTHING,
    steps: plan.steps.map(({ party, ...step }) => ({
      ...step,
      party: parties[party] ?? '',
      words: words?.steps[step.id] ?? NOTHING,
    })),
  }
}

/** What a playbook says, in the form; its parties are those whose hosts are known, if any. */
export function withPlaybook(
  draft: PlanDraft,
  { steps, words, parties }: NonNullable<PlaybookReading['playbook']>,
  nodeOf: (name: string) => string,
): PlanDraft {
  const nodes = parties.map(nodeOf)
  return {
    ...draft,
    title: words.title,
    purpose: words.purpose,
    steps: steps.map(({ party, ...step }) => ({
      ...step,
      party: nodes[party] ?? '',
      words: words.steps[step.id] ?? NOTHING,
    })),
  }
}

/** Whether everything that a plan needs is there. */
export function isWhole({ peers, start, title, purpose, steps }: PlanDraft): boolean {
  const isSaid = ({ en, zh }: Named) => en.trim() !== '' && zh.trim() !== ''
  return (
    peers.length > 0 &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(start) &&
    [title, purpose, ...steps.map(({ words }) => words)].every(isSaid) &&
    steps.length > 0 &&
    steps.every(({ party }) => party !== '')
  )
}

/** The plan as the node takes it: parties by their places, this node first. */
export function planOf({ peers, start, title, purpose, steps }: PlanDraft, own: string) {
  const parties = [own, ...peers]
  return {
    start: `${start}:00.000Z`,
    steps: steps.map(({ id, party, action, after }) => {
      return { id, party: parties.indexOf(party), action, after: after.toSorted() }
    }),
    words: {
      title,
      purpose,
      steps: Object.fromEntries(steps.map(({ id, words }) => [id, words])),
    },
  }
}
