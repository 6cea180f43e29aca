import { normaliseDomain, refang, typeOfId } from '@concert/stix'
import {
  aroundKeys,
  boundedKey,
  domainKey,
  keyPrefix,
  networkKey,
  networkOf,
  type SearchKey,
} from './keys.ts'
import { isHan, pairsOf, runsOf, wordOf } from './words.ts'

/** What somebody looks for. */
export const QUESTION_KINDS = [
  'all',
  'id',
  'address',
  'network',
  'domain',
  'url',
  'email',
  'hash',
  'as-number',
  'phase',
  'words',
] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]

/** Keys from one to another, the end exclusive. */
export interface KeyRange {
  readonly from: SearchKey
  readonly to: SearchKey
}

/** How to find what somebody looks for. */
export interface Question {
  readonly kind: QuestionKind
  /** In the one spelling that the kind has; what people are shown that was looked for. */
  readonly spelling: string
  /** Looked up one by one, before the ranges. */
  readonly keys: readonly SearchKey[]
  /** Looked through in order. */
  readonly ranges: readonly KeyRange[]
  /** What an object found must have besides, each exactly. */
  readonly also: readonly SearchKey[]
  /** What an object found must have besides: a key that begins so. */
  readonly alsoBegins: SearchKey | null
}

/** Questions are read this far. */
export const LONGEST_QUESTION = 2000

const HASH = /^[0-9a-f]{32}$|^[0-9a-f]{40}$|^[0-9a-f]{64}$|^[0-9a-f]{96}$|^[0-9a-f]{128}$/
const PART_OF_HASH = /^(?=.*[0-9])[0-9a-f]{8,128}$/
const NOTHING = { keys: [], ranges: [], also: [], alsoBegins: null } as const

/**
 * Reads what somebody typed, whole or not yet: a STIX id, an address or network, a domain name with
 * its sub-domains, a URL, a mail address, a hash or its beginning, an AS number, a phase of a kill
 * chain (`phase:mitre-attack/impact`), else words of names.
 *
 * @param typed - by a person; defanged or not
 */
export function readQuestion(typed: string): Question {
  const text = clear(typed)
  if (text === '') return { ...NOTHING, kind: 'all', spelling: '' }
  return readValue(text) ?? readWords(text)
}

function clear(typed: string): string {
  return typed.slice(0, LONGEST_QUESTION).toWellFormed().replaceAll('\0', '').trim()
}

/** What a text is the value of, if it is one. */
export function readValue(typed: string): Question | undefined {
  const text = refang(clear(typed))
  const lower = text.toLowerCase()
  if (typeOfId(lower) !== undefined) return { ...NOTHING, kind: 'id', spelling: lower }
  const address = /^[0-9a-f:./]+$/i.test(text) ? networkOf(lower) : undefined
  if (address) return aboutNetwork(lower, address)
  if (HASH.test(lower)) return exactly('hash', lower, `h:${lower}`)
  if (PART_OF_HASH.test(lower) && lower.length > 12) return beginning('hash', lower, `h:${lower}`)
  const number = /^as ?([0-9]{1,10})$/.exec(lower)?.[1]
  if (number !== undefined)
    return exactly('as-number', `AS${Number(number)}`, `s:${Number(number)}`)
  const phase = /^phase:(\S[^\0]*\/.+)$/.exec(lower)?.[1]
  if (phase !== undefined) return exactly('phase', phase, `k:${phase}`)
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(lower)) return aboutUrl(text)
  if (/^[^\s@]+@[^\s@]+$/.test(lower)) {
    return beginning('email', lower, keyPrefix(`e:${lower}`))
  }
  const domain = normaliseDomain(lower.replace(/^\*\./, ''))
  return domain.ok ? beginning('domain', domain.value, domainKey(domain.value)) : undefined
}

function aboutUrl(text: string): Question {
  const href = URL.parse(text)?.href ?? text
  // While somebody types the host of a URL there is no path yet.
  const isHost = href.endsWith('/') && !text.endsWith('/')
  return beginning('url', href, keyPrefix(`u:${isHost ? href.slice(0, -1) : href}`))
}

function aboutNetwork(
  spelling: string,
  network: NonNullable<ReturnType<typeof networkOf>>,
): Question {
  const around = aroundKeys(network)
  if (network.bits === 128) {
    return { ...NOTHING, kind: 'address', spelling, keys: [networkKey(network), ...around] }
  }
  const { first, last } = network
  const ranges = ['a', 'n'].map((kind) => ({ from: `${kind}:${first}`, to: `${kind}:${last}~` }))
  return { ...NOTHING, kind: 'network', spelling, keys: around, ranges }
}

function exactly(kind: QuestionKind, spelling: string, key: SearchKey): Question {
  return { ...NOTHING, kind, spelling, keys: [boundedKey(key)] }
}

function beginning(kind: QuestionKind, spelling: string, prefix: string): Question {
  return { ...NOTHING, kind, spelling, ranges: [rangeOf(prefix)] }
}

/** Words: all of them, the last as far as it is typed. */
export function readWords(text: string): Question {
  const runs = runsOf(text)
  const last = runs.at(-1)
  const spelling = runs.join(' ')
  if (last === undefined) return { ...NOTHING, kind: 'words', spelling, keys: ['w:'] }
  const whole = runs.slice(0, -1).flatMap(wholeKeys)
  if (isHan(last)) {
    const keys = [...whole, ...wholeKeys(last)].toSorted(byLength)
    return { ...NOTHING, kind: 'words', spelling, keys: keys.slice(0, 1), also: keys.slice(1) }
  }
  const begins = `w:${wordOf(last)}`
  if (whole.length === 0) return { ...NOTHING, kind: 'words', spelling, ranges: [rangeOf(begins)] }
  const [rarest = '', ...also] = whole.toSorted(byLength)
  return { ...NOTHING, kind: 'words', spelling, keys: [rarest], also, alsoBegins: begins }
}

/** Long words are rare. */
function byLength(a: string, b: string): number {
  return b.length - a.length
}

function wholeKeys(run: string): readonly SearchKey[] {
  if (!isHan(run)) return [`w:${wordOf(run)}`]
  const pairs = pairsOf(run)
  return (pairs.length === 0 ? [run] : pairs).map((part) => `w:${part}`)
}

/** All keys that begin so. */
function rangeOf(prefix: string): KeyRange {
  return { from: prefix, to: `${prefix}\u{10ffff}` }
}
