import type { Json, JsonObject } from '@concert/core'
import { typeOfId } from '../ids.ts'
import type { Path, Step } from './selector.ts'

/** An id that stands somewhere in an object. */
export interface IdMention {
  /** The whole id where it stands alone; in running text and in keys its UUID. */
  readonly id: string
  /** What goes when the id must not be seen: the text that holds it, or the entry it is the key of. */
  readonly path: Path
}

const UUID_LENGTH = 36
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

// Where an object names itself and its handling: no mentions of others.
const OWN: ReadonlySet<string> = new Set(['id', 'object_marking_refs', 'granular_markings'])

/**
 * Every id of another object that stands in an object, wherever: in references, in properties that
 * the specification does not know, in running text and in the keys of dictionaries. Markings are
 * left out.
 */
export function idMentions(object: JsonObject): readonly IdMention[] {
  const found: IdMention[] = []
  for (const name in object) {
    if (!OWN.has(name)) collect(object[name] as Json, [name], found)
  }
  return found
}

/** The UUID at the end of an id. */
export function uuidOf(id: string): string {
  return id.slice(-UUID_LENGTH)
}

function collect(value: Json, path: readonly Step[], found: IdMention[]): void {
  if (typeof value === 'string') {
    if (typeOfId(value) !== undefined) found.push({ id: value, path })
    else uuidsIn(value, path, found)
  } else if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) collect(value[at] as Json, [...path, at], found)
  } else if (typeof value === 'object' && value !== null) {
    for (const key in value) {
      const inside = [...path, key]
      uuidsIn(key, inside, found)
      collect((value as JsonObject)[key] as Json, inside, found)
    }
  }
}

function uuidsIn(text: string, path: Path, found: IdMention[]): void {
  if (text.length < UUID_LENGTH) return
  for (const uuid of text.match(UUID) ?? []) {
    found.push({ id: uuid.toLowerCase(), path })
  }
}
