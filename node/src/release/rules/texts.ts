import type { Json, JsonObject } from '@concert/core'
import { isStixTimestamp, type Path, type Step } from '@concert/stix'
import { readSpellings, type Spellings } from './spellings.ts'

/** A text in an object, in every spelling that a reader could turn it into. */
export interface PlacedText extends Spellings {
  /** The value, or the entry whose key it is: what goes when the text must not be seen. */
  readonly path: Path
}

// Where words of the specification stand; anything else there is a text like any other.
const FIXED: ReadonlySet<string> = new Set([
  'type',
  'spec_version',
  'created',
  'modified',
  'object_marking_refs',
  'pattern_type',
  'pattern_version',
  'valid_from',
  'valid_until',
])

/**
 * Every text in an object: values and the keys of what the specification does not name.
 *
 * @param isPlain - values that nobody reads
 */
export function textsOf(
  object: JsonObject,
  isPlain: (value: string) => boolean = () => false,
): readonly PlacedText[] {
  const found: PlacedText[] = []
  const into = { found, isPlain }
  for (const name in object) {
    const value = object[name] as Json
    if (FIXED.has(name) && isFixed(value)) continue
    addKey(name, [name], found)
    collect(value, [name], into)
  }
  return found
}

interface Into {
  readonly found: PlacedText[]
  readonly isPlain: (value: string) => boolean
}

const TERM = /^[a-z-]{1,40}$|^\d{1,3}(?:\.\d{1,4}){0,3}$/
/** Digits of a second that no clock gives: a number could stand there. */
const FRACTION = /\.(\d{7,})Z$/

function isFixed(value: Json): boolean {
  if (typeof value !== 'string') return Array.isArray(value)
  return TERM.test(value) || (isStixTimestamp(value) && !FRACTION.test(value))
}

function collect(value: Json, path: readonly Step[], into: Into): void {
  const { found, isPlain } = into
  if (typeof value === 'string') {
    if (isPlain(value)) return
    const { spellings, isUnread } = readText(value)
    found.push({ path, spellings, isUnread })
  } else if (typeof value === 'number') {
    found.push({ path, spellings: [String(value)], isUnread: false })
  } else if (Array.isArray(value)) {
    const whole = joined(value as readonly Json[])
    if (whole !== undefined) found.push({ path, ...readText(whole) })
    for (let at = 0; at < value.length; at++) collect(value[at] as Json, [...path, at], into)
  } else if (typeof value === 'object' && value !== null) {
    for (const key in value) {
      const inside = [...path, key]
      addKey(key, inside, found)
      collect((value as JsonObject)[key] as Json, inside, into)
    }
  }
}

function readText(text: string): Spellings {
  if (ID.test(text)) return { spellings: [text], isUnread: false }
  const read = readSpellings(text)
  const [, fraction] = (text.endsWith('Z') && FRACTION.exec(text)) || []
  return fraction === undefined ? read : { ...read, spellings: [...read.spellings, fraction] }
}

/** Most letters in an entry of a list that could be a piece of something. */
const PIECE = 16

/** What the pieces of a list say together, or the codes of letters. */
function joined(list: readonly Json[]): string | undefined {
  if (list.length < 2 || list.length > 1000) return undefined
  if (list.every((entry) => typeof entry === 'string' && entry.length <= PIECE))
    return list.join('')
  const isCodes = list.every((entry) => {
    return typeof entry === 'number' && Number.isInteger(entry) && entry >= 0x20 && entry <= 0xffff
  })
  return isCodes ? String.fromCharCode(...(list as readonly number[])) : undefined
}

const ID = /^[a-z0-9-]+--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

// Short keys of lower-case letters, as the specification's own, can hold nothing that is looked for.
const PLAIN_KEY = /^[a-z_]{1,30}$/

function addKey(key: string, path: readonly Step[], found: PlacedText[]): void {
  if (PLAIN_KEY.test(key)) return
  const { spellings, isUnread } = readSpellings(key)
  // Where a key can't hold a sign that a reader expects, a line stands for it.
  const read = [' ', '.'].map((sign) => key.replaceAll('_', sign))
  found.push({ path, spellings: [...new Set([...spellings, ...read])], isUnread })
}
