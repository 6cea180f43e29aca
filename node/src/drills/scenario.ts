import type { JsonObject } from '@concert/core'
import {
  CONTACT_ROLES,
  type ContactRole,
  MAX_PING_MINUTES,
  REQUEST_MOVES,
  REQUEST_TEMPLATES,
  type RequestMove,
  type RequestTemplateId,
} from '@concert/threads'
import { Ajv, type DefinedError } from 'ajv'
import type { Bilingual } from '../i18n/language.ts'

const ID = { type: 'string', pattern: '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$' }
const BOTH = {
  type: 'object',
  required: ['en', 'zh'],
  additionalProperties: false,
  properties: {
    en: { type: 'string', minLength: 1, maxLength: 2000 },
    zh: { type: 'string', minLength: 1, maxLength: 2000 },
  },
}
const MINUTES = { type: 'integer', minimum: 0, maximum: 525_600 }
const MOVE = { enum: REQUEST_MOVES.map((move) => move.slice('request.'.length)) }

function step(kind: string, required: readonly string[], properties: object): object {
  return {
    type: 'object',
    required: ['id', 'do', ...required],
    additionalProperties: false,
    properties: {
      do: { const: kind },
      id: ID,
      after: {
        description: 'steps that have to be over before; the start of the drill without any',
        type: 'array',
        maxItems: 32,
        items: ID,
      },
      minutes: { description: 'minutes from then on', ...MINUTES },
      ...properties,
    },
  }
}

const OF = { description: 'the step that opened the request or the ping test', ...ID }

/** JSON Schema of a drill's scenario: what the scripted counterpart does, and what it waits for. */
export const SCENARIO_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Concert drill scenario',
  type: 'object',
  required: ['v', 'title', 'purpose', 'steps'],
  additionalProperties: false,
  properties: {
    v: { const: 1 },
    title: BOTH,
    purpose: BOTH,
    steps: {
      type: 'array',
      minItems: 1,
      maxItems: 200,
      items: {
        type: 'object',
        required: ['do'],
        discriminator: { propertyName: 'do' },
        oneOf: [
          step('request', ['template', 'content'], {
            template: { enum: REQUEST_TEMPLATES },
            act: { type: 'object' },
            content: { type: 'object' },
            targets: {
              type: 'array',
              maxItems: 1000,
              items: { type: 'string', maxLength: 2048 },
            },
          }),
          step('move', ['of', 'move', 'act'], {
            of: OF,
            move: MOVE,
            act: { type: 'object' },
            content: { type: 'object' },
          }),
          step('ping', ['role', 'within'], {
            role: { enum: CONTACT_ROLES },
            within: { type: 'integer', minimum: 1, maximum: MAX_PING_MINUTES },
          }),
          step('expect', ['of', 'move', 'within'], {
            of: OF,
            move: { enum: [...MOVE.enum, 'ping-answer'] },
            within: MINUTES,
          }),
          step('await-request', ['within'], { within: MINUTES }),
        ],
      },
    },
  },
}

interface StepBase {
  readonly id: string
  readonly after?: readonly string[]
  readonly minutes?: number
}

/** One step of a scenario. */
export type ScenarioStep = StepBase &
  (
    | {
        readonly do: 'request'
        readonly template: RequestTemplateId
        readonly act?: JsonObject
        readonly content: JsonObject
        readonly targets?: readonly string[]
      }
    | {
        readonly do: 'move'
        readonly of: string
        /** Without `request.` before it. */
        readonly move: string
        readonly act: JsonObject
        readonly content?: JsonObject
      }
    | { readonly do: 'ping'; readonly role: ContactRole; readonly within: number }
    | {
        readonly do: 'expect'
        readonly of: string
        readonly move: string
        readonly within: number
      }
    | { readonly do: 'await-request'; readonly within: number }
  )

/** A drill's scenario. */
export interface Scenario {
  readonly v: 1
  readonly title: Bilingual
  readonly purpose: Bilingual
  readonly steps: readonly ScenarioStep[]
}

/** What can be wrong with a scenario. */
export const SCENARIO_FAULTS = {
  'scenario-form': { en: 'It does not follow the schema.', zh: '不符合格式定义。' },
  'scenario-twice': { en: 'Two steps have this id.', zh: '有两个步骤使用该编号。' },
  'scenario-unknown': { en: 'No step has this id.', zh: '没有该编号的步骤。' },
  'scenario-cycle': {
    en: 'The step waits for itself, by way of others.',
    zh: '该步骤经由其他步骤而等待自身。',
  },
  'scenario-of': {
    en: 'The step named opens nothing of this kind, or does not come before.',
    zh: '所指步骤未开启此类事项，或并不在先。',
  },
} as const satisfies Readonly<Record<string, Bilingual>>

/** A fault with its place. */
export interface ScenarioFault {
  readonly code: keyof typeof SCENARIO_FAULTS
  readonly at: string
}

/** Statement kind of a request's move. */
export function kindOf(move: string): RequestMove {
  return `request.${move}` as RequestMove
}

/** Reads a scenario, or every fault of it with its place. @param value - attacker-controlled */
export function readScenario(
  value: unknown,
):
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly faults: readonly ScenarioFault[] } {
  const isScenario = new Ajv({ allErrors: true, discriminator: true }).compile(SCENARIO_SCHEMA)
  if (!isScenario(value)) {
    const errors = (isScenario.errors ?? []) as DefinedError[]
    const faults = errors.slice(0, 100).map((error): ScenarioFault => {
      const extra =
        error.keyword === 'additionalProperties'
          ? `/${error.params.additionalProperty}`
          : error.keyword === 'required'
            ? `/${error.params.missingProperty}`
            : (error.keyword as string) === 'discriminator'
              ? '/do'
              : ''
      return { code: 'scenario-form', at: `${error.instancePath}${extra}` || '/' }
    })
    return { ok: false, faults }
  }
  const scenario = value as unknown as Scenario
  const faults = stepFaults(scenario.steps)
  return faults.length > 0 ? { ok: false, faults } : { ok: true, scenario }
}

function stepFaults(steps: readonly ScenarioStep[]): readonly ScenarioFault[] {
  const faults: ScenarioFault[] = []
  const byId = new Map<string, ScenarioStep>()
  for (const [i, entry] of steps.entries()) {
    if (byId.has(entry.id)) faults.push({ code: 'scenario-twice', at: `/steps/${i}/id` })
    byId.set(entry.id, entry)
  }
  for (const [i, entry] of steps.entries()) {
    for (const [j, id] of (entry.after ?? []).entries()) {
      if (!byId.has(id)) faults.push({ code: 'scenario-unknown', at: `/steps/${i}/after/${j}` })
    }
  }
  if (faults.length > 0) return faults
  for (const [i, entry] of steps.entries()) {
    const before = ancestors(entry, byId)
    if (before.has(entry.id)) faults.push({ code: 'scenario-cycle', at: `/steps/${i}/after` })
    else if ('of' in entry && !isOpener(byId.get(entry.of), entry, before)) {
      faults.push({ code: 'scenario-of', at: `/steps/${i}/of` })
    }
  }
  return faults
}

function ancestors(
  entry: ScenarioStep,
  byId: ReadonlyMap<string, ScenarioStep>,
): ReadonlySet<string> {
  const seen = new Set<string>()
  const open = [...(entry.after ?? [])]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...(byId.get(id)?.after ?? []))
  }
  return seen
}

function isOpener(
  of: ScenarioStep | undefined,
  entry: ScenarioStep,
  before: ReadonlySet<string>,
): boolean {
  if (!of || !before.has(of.id)) return false
  const isPing = entry.do === 'expect' && entry.move === 'ping-answer'
  return isPing ? of.do === 'ping' : of.do === 'request' || of.do === 'await-request'
}
