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
  const keys = new Keys()
  addOwnValues(keys, object)
  addPatternValues(keys, object)
  for (const name of NAMES) addNames(keys, object[name])
  addNames(keys, object.aliases)
  addNames(keys, object.labels)
  addExternalIds(keys, object.external_references)
  addTranslatedNames(keys, object)
  addPhases(keys, object.kill_chain_phases)
  for (const id of referencesOf(object)) {
    // Everything names its markings; nobody walks there.
    if (!id.startsWith('marking-definition--')) keys.add(`r:${id}`)
  }
  return keys.all()
}

/** The keys of one object: nothing is read any more once there are enough. */
class Keys {
  readonly #keys = new Set<SearchKey>()

  get isFull(): boolean {
    return this.#keys.size >= MOST_KEYS
  }

  add(key: SearchKey): void {
    // No store takes these; nobody looks for them.
    if (!this.isFull) this.#keys.add(key.toWellFormed().replaceAll('\0', ''))
  }

  all(): readonly SearchKey[] {
    return [...this.#keys]
  }
}

/** What an observable is the value of (STIX 2.1 §6). */
function addOwnValues(keys: Keys, object: JsonObject): void {
  const { type, value } = object
  if (typeof value === 'string') addValue(keys, `${type}:value`, value)
  if (type === 'autonomous-system') keys.add(`s:${String(object.number)}`)
  for (const hash of hashesOf(object.hashes)) keys.add(`h:${hash}`)
  if (type === 'mac-addr' && typeof value === 'string') addNames(keys, value)
}

function hashesOf(hashes: Json | undefined): readonly string[] {
  if (typeof hashes !== 'object' || hashes === null || Array.isArray(hashes)) return []
  return Object.values(hashes)
    .map((hash) => String(hash).toLowerCase())
    .filter((hash) => HASH.test(hash))
}

/** What an indicator's pattern compares with. */
function addPatternValues(keys: Keys, { type, pattern, pattern_type }: JsonObject): void {
  if (type !== 'indicator' || typeof pattern !== 'string') return
  if (pattern_type !== 'stix') return
  const parsed = parsePattern(pattern)
  if (parsed.ok) addCompared(keys, parsed.value)
}

function addCompared(keys: Keys, expression: PatternExpression | ComparisonExpression): void {
  if (keys.isFull) return
  switch (expression.kind) {
    case 'observation':
      addCompared(keys, expression.test)
      return
    case 'qualified':
      addCompared(keys, expression.expression)
      return
    case 'and':
    case 'or':
    case 'followedby':
      for (const operand of expression.operands) addCompared(keys, operand)
      return
    case 'exists':
      return
    default: {
      const step = expression.path.steps[0]
      const name = step?.kind === 'property' ? step.name : ''
      const literals = expression.kind === 'in' ? expression.values : [expression.value]
      for (const literal of literals) {
        if (literal.kind !== 'string' && literal.kind !== 'integer') continue
        addValue(keys, `${expression.path.type}:${name}`, String(literal.value))
      }
    }
  }
}

/** Keys of a value by what it is the value of. */
function addValue(keys: Keys, place: string, value: string): void {
  if (keys.isFull) return
  switch (place) {
    case 'domain-name:value':
      addDomain(keys, value)
      return
    case 'url:value': {
      const url = URL.parse(value)
      keys.add(boundedKey(`u:${url?.href ?? value}`))
      addHost(keys, url?.hostname)
      return
    }
    case 'ipv4-addr:value':
    case 'ipv6-addr:value': {
      const network = networkOf(value)
      if (network) keys.add(networkKey(network))
      return
    }
    case 'email-addr:value': {
      const mail = value.toLowerCase()
      keys.add(boundedKey(`e:${mail}`))
      addDomain(keys, mail.slice(mail.lastIndexOf('@') + 1))
      return
    }
    case 'autonomous-system:number':
      keys.add(`s:${value}`)
      return
    default:
      if (place.endsWith(':hashes') && HASH.test(value.toLowerCase())) {
        keys.add(`h:${value.toLowerCase()}`)
      } else if (place.endsWith(':name')) addNames(keys, value)
  }
}

function addHost(keys: Keys, host: string | undefined): void {
  if (host === undefined || host === '') return
  const network = networkOf(host.replace(/^\[|\]$/g, ''))
  if (network) keys.add(networkKey(network))
  else addDomain(keys, host)
}

/** A domain name, and the words in it: who looks for a brand finds what imitates it. */
function addDomain(keys: Keys, name: string): void {
  const domain = normaliseDomain(name)
  if (!domain.ok) return
  keys.add(domainKey(domain.value))
  const labels = domain.value.slice(0, Math.max(0, domain.value.lastIndexOf('.')))
  for (const word of wordsOf(labels).whole) {
    if (word.length > 2) keys.add(`w:${word}`)
  }
}

function addNames(keys: Keys, value: Json | undefined): void {
  if (keys.isFull) return
  if (Array.isArray(value)) {
    for (const entry of value) addNames(keys, entry)
    return
  }
  if (typeof value !== 'string') return
  const { whole, single } = wordsOf(value)
  for (const word of whole) keys.add(`w:${word}`)
  for (const character of single) keys.add(`w:${character}`)
}

/** Numbers that others know it by: `CVE-2024-3094`, `T1566`. */
function addExternalIds(keys: Keys, references: Json | undefined): void {
  if (!Array.isArray(references)) return
  for (const reference of references as readonly JsonObject[]) {
    if (typeof reference?.external_id === 'string') addNames(keys, reference.external_id)
  }
}

/** Where it stands in kill chains (STIX 2.1 §2.7). */
function addPhases(keys: Keys, list: Json | undefined): void {
  if (!Array.isArray(list)) return
  for (const entry of list as readonly (JsonObject | null)[]) {
    const { kill_chain_name: chain, phase_name: phase } = entry ?? {}
    if (typeof chain === 'string' && typeof phase === 'string') keys.add(phaseKey(chain, phase))
  }
}

/** Names in other languages (STIX 2.1 §7.1). */
function addTranslatedNames(keys: Keys, { type, contents }: JsonObject): void {
  if (type !== 'language-content' || typeof contents !== 'object' || contents === null) return
  for (const texts of Object.values(contents as JsonObject)) {
    addNames(keys, (texts as JsonObject | null)?.name)
    addNames(keys, (texts as JsonObject | null)?.aliases)
  }
}
