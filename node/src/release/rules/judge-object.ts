import type { JsonObject } from '@concert/core'
import { typeOfId } from '@concert/stix'
import { type IntelligenceTerms, tlpAllowed } from '@concert/threads'
import { benignIn } from './denounced.ts'
import type { Finding } from './finding.ts'
import { internalHostsIn } from './internal-hosts.ts'
import type { LawCase, LawRule } from './law.ts'
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
  textFindings,
  (object, { warninglists }) => benignIn(object, warninglists),
]

/** What the rules find in one object, in their order; nothing when it may leave as it is. */
export function judgeObject(
  object: JsonObject,
  tlp: LawCase['tlp'],
  policy: ReleasePolicy,
): readonly Finding[] {
  const found: Finding[] = []
  for (const rule of OBJECT_RULES) for (const finding of rule(object, policy)) found.push(finding)
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

/** Whether a text holds an id from which content could be guessed. */
export function namesByHash(text: string): boolean {
  return NAME_BASED.test(text)
}

function textFindings(object: JsonObject, policy: ReleasePolicy): readonly Finding[] {
  const found: Finding[] = []
  for (const { path, spellings } of textsOf(object)) {
    const [text = ''] = spellings
    if (WORDS.test(text) && policy.internalNames.length === 0) continue
    // Ids are random or hashes; where they lead is judged over the whole set.
    if (typeOfId(text) !== undefined) continue
    if (namesByHash(text)) {
      found.push({ rule: 'tlp', reason: 'id-reveals', outcome: 'redact', path })
    }
    const seen = new Set<string>()
    for (const spelling of spellings) {
      for (const reason of personalDataIn(spelling, policy.year)) {
        if (!seen.has(reason))
          found.push({ rule: 'personal-data', reason, outcome: 'redact', path })
        seen.add(reason)
      }
      for (const reason of internalHostsIn(spelling, policy.internalNames)) {
        if (!seen.has(reason))
          found.push({ rule: 'internal-hosts', reason, outcome: 'redact', path })
        seen.add(reason)
      }
    }
  }
  return found
}
