import {
  type Decoder,
  decode,
  type Json,
  type JsonObject,
  list,
  literal,
  ok,
  type Result,
  refuse,
  text,
} from '@concert/core'
import { RE2JS } from 're2js'
import { NetworkSet } from './network-set.ts'

/** Most entries of one list: the largest published ones have a million. */
const MAX_ENTRIES = 2_000_000
const ENTRY: Decoder<string> = text({ max: 2000 })
const TYPE = literal('cidr', 'hostname', 'string', 'substring', 'regex')
// Expressions and parts of names are tried one by one, so there may be few.
const MAX_TRIED = 2000

/** A list of what must not be denounced, in the form of the MISP warning lists. */
export interface Warninglist {
  readonly name: string
  readonly entries: number
  covers(value: string): boolean
}

/**
 * Reads a warning list: `name`, `type` (cidr, hostname, string, substring, regex) and `list`; other
 * members are left alone (github.com/MISP/misp-warninglists, schema.json). Expressions are matched
 * in time linear in the text.
 *
 * @param file - what an operator dropped into the folder, unchecked
 */
export function readWarninglist(file: Json): Result<Warninglist, 'malformed'> {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) return refuse('malformed')
  const { name, type, list: entries } = file as JsonObject
  const named = decode(text({ max: 200 }), name)
  if (!named.ok) return refuse('malformed', 'name')
  const typed = decode(TYPE, type)
  if (!typed.ok) return refuse('malformed', 'type')
  const isTried = typed.value === 'regex' || typed.value === 'substring'
  const read = decode(list(ENTRY, { max: isTried ? MAX_TRIED : MAX_ENTRIES }), entries)
  if (!read.ok) return refuse('malformed', `list${read.at === 'root' ? '' : read.at}`)
  const covers = matcherOf(typed.value, read.value)
  if (typeof covers === 'number') return refuse('malformed', `list[${covers}]`)
  return ok({ name: named.value, entries: read.value.length, covers })
}

type Covers = (value: string) => boolean

/** @returns the index of an entry that is not of the list's type */
function matcherOf(type: ReturnType<typeof TYPE>, entries: readonly string[]): Covers | number {
  const lower = entries.map((entry) => entry.toLowerCase())
  switch (type) {
    case 'string': {
      const set = new Set(lower)
      return (value) => set.has(value)
    }
    case 'hostname': {
      const set = new Set(lower.map((entry) => entry.replace(/^\.+|\.+$/g, '')))
      return (value) => isBelow(hostOf(value), set)
    }
    case 'substring':
      return (value) => lower.some((entry) => value.includes(entry))
    case 'cidr': {
      const set = new NetworkSet()
      const bad = lower.findIndex((entry) => !set.add(entry))
      return bad >= 0 ? bad : (value) => set.covers(hostOf(value))
    }
    case 'regex': {
      const expressions = entries.map(compile)
      const bad = expressions.indexOf(undefined)
      return bad >= 0 ? bad : (value) => expressions.some((each) => each?.test(value))
    }
  }
}

/** An expression as lists write it, `/…/i` or bare; undefined when it is none of RE2. */
function compile(entry: string): RE2JS | undefined {
  const [, source = entry, flags = 'i'] = /^\/(.*)\/([a-z]*)$/.exec(entry) ?? []
  try {
    return RE2JS.compile(source, flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0)
  } catch {
    return undefined
  }
}

function isBelow(host: string, names: ReadonlySet<string>): boolean {
  for (let at = 0; at >= 0 && at < host.length; ) {
    if (names.has(host.slice(at))) return true
    const dot = host.indexOf('.', at)
    at = dot < 0 ? -1 : dot + 1
  }
  return false
}

/** The host that a value names: of a URL, of a mail address, or the value itself. */
export function hostOf(value: string): string {
  if (value.includes('://')) return URL.parse(value)?.hostname.replace(/^\[|\]$/g, '') ?? value
  const at = value.lastIndexOf('@')
  return at < 0 ? value : value.slice(at + 1)
}
