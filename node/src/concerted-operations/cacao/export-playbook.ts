import { type OperationPlan, type PlanStep, planLayers } from '@concert/threads'
import type { PlanWords } from '../content.ts'
import { EXTENSION_ID, uuidOf } from './extension.ts'

/** What a playbook is made of. */
export interface PlaybookSource {
  /** Id of the operation: the ids in the playbook follow from it. */
  readonly id: string
  readonly plan: OperationPlan
  readonly words: PlanWords
  /** Names of the parties in their order. */
  readonly parties: readonly string[]
  /** RFC 3339. */
  readonly time: string
}

type Steps = Record<string, object>

/** Of the vocabulary of activities (CACAO 2.0 §3.1.2): what a plan's steps are to each other. */
const ACTIVITY = 'step-sequence'

/**
 * An operation's plan as a CACAO 2.0 playbook of manual steps. Layers of the plan become parallel
 * steps, one after the other: never earlier than the plan allows. The exact prerequisites stand in
 * an extension.
 */
export function exportPlaybook(source: PlaybookSource): object {
  const { id, plan, words, parties, time } = source
  const name = (kind: string, what: string) => `${kind}--${uuidOf(`${id} ${kind} ${what}`)}`
  const steps: Steps = {}
  const agents = parties.map((party, i) => [name('organization', String(i)), party] as const)
  const end = name('end', '')
  steps[end] = { type: 'end' }
  const layers = planLayers(plan.steps)
  const entry = (layer: readonly PlanStep[] | undefined, i: number) =>
    !layer ? end : layer.length > 1 ? name('parallel', String(i)) : actionOf(layer[0])
  const actionOf = (step: PlanStep | undefined) => name('action', step?.id ?? '')
  for (const [i, layer] of layers.entries()) {
    const next = entry(layers[i + 1], i + 1)
    const isParallel = layer.length > 1
    if (isParallel) {
      steps[entry(layer, i)] = {
        type: 'parallel',
        name: `${i + 1}`,
        next_steps: layer.map(actionOf),
        on_completion: next,
      }
    }
    for (const step of layer) {
      const branchEnd = name('end', step.id)
      if (isParallel) steps[branchEnd] = { type: 'end' }
      steps[actionOf(step)] = {
        type: 'action',
        name: words.steps[step.id]?.en ?? step.id,
        commands: [
          {
            type: 'manual',
            command: words.steps[step.id]?.en ?? step.id,
            playbook_activity: ACTIVITY,
          },
        ],
        agent: agents[step.party]?.[0],
        on_completion: isParallel ? branchEnd : next,
        step_extensions: {
          [EXTENSION_ID]: {
            id: step.id,
            action: step.action,
            after: step.after,
            words: words.steps[step.id] ?? { en: step.id, zh: step.id },
          },
        },
      }
    }
  }
  const start = name('start', '')
  steps[start] = { type: 'start', on_completion: entry(layers[0], 0) }
  const author = `identity--${uuidOf(parties[0] ?? '')}`
  return {
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: name('playbook', ''),
    name: words.title.en,
    description: words.purpose.en,
    playbook_types: ['mitigation'],
    playbook_activities: [ACTIVITY],
    created_by: author,
    created: time,
    modified: time,
    workflow_start: start,
    workflow: steps,
    agent_definitions: Object.fromEntries(
      agents.map(([agent, party]) => [agent, { type: 'organization', name: party }]),
    ),
    extension_definitions: {
      [EXTENSION_ID]: {
        type: 'extension-definition',
        name: 'Concert operation step',
        created_by: author,
        schema: 'docs/operations-concerted.md',
        version: '1.0.0',
      },
    },
    playbook_extensions: {
      [EXTENSION_ID]: { title: words.title, purpose: words.purpose, parties },
    },
  }
}
