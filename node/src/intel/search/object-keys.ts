import type { Json, JsonObject } from '@concert/core'
import {
  type ComparisonExpression,
  normaliseDomain,
  type PatternExpression,
  parsePattern,
  referencesOf,
} from '@concert/stix'
import { boundedKey, domainKey, networkKey, networkOf, phaseKey, type SearchKey } from './keys.ts'
import { wordsOf } from './words.ts'

/** Most keys that one object gets: nobody fills the index with a single object. */
const MOST_KEYS = 512
const HASH = /^[0-9a-f]{32,128}$/
/** Texts that people look for. */
const NAMES = ['name', 'subject', 'abstract', 'display_name', 'account_login', 'key'] as const

/** What an object is found by, without repeats. @param object - a valid STIX object, a peer's too */
export function keysOfObject(object: JsonObject): readonly SearchKey[] {
  const keys = new Set<SearchKey>()
  for (const key of found(object)) {
    if (keys.size >= MOST_KEYS) break
    keys.add(cleared(key))
  }
  return [...keys]
}

// No store takes these; nobody looks for them.
function cleared(key: SearchKey): SearchKey {
  return key.toWellFormed().replaceAll('\0', '')
}

function* found(object: JsonObject): Generator<SearchKey> {
  yield* ownValues(object)
  yield* patternValues(object)
  for (const name of NAMES) yield* nameKeys(object[name])
  yield* nameKeys(object.aliases)
  yield* nameKeys(object.labels)
  yield* externalIds(object.external_references)
  yield* translatedNames(object)
  yield* phases(object.kill_chain_phases)
  for (const id of referencesOf(object)) {
    // Everything names its markings; nobody walks there.
    if (!id.startsWith('marking-definition--')) yield `r:${id}`
  }
}

/** What an observable is the value of (STIX 2.1 §6). */
function* ownValues(object: JsonObject): Generator<SearchKey> {
  const { type, value } = object
  if (typeof value === 'string') yield* valueKeys(`${type}:value`, value)
  if (type === 'autonomous-system') yield `s:${String(object.number)}`
  for (const hash of hashesOf(object.hashes)) yield `h:${hash}`
  if (type === 'mac-addr' && typeof value === 'string') yield* nameKeys(value)
}

function hashesOf(hashes: Json | undefined): readonly string[] {
  if (typeof hashes !== 'object' || hashes === null || Array.isArray(hashes)) return []
  return Object.values(hashes)
    .map((hash) => String(hash).toLowerCase())
    .filter((hash) => HASH.test(hash))
}

/** What an indicator's pattern compares with. */
function* patternValues({ type, pattern, pattern_type }: JsonObject): Generator<SearchKey> {
  if (type !== 'indicator' || typeof pattern !== 'string') return
  if (pattern_type !== 'stix') return
  const parsed = parsePattern(pattern)
  if (parsed.ok) yield* comparedValues(parsed.value)
}

function* comparedValues(
  expression: PatternExpression | ComparisonExpression,
): Generator<SearchKey> {
  switch (expression.kind) {
    case 'observation':
      yield* comparedValues(expression.test)
      return
    case 'qualified':
      yield* comparedValues(expression.expression)
      return
    case 'and':
    case 'or':
    case 'followedby':
      for (const operand of expression.operands) yield* comparedValues(operand)
      return
    case 'exists':
      return
    default: {
      const step = expression.path.steps[0]
      const name = step?.kind === 'property' ? step.name : ''
      const literals = expression.kind === 'in' ? expression.values : [expression.value]
      for (const literal of literals) {
        if (literal.kind !== 'string' && literal.kind !== 'integer') continue
        yield* valueKeys(`${expression.path.type}:${name}`, String(literal.value))
      }
    }
  }
}

/** Keys of a value by what it is the value of. */
function* valueKeys(place: string, value: string): Generator<SearchKey> {
  switch (place) {
    case 'domain-name:value':
      yield* domainKeys(value)
      return
    case 'url:value': {
      yield boundedKey(`u:${URL.parse(value)?.href ?? value}`)
      yield* hostKeys(URL.parse(value)?.hostname)
      return
    }
    case 'ipv4-addr:value':
    case 'ipv6-addr:value': {
      const network = networkOf(value)
      if (network) yield networkKey(network)
      return
    }
    case 'email-addr:value': {
      const mail = value.toLowerCase()
      yield boundedKey(`e:${mail}`)
      yield* domainKeys(mail.slice(mail.lastIndexOf('@') + 1))
      return
    }
    case 'autonomous-system:number':
      yield `s:${value}`
      return
    default:
      if (place.endsWith(':hashes') && HASH.test(value.toLowerCase())) {
        yield `h:${value.toLowerCase()}`
      } else if (place.endsWith(':name')) yield* nameKeys(value)
  }
}

function* hostKeys(host: string | undefined): Generator<SearchKey> {
  if (host === undefined || host === '') return
  const network = networkOf(host.replace(/^\[|\]$/g, ''))
  if (network) yield networkKey(network)
  else yield* domainKeys(host)
}

/** A domain name, and the words in it: who looks for a brand finds what imitates it. */
function* domainKeys(name: string): Generator<SearchKey> {
  const domain = normaliseDomain(name)
  if (!domain.ok) return
  yield domainKey(domain.value)
  const labels = domain.value.split('.').slice(0, -1).join(' ')
  for (const word of wordsOf(labels).whole) if (word.length > 2) yield `w:${word}`
}

function* nameKeys(value: Json | undefined): Generator<SearchKey> {
  if (Array.isArray(value)) {
    for (const entry of value) yield* nameKeys(entry)
    return
  }
  if (typeof value !== 'string') return
  const { whole, single } = wordsOf(value)
  for (const word of whole) yield `w:${word}`
  for (const character of single) yield `w:${character}`
}

/** Numbers that others know it by: `CVE-2024-3094`, `T1566`. */
function* externalIds(references: Json | undefined): Generator<SearchKey> {
  if (!Array.isArray(references)) return
  for (const reference of references as readonly JsonObject[]) {
    if (typeof reference?.external_id === 'string') yield* nameKeys(reference.external_id)
  }
}

/** Where it stands in kill chains (STIX 2.1 §2.7). */
function* phases(list: Json | undefined): Generator<SearchKey> {
  if (!Array.isArray(list)) return
  for (const entry of list as readonly (JsonObject | null)[]) {
    const { kill_chain_name: chain, phase_name: phase } = entry ?? {}
    if (typeof chain === 'string' && typeof phase === 'string') yield phaseKey(chain, phase)
  }
}

/** Names in other languages (STIX 2.1 §7.1). */
function* translatedNames({ type, contents }: JsonObject): Generator<SearchKey> {
  if (type !== 'language-content' || typeof contents !== 'object' || contents === null) return
  for (const texts of Object.values(contents as JsonObject)) {
    yield* nameKeys((texts as JsonObject | null)?.name)
    yield* nameKeys((texts as JsonObject | null)?.aliases)
  }
}
