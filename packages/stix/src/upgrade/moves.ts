import type { Json, JsonObject } from '@concert/core'

/** Where the values of an object went, by selector (STIX 2.1 §7.2.3), so that markings follow. */
export class Moves {
  readonly #targets = new Map<string, readonly string[]>()

  /** Notes that what `from` selects is selected by `to` now; none when it is gone. */
  add(from: string, ...to: readonly string[]): void {
    this.#targets.set(from, to)
  }

  /** What a selector of the object given selects in the new one: the longest move decides. */
  follow(selector: string): readonly string[] {
    const steps = selector.split('.')
    for (let length = steps.length; length > 0; length--) {
      const targets = this.#targets.get(steps.slice(0, length).join('.'))
      if (targets === undefined) continue
      const rest = steps.slice(length)
      return targets.map((target) => [target, ...rest].join('.'))
    }
    return [selector]
  }
}

/** Whether a selector names something that is there. */
export function selects(object: JsonObject, selector: string): boolean {
  let value: Json | undefined = object
  for (const step of selector.split('.')) {
    const index = /^\[(\d+)\]$/.exec(step)?.[1]
    if (Array.isArray(value) && index !== undefined)
      value = (value as readonly Json[])[Number(index)]
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step]
    else return false
  }
  return value !== undefined
}

/** Whether a value is a JSON object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
