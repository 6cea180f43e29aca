import { isStixTimestamp } from '@concert/stix'
import { readCursor } from './cursor.ts'
import type { ProblemCode } from './problem.ts'
import type { PageQuery, VersionFilter } from './store.ts'
import { parseMicros } from './timestamp.ts'
import { versionOrder } from './version.ts'

/** A query that was understood; `empty` when nothing can match it. */
export interface ReadQuery {
  readonly ok: true
  readonly query: PageQuery
  readonly empty: boolean
}

interface Malformed {
  readonly ok: false
  readonly code: ProblemCode
  readonly parameter: string
}

/** Bounds of what one request may ask for. */
export interface QueryBounds {
  readonly defaultLimit: number
  readonly maxLimit: number
}

const MAX_QUERY = 32_768
const MAX_VALUES = 500
const MATCH = /^match\[([a-z_]{1,64})\]$/
const LAST: VersionFilter = { all: false, first: false, last: true, values: [] }

/**
 * Reads the filters of TAXII 2.1 §3.4.
 *
 * @param raw - what stands after `?`; attacker-controlled
 */
export function readQuery(raw: string, bounds: QueryBounds): ReadQuery | Malformed {
  if (raw === '') return { ok: true, query: defaults(bounds), empty: false }
  const parameters = readParameters(raw)
  if (parameters === undefined) return { ok: false, code: 'query', parameter: '' }
  const known = new Map<string, string>()
  for (const [name, value] of parameters) {
    const isMatch = name.startsWith('match[')
    if (known.has(name)) {
      return { ok: false, code: isMatch ? 'match-repeated' : codeOf(name), parameter: name }
    }
    known.set(name, value)
  }
  return interpret(known, bounds)
}

function defaults({ defaultLimit }: QueryBounds): PageQuery {
  return { addedAfter: 0, from: 0, limit: defaultLimit, versions: LAST }
}

function codeOf(name: string): ProblemCode {
  if (name === 'added_after') return 'added-after'
  return name === 'limit' || name === 'next' ? name : 'query'
}

/** By hand: `URLSearchParams` takes broken escapes for text. */
function readParameters(raw: string): readonly (readonly [string, string])[] | undefined {
  if (raw.length > MAX_QUERY) return undefined
  const parameters: [string, string][] = []
  for (const part of raw.split('&')) {
    if (part === '') continue
    const at = part.indexOf('=')
    const name = decoded(at < 0 ? part : part.slice(0, at))
    const value = decoded(at < 0 ? '' : part.slice(at + 1))
    if (name === undefined || value === undefined) return undefined
    parameters.push([name, value])
  }
  return parameters
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

function interpret(known: ReadonlyMap<string, string>, bounds: QueryBounds): ReadQuery | Malformed {
  const refuse = (code: ProblemCode, parameter: string): Malformed => {
    return { ok: false, code, parameter }
  }
  const after = known.get('added_after')
  const given = after === undefined ? 0 : parseMicros(after)
  if (given === undefined) return refuse('added-after', 'added_after')
  const limit = readLimit(known.get('limit'), bounds)
  if (limit === undefined) return refuse('limit', 'limit')
  const next = known.get('next')
  const cursor = next === undefined ? { addedAfter: given, from: given } : readCursor(next)
  if (cursor === undefined) return refuse('next', 'next')
  const ids = readList(known.get('match[id]'), /^[\x21-\x7e]{1,300}$/)
  if (ids === 'malformed') return refuse('match-value', 'match[id]')
  const types = readList(known.get('match[type]'), /^[\x21-\x7e]{1,300}$/)
  if (types === 'malformed') return refuse('match-value', 'match[type]')
  const specs = readList(known.get('match[spec_version]'), /^\d{1,4}\.\d{1,4}$/)
  if (specs === 'malformed') return refuse('match-value', 'match[spec_version]')
  const versions = readVersions(known.get('match[version]'))
  if (versions === undefined) return refuse('match-version', 'match[version]')
  for (const name of known.keys()) {
    if (name.startsWith('match[') && !MATCH.test(name)) return refuse('match-value', name)
  }
  const query: PageQuery = {
    addedAfter: cursor.addedAfter,
    // Some clients move added_after along with next.
    from: Math.max(cursor.from, given),
    limit,
    ...(ids && { ids }),
    ...(types && { types }),
    versions,
  }
  // Only STIX 2.1 is kept: it is the highest version of everything, and other versions match nothing.
  return { ok: true, query, empty: specs !== undefined && !specs.includes('2.1') }
}

function readLimit(text: string | undefined, bounds: QueryBounds): number | undefined {
  if (text === undefined) return bounds.defaultLimit
  if (!/^\d{1,16}$/.test(text)) return undefined
  const limit = Number(text)
  if (limit < 1 || !Number.isSafeInteger(limit)) return undefined
  return Math.min(limit, bounds.maxLimit)
}

function readList(text: string | undefined, form: RegExp): string[] | undefined | 'malformed' {
  if (text === undefined) return undefined
  const values = text.split(',')
  if (values.length > MAX_VALUES || !values.every((value) => form.test(value))) return 'malformed'
  return [...new Set(values)]
}

/** `match[version]`; `undefined` when it is malformed. Values follow STIX's digits, not TAXII's. */
export function readVersions(text: string | undefined): VersionFilter | undefined {
  if (text === undefined || text === 'last') return LAST
  if (text === 'all') return { all: true }
  const words = text.split(',')
  if (words.length > MAX_VALUES || new Set(words).size !== words.length) return undefined
  const times = words.filter((word) => word !== 'first' && word !== 'last')
  if (!times.every((word) => isStixTimestamp(word))) return undefined
  return {
    all: false,
    first: words.includes('first'),
    last: words.includes('last'),
    values: [...new Set(times.map(versionOrder))],
  }
}
