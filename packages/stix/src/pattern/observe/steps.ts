import type { Json, JsonObject } from '@concert/core'
import type { PathStep } from '../language/syntax.ts'
import type { Observation } from './observation.ts'

/** Values that a path has led to so far; each object once, however many ways lead to it. */
export type Frontier = readonly Json[]

/** A step, stripped to what it does. */
export type Step = string | number | { readonly any: true }

/** `[*]`. */
const ANY: Step = Object.freeze({ any: true })

/** What a step of a path does. */
export function stepOf(step: PathStep): Step {
  switch (step.kind) {
    case 'property':
      return step.name
    case 'index':
      return step.index
    case 'any':
      return ANY
  }
}

/** Whether the values at the end of these steps are references (§9.7.4). */
export function leadsToReference(steps: readonly Step[]): boolean {
  const name = steps.findLast((step) => typeof step === 'string')
  return name !== undefined && /_refs?$/.test(name)
}

/**
 * One step on from a frontier.
 *
 * @param observation - where references are looked up, if the values before the step are references
 */
export function advance(
  frontier: Frontier,
  step: Step,
  observation: Observation | undefined,
): Frontier {
  if (typeof step !== 'string') return entries(frontier, step)
  const [only] = frontier
  if (frontier.length === 1) {
    const next = property(only, step, observation)
    return next === undefined ? [] : [next]
  }
  const next: Json[] = []
  for (const value of frontier) {
    const found = property(value, step, observation)
    if (found !== undefined) next.push(found)
  }
  return once(next)
}

function property(
  value: Json | undefined,
  name: string,
  observation: Observation | undefined,
): Json | undefined {
  const object = resolve(value, observation)
  return object && Object.hasOwn(object, name) ? object[name] : undefined
}

/**
 * The object that a value is, or that it refers to when an observation is given to look in (§9.7.4).
 */
export function resolve(
  value: Json | undefined,
  observation: Observation | undefined,
): JsonObject | undefined {
  const object = typeof value === 'string' ? observation?.objects.get(value) : value
  return typeof object === 'object' && object !== null && !Array.isArray(object)
    ? (object as JsonObject)
    : undefined
}

function entries(frontier: Frontier, step: Exclude<Step, string>): Frontier {
  const next: Json[] = []
  for (const value of frontier) {
    if (!Array.isArray(value)) continue
    if (typeof step !== 'number') for (const entry of value as readonly Json[]) next.push(entry)
    else if (step < value.length) next.push((value as readonly Json[])[step] as Json)
  }
  return once(next)
}

/** Lists of references that lead to one another would otherwise double at each step. */
function once(values: Json[]): Frontier {
  return values.length < 2 ? values : [...new Set(values)]
}
