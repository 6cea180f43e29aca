import { decode, type Json, type JsonObject } from '@concert/core'
import {
  MAX_OPERATION_PARTIES,
  MAX_OPERATION_STEPS,
  type PlanStep,
  planFaults,
} from '@concert/threads'
import type { PlanWords } from '../content.ts'
import { EXTENSION_ID, PLAYBOOK_EXTENSION, STEP_EXTENSION } from './extension.ts'
import type { CacaoCode, CacaoFault } from './faults.ts'

/** A playbook as a plan; its common start is still to be agreed. */
export interface ImportedPlaybook {
  readonly steps: readonly PlanStep[]
  readonly words: PlanWords
  /** Names of the agents, in the order of the parties of the plan. */
  readonly parties: readonly string[]
}

/** What came of reading a playbook: a plan, or every fault with its place. */
export interface PlaybookReading {
  readonly playbook: ImportedPlaybook | null
  readonly faults: readonly CacaoFault[]
  /** Places of everything that is there and that the plan does not hold: nothing goes in silence. */
  readonly leftOut: readonly string[]
}

const MAX_FAULTS = 100
/** Steps of any type that are followed: parallel steps may stand in parallel steps. */
const MAX_WALK = 1000
const UNNAMED = 'unnamed'
const MAX_TEXT = 2000
const MAX_LEFT_OUT = 1000

/** Members that a plan takes over, or that say no more than what the plan is made of. */
const PLAYBOOK_MEMBERS: ReadonlySet<string> = new Set([
  ...['type', 'spec_version', 'id', 'name', 'description', 'workflow_start', 'workflow'],
  ...['agent_definitions', 'extension_definitions', 'playbook_extensions'],
])
const STEP_MEMBERS: ReadonlySet<string> = new Set([
  ...['type', 'name', 'description', 'on_completion', 'on_success', 'commands', 'agent'],
  ...['next_steps', 'step_extensions'],
])
const COMMAND_MEMBERS: ReadonlySet<string> = new Set(['type', 'command', 'description'])
const AGENT_MEMBERS: ReadonlySet<string> = new Set(['type', 'name'])

/**
 * Reads the part of CACAO 2.0 that means the same in a plan of several parties: start, end, manual
 * actions, parallel. Anything else is a fault, never left out in silence.
 *
 * @param value - attacker-controlled; depth and size are bounded by whoever parsed it
 */
export function importPlaybook(value: Json): PlaybookReading {
  const reading = new Reading()
  const playbook = isObject(value) ? reading.read(value) : null
  if (!isObject(value)) reading.fault('cacao-not-a-playbook', '')
  const { faults } = reading
  const leftOut = isObject(value) ? reading.leftOut(value) : []
  return { playbook: faults.length > 0 ? null : playbook, faults, leftOut }
}

interface Found {
  readonly id: string
  readonly body: JsonObject
  readonly after: ReadonlySet<string>
}

class Reading {
  readonly faults: CacaoFault[] = []
  readonly #actions: Found[] = []
  readonly #seen = new Set<string>()
  #workflow: JsonObject = {}

  fault(code: CacaoCode, at: string): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push({ code, at })
  }

  /** Members that no plan holds, with their places; and steps that the flow never reaches. */
  leftOut(playbook: JsonObject): readonly string[] {
    const out: string[] = []
    const beyond = (object: Json | undefined, known: ReadonlySet<string>, at: string) => {
      if (!isObject(object)) return
      for (const name of Object.keys(object)) if (!known.has(name)) out.push(`${at}${name}`)
    }
    beyond(playbook, PLAYBOOK_MEMBERS, '')
    for (const [id, step] of Object.entries(this.#workflow)) {
      if (!this.#seen.has(id)) out.push(`workflow.${id}`)
      else beyond(step, STEP_MEMBERS, `workflow.${id}.`)
      const commands = isObject(step) && Array.isArray(step.commands) ? step.commands : []
      for (const [i, command] of (commands as readonly Json[]).entries()) {
        beyond(command, COMMAND_MEMBERS, `workflow.${id}.commands[${i}].`)
      }
    }
    for (const part of ['agent_definitions', 'extension_definitions'] as const) {
      const defined = playbook[part]
      for (const [id, definition] of Object.entries(isObject(defined) ? defined : {})) {
        if (part === 'agent_definitions') beyond(definition, AGENT_MEMBERS, `${part}.${id}.`)
        else if (id !== EXTENSION_ID) out.push(`${part}.${id}`)
      }
    }
    return out.slice(0, MAX_LEFT_OUT)
  }

  read(playbook: JsonObject): ImportedPlaybook | null {
    const { workflow, workflow_start: start } = playbook
    if (playbook.type !== 'playbook' || !isObject(workflow) || typeof start !== 'string') {
      this.fault('cacao-not-a-playbook', isObject(workflow) ? 'type' : 'workflow')
      return null
    }
    if (playbook.spec_version !== 'cacao-2.0') this.fault('cacao-version', 'spec_version')
    if (playbook.revoked === true) this.fault('cacao-revoked', 'revoked')
    if (isFilled(playbook.playbook_variables)) this.fault('cacao-variables', 'playbook_variables')
    if (isFilled(playbook.workflow_exception)) this.fault('cacao-condition', 'workflow_exception')
    this.#workflow = workflow
    this.#walk(start, 'workflow_start', new Set())
    if (this.#actions.length > MAX_OPERATION_STEPS || this.#actions.length === 0) {
      this.fault('cacao-size', 'workflow')
    }
    return this.faults.length > 0 ? null : this.#plan(playbook)
  }

  /** Follows the flow from a step. @returns the actions that come last, before what follows it */
  #walk(id: string, at: string, before: ReadonlySet<string>): ReadonlySet<string> {
    let next: string | undefined = id
    let place = at
    let last = before
    while (next !== undefined) {
      const step: Json | undefined = Object.hasOwn(this.#workflow, next)
        ? this.#workflow[next]
        : undefined
      if (!isObject(step)) {
        this.fault('cacao-step-missing', place)
        return last
      }
      const here = `workflow.${next}`
      if (this.#seen.has(next)) {
        this.fault('cacao-loop', place)
        return last
      }
      this.#seen.add(next)
      if (this.#seen.size > MAX_WALK) {
        this.fault('cacao-size', 'workflow')
        return last
      }
      this.#checkCommon(step, here)
      if (step.type === 'end') return last
      if (step.type === 'action') {
        this.#checkCommands(step, here)
        this.#actions.push({ id: next, body: step, after: last })
        last = new Set([next])
      } else if (step.type === 'parallel') last = this.#branches(step, here, last)
      else if (step.type !== 'start') this.fault('cacao-step-type', `${here}.type`)
      const follow: Json | undefined = step.on_completion ?? step.on_success
      place = `${here}.on_completion`
      next = typeof follow === 'string' ? follow : undefined
    }
    return last
  }

  #branches(step: JsonObject, here: string, before: ReadonlySet<string>): ReadonlySet<string> {
    const { next_steps: branches } = step
    if (!Array.isArray(branches) || branches.length === 0) {
      this.fault('cacao-step-missing', `${here}.next_steps`)
      return before
    }
    const ends = new Set<string>()
    for (const [i, branch] of (branches as readonly Json[]).entries()) {
      const at = `${here}.next_steps[${i}]`
      if (typeof branch !== 'string') this.fault('cacao-step-missing', at)
      else for (const end of this.#walk(branch, at, before)) ends.add(end)
    }
    return ends
  }

  #checkCommon(step: JsonObject, here: string): void {
    for (const name of ['delay', 'timeout']) {
      if (step[name] !== undefined && step[name] !== 0)
        this.fault('cacao-timing', `${here}.${name}`)
    }
    for (const name of ['step_variables', 'in_args', 'out_args']) {
      if (isFilled(step[name])) this.fault('cacao-variables', `${here}.${name}`)
    }
    if (step.on_failure !== undefined) this.fault('cacao-condition', `${here}.on_failure`)
  }

  #checkCommands({ commands }: JsonObject, here: string): void {
    if (!Array.isArray(commands)) this.fault('cacao-command', `${here}.commands`)
    else
      for (const [i, command] of (commands as readonly Json[]).entries()) {
        if (!isObject(command) || command.type !== 'manual') {
          this.fault('cacao-command', `${here}.commands[${i}].type`)
        }
      }
  }

  #plan(playbook: JsonObject): ImportedPlaybook | null {
    const whole = decode(PLAYBOOK_EXTENSION, extensionOf(playbook.playbook_extensions))
    const agents = this.#agents(playbook, whole.ok ? whole.value.parties : undefined)
    if (agents.names.length > MAX_OPERATION_PARTIES) this.fault('cacao-size', 'agent_definitions')
    const isOurs = this.#actions.every(({ body }) => ourStep(body) !== undefined)
    const named = new Map(
      this.#actions.map(({ id, body }, i) => {
        return [id, (isOurs && ourStep(body)?.id) || `step-${i + 1}`] as const
      }),
    )
    const words: Record<string, { en: string; zh: string }> = {}
    const steps = this.#actions.map(({ id, body, after }): PlanStep => {
      const ours = isOurs ? ourStep(body) : undefined
      const name = named.get(id) ?? id
      words[name] = ours?.words ?? this.#stepText(body, id)
      const before = [...after].map((other) => named.get(other) ?? other).toSorted()
      return {
        id: name,
        party: agents.partyOf(body.agent),
        action: ours?.action ?? 'other',
        after: ours?.after ?? before,
      }
    })
    const title = whole.ok ? whole.value.title : this.#bothOf(playbook, 'name')
    const purpose = whole.ok ? whole.value.purpose : this.#purposeOf(playbook, title)
    for (const { at } of planFaults({ start: '', steps }, Math.max(2, agents.names.length))) {
      this.fault('cacao-plan', at)
    }
    return { steps, words: { title, purpose, steps: words }, parties: agents.names }
  }

  /** Parties are the agents that are named, in the order in which the flow first needs them. */
  #agents({ agent_definitions: defined }: JsonObject, order: readonly string[] | undefined) {
    const names: string[] = [...(order ?? [])]
    const nameOf = (agent: Json | undefined): string => {
      const found =
        typeof agent === 'string' && isObject(defined) && Object.hasOwn(defined, agent)
          ? defined[agent]
          : undefined
      return isObject(found) && typeof found.name === 'string' ? found.name.slice(0, 200) : UNNAMED
    }
    for (const { body } of this.#actions) {
      const name = nameOf(body.agent)
      if (!names.includes(name)) names.push(name)
    }
    return { names, partyOf: (agent: Json | undefined) => names.indexOf(nameOf(agent)) }
  }

  #purposeOf({ description }: JsonObject, title: { readonly en: string; readonly zh: string }) {
    if (description === undefined) return title
    return this.#bothOf({ name: description }, 'description')
  }

  /** What a step says: its name, then what its description and its commands say beyond that. */
  #stepText(body: JsonObject, id: string) {
    const commands = Array.isArray(body.commands) ? (body.commands as readonly Json[]) : []
    const said = commands.flatMap((command) => {
      return isObject(command) ? [command.description, command.command] : []
    })
    const texts = [body.name, body.description, ...said].filter((text) => {
      return typeof text === 'string' && text !== ''
    })
    const whole = [...new Set(texts)].join('\n')
    return this.#bothOf({ name: whole }, `workflow.${id}.name`)
  }

  /** CACAO has one language: its text stands in both until somebody translates it. */
  #bothOf({ name }: JsonObject, at: string) {
    const isFine = typeof name === 'string' && name.length > 0 && name.length <= MAX_TEXT
    if (!isFine) this.fault('cacao-text', at)
    const said = isFine ? name : UNNAMED
    return { en: said, zh: said }
  }
}

function ourStep({ step_extensions: extensions }: JsonObject) {
  const read = decode(STEP_EXTENSION, extensionOf(extensions))
  return read.ok ? read.value : undefined
}

function extensionOf(extensions: Json | undefined): Json | undefined {
  return isObject(extensions) ? extensions[EXTENSION_ID] : undefined
}

function isFilled(value: Json | undefined): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return value !== undefined && value !== null
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
