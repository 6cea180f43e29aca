/** What the node answers about concerted operations. */
import type { Named } from '../i18n/both.ts'
import type { paths } from './schema.gen.ts'

type ProposeBody = paths['/api/v1/operations']['post']['requestBody']['content']['application/json']

export type StepAction = ProposeBody['steps'][number]['action']

export type StepStatus = 'running' | 'done' | 'failed' | 'skipped'

export type OperationReason = NonNullable<
  paths['/api/v1/operations/abort']['post']['requestBody']['content']['application/json']['reason']
>

export interface PlanStep {
  readonly id: string
  /** Index into the parties. */
  readonly party: number
  readonly action: StepAction
  readonly after: readonly string[]
}

export interface PlanWords {
  readonly title: Named
  readonly purpose: Named
  readonly steps: Readonly<Record<string, Named>>
}

export interface Operation {
  readonly id: string
  readonly exercise: boolean
  readonly ours: boolean
  readonly state: {
    readonly parties: readonly string[]
    readonly round: number
    readonly plan: { readonly start: string; readonly steps: readonly PlanStep[] }
    readonly phase: 'proposed' | 'agreed' | 'launched' | 'aborted' | 'closed'
    readonly decisions: Readonly<
      Record<string, { readonly decision: 'go' | 'no-go'; readonly reason: OperationReason }>
    >
    readonly steps: Readonly<
      Record<string, { readonly status: StepStatus | 'waiting'; readonly at: string | null }>
    >
    readonly aborted: { readonly by: string; readonly reason: OperationReason } | null
    readonly result: 'succeeded' | 'part' | 'failed' | null
  }
  readonly view: {
    readonly status: 'proposed' | 'agreed' | 'counting-down' | 'under-way' | 'aborted' | 'closed'
    readonly passed: number
    readonly failed: number
  }
  /** Null when they were erased. */
  readonly words: PlanWords | null
}

/** A CACAO playbook as a plan, or every fault of it. */
export interface PlaybookReading {
  /** Places of what is there and is not taken over. */
  readonly leftOut: readonly string[]
  readonly playbook: {
    readonly steps: readonly PlanStep[]
    readonly words: PlanWords
    readonly parties: readonly string[]
  } | null
  readonly faults: readonly {
    readonly code: string
    readonly at: string
    readonly message: Named
  }[]
}

/** Answers to POST, by path. */
export interface OperationPosts {
  '/api/v1/operations/list': { readonly operations: readonly Operation[] }
  '/api/v1/operations/show': Operation
  '/api/v1/operations/import': PlaybookReading
  '/api/v1/operations/playbook': Readonly<Record<string, unknown>>
  '/api/v1/operations': Operation
  '/api/v1/operations/amend': Operation
  '/api/v1/operations/decide': Operation
  '/api/v1/operations/launch': Operation
  '/api/v1/operations/step': Operation
  '/api/v1/operations/abort': Operation
  '/api/v1/operations/close': Operation
}
