import type { JsonObject } from '@concert/core'
import { type Path, typeOfId } from '@concert/stix'
import { type IntelligenceTerms, tlpAllowed } from '@concert/threads'
import { benignIn } from './denounced.ts'
import type { Finding } from './finding.ts'
import { internalHostsIn } from './internal-hosts.ts'
import type { LawCase, LawRule } from './law.ts'
import { holdsAttribution, isSecrecyMark, labelsIn } from './message-words.ts'
import { personalDataIn } from './personal-data.ts'
import { personalFieldsIn, restrictedIn } from './restricted.ts'
import { textsOf } from './texts.ts'
import type { Warninglist } from './warninglist.ts'

/** What the rules are asked under: one recipient, one compact, what the operator has written. */
export interface ReleasePolicy {
  readonly terms: IntelligenceTerms
  /** The strictest label that may leave now. */
  readonly label: LawCase['tlp']
  /** ISO 3166 code of the recipient's economy. */
  readonly economy: string
  /** Names of hosts and domains of ours that nobody else shall read, in lower case. */
  readonly internalNames: readonly string[]
  readonly warninglists: readonly Warninglist[]
  readonly laws: readonly LawRule[]
  /** The present year (UTC). */
  readonly year: number
}

/** Markings are judged over the whole set (`decide-set.ts`), everything else object by object. */
type ObjectRule = (object: JsonObject, policy: ReleasePolicy) => readonly Finding[]

const OBJECT_RULES: readonly ObjectRule[] = [
  ({ type }, { terms }) =>
    terms.types.includes(String(type))
      ? []
      : [{ rule: 'compact', reason: 'type-not-agreed', outcome: 'block' }],
  (_object, { terms, label }) =>
    tlpAllowed(label, terms.tlp)
      ? []
      : [{ rule: 'tlp', reason: 'label-exceeded', outcome: 'block' }],
  (object, { terms }) => restrictedIn(object, terms.attribution),
  (object) => personalFieldsIn(object),
  (object, { warninglists }) => benignIn(object, warninglists),
  ({ id }) =>
    tellsByItself(String(id).slice(-36))
      ? [{ rule: 'tlp', reason: 'id-reveals', outcome: 'redact', path: ['id'] }]
      : [],
]

/** What the rules find in one object, in their order; nothing when it may leave as it is. */
export function judgeObject(
  object: JsonObject,
  tlp: LawCase['tlp'],
  policy: ReleasePolicy,
): readonly Finding[] {
  const found: Finding[] = []
  for (const rule of OBJECT_RULES) for (const finding of rule(object, policy)) found.push(finding)
  for (const finding of textFindings(object, tlp, policy)) found.push(finding)
  for (const law of policy.laws) {
    for (const finding of law.ask({ object, tlp, economy: policy.economy })) found.push(finding)
  }
  return found
}

// Short words in small letters: nothing that is looked for is written so.
const WORDS = /^[a-z -]{0,24}$/
// A name-based UUID (RFC 9562 §5.3, §5.5) in running text is a hash of something: whoever can guess
// what, knows it. In references such ids are judged with the objects that they name. Within a host
// name it is a part of that name: phishing hosts are full of them.
const NAME_BASED =
  /(?<![0-9a-z][-.])[0-9a-f]{8}-[0-9a-f]{4}-[35][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![-.][0-9a-z])/i

// RFC 9562: versions 1, 2 and 6 hold a network card's address and the time; what has no version or
// not its variant was put together by hand.
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{12}$/
const VERSION_AT = 14
const VARIANT_AT = 19
const RANDOM_OR_HASH = '34578'
const VARIANT = '89ab'

/** Whether an id says by itself where or by whom it was made, or spells something. */
function tellsByItself(uuid: string): boolean {
  const [, version = '', variant = ''] = UUID.exec(uuid) ?? []
  if (!RANDOM_OR_HASH.includes(version) || !VARIANT.includes(variant)) return true
  return isSpelled(uuid)
}

/** What words, numbers and addresses are written with. */
const WRITTEN = /^[a-z0-9 .,@:/+_-]$/i

/** Whether all octets but those of version and variant are letters: by chance once in sixty million. */
function isSpelled(uuid: string): boolean {
  for (let at = 0; at < uuid.length; at += 2) {
    if (uuid[at] === '-') at++
    if (at === VERSION_AT || at === VARIANT_AT) continue
    const octet = Number.parseInt(uuid.slice(at, at + 2), 16)
    if (!WRITTEN.test(String.fromCharCode(octet))) return false
  }
  return true
}

/** Whether a text holds an id from which content could be guessed. */
export function namesByHash(text: string): boolean {
  return NAME_BASED.test(text)
}

function textFindings(
  object: JsonObject,
  tlp: LawCase['tlp'],
  policy: ReleasePolicy,
): readonly Finding[] {
  const found: Finding[] = []
  // Ids are random or hashes; where they lead is judged over the whole set.
  for (const { path, spellings, isUnread } of textsOf(object, isId)) {
    const [text = ''] = spellings
    if (WORDS.test(text) && !SAID.test(text) && policy.internalNames.length === 0) continue
    const seen = new Set<string>()
    const add = (finding: Omit<Finding, 'path'>) => {
      if (!seen.has(finding.reason)) found.push({ ...finding, path })
      seen.add(finding.reason)
    }
    if (namesByHash(text)) add({ rule: 'tlp', reason: 'id-reveals', outcome: 'redact' })
    if (isUnread) add({ rule: 'personal-data', reason: 'coded-too-deep', outcome: 'redact' })
    for (const spelling of spellings) {
      if (isProse(path)) for (const finding of wordFindings(spelling, tlp, policy)) add(finding)
      for (const reason of personalDataIn(spelling, policy.year)) {
        add({ rule: 'personal-data', reason, outcome: 'redact' })
      }
      for (const reason of internalHostsIn(spelling, policy.internalNames)) {
        add({ rule: 'internal-hosts', reason, outcome: 'redact' })
      }
    }
  }
  return found
}

const isId = (text: string) => typeOfId(text) !== undefined
const SAID = /tlp|apt|state|nation|government|attribut/

// What stands there is what was observed, whatever words are in it.
const OBSERVED: ReadonlySet<string> = new Set(['pattern', 'value', 'url', 'path', 'hashes', 'key'])

function isProse(path: Path): boolean {
  return !path.some((step) => OBSERVED.has(String(step)))
}

/** A label stricter than the object's own, a mark of secrecy, words that say who is behind it. */
function* wordFindings(
  text: string,
  tlp: LawCase['tlp'],
  { terms }: ReleasePolicy,
): Generator<Omit<Finding, 'path'>> {
  if (labelsIn(text).some((label) => !tlpAllowed(label, tlp))) {
    yield { rule: 'tlp', reason: 'label-in-text', outcome: 'block' }
  }
  if (isSecrecyMark(text)) yield { rule: 'restricted', reason: 'secrecy-mark', outcome: 'review' }
  if (!terms.attribution && holdsAttribution(text)) {
    yield { rule: 'restricted', reason: 'attribution', outcome: 'redact' }
  }
}
