import type { Json, JsonObject } from '@concert/core'

const INDEX = /^\[([0-9]+)\]$/

/**
 * Whether a selector (§7.2.3.1) points at something that is in an object.
 *
 * @param selector - already of the right syntax
 */
export function selects(root: JsonObject, selector: string): boolean {
  let value: Json | undefined = root
  for (const part of selector.split('.')) {
    value = step(value, part)
    if (value === undefined) return false
  }
  return true
}

function step(value: Json | undefined, part: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const index = INDEX.exec(part)?.[1]
  if (Array.isArray(value)) {
    return index === undefined ? undefined : (value as readonly Json[])[Number(index)]
  }
  return Object.hasOwn(value, part) ? (value as JsonObject)[part] : undefined
}
