import type { Json, JsonObject } from '@concert/core'
import { type Path, typeOfId } from '@concert/stix'
import type { Finding } from './finding.ts'
import { plainly } from './look-alikes.ts'

/** Types that say who is behind something. */
const WHO: ReadonlySet<string> = new Set(['threat-actor', 'intrusion-set'])
/** Relationships that say who is behind something, or from which country it comes. */
const ATTRIBUTING: ReadonlySet<string> = new Set([
  'attributed-to',
  'originates-from',
  'authored-by',
])
/** Custom properties that say it, whatever they are called exactly. */
const ATTRIBUTING_NAME =
  /attribut|(?:actor|threat|attack(?:er)?|origin|sponsor)_?(?:country|nation|state)|nation_?state/i
const VICTIM_NAME = /victim/i
const VICTIM_ROLE = /^(?:victim|targeted|受害)/i
/** Where STIX keeps who somebody is, beside what the account or mail does. */
const PERSONAL_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'user-account': ['display_name', 'account_login', 'user_id', 'credential'],
  'email-addr': ['display_name'],
  identity: ['contact_information'],
}

/**
 * Restricted types and fields: attribution and the actor's country, unless the compact allows
 * attribution; who was hit, always. Origin of traffic is not responsibility (design §2.8).
 */
export function restrictedIn(object: JsonObject, attribution: boolean): readonly Finding[] {
  return [...(attribution ? [] : attributionIn(object)), ...victimIn(object)]
}

function attributionIn(object: JsonObject): readonly Finding[] {
  const type = String(object.type)
  if (WHO.has(type)) return [restricted('attribution', 'block')]
  if (type === 'relationship') {
    const ends = [object.source_ref, object.target_ref].map((id) => typeOfId(String(id)) ?? '')
    const says =
      ATTRIBUTING.has(String(object.relationship_type)) || ends.some((end) => WHO.has(end))
    return says ? [restricted('attribution', 'block')] : []
  }
  return namesLike(object, ATTRIBUTING_NAME).map((path) =>
    restricted('attribution', 'redact', path),
  )
}

function victimIn(object: JsonObject): readonly Finding[] {
  const found: Finding[] = namesLike(object, VICTIM_NAME).map((path) =>
    restricted('victim-identity', 'redact', path),
  )
  if (object.where_sighted_refs !== undefined) {
    found.push(restricted('victim-identity', 'redact', ['where_sighted_refs']))
  }
  if (object.type === 'relationship' && object.relationship_type === 'targets') {
    const target = typeOfId(String(object.target_ref))
    if (target === 'identity') found.push(restricted('victim-identity', 'review'))
  }
  if (object.type === 'identity') {
    const words = [object.roles, object.labels].flat()
    if (words.some((word) => typeof word === 'string' && VICTIM_ROLE.test(word))) {
      found.push(restricted('victim-identity', 'review'))
    }
  }
  return found
}

/** Where properties are called so, at any depth: an extension holds what stood at the top once. */
function namesLike(value: Json, pattern: RegExp, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return []
  const found: Path[] = []
  const isList = Array.isArray(value)
  for (const [name, entry] of Object.entries(value as JsonObject)) {
    const isNamed =
      !isList && (pattern.test(name) || (/[^ -~]/.test(name) && pattern.test(plainly(name))))
    if (isNamed) found.push([...at, name])
    else if (typeof entry === 'object') {
      found.push(...namesLike(entry, pattern, [...at, isList ? Number(name) : name]))
    }
  }
  return found
}

function restricted(
  reason: 'attribution' | 'victim-identity',
  outcome: Finding['outcome'],
  path?: Path,
): Finding {
  return { rule: 'restricted', reason, outcome, ...(path === undefined ? {} : { path }) }
}

/** Who a person is, in fields that are made for it: personal data whatever stands there. */
export function personalFieldsIn(object: JsonObject): readonly Finding[] {
  const type = String(object.type)
  const found: Finding[] = (PERSONAL_FIELDS[type] ?? [])
    .filter((name) => object[name] !== undefined)
    .map((name) => {
      return { rule: 'personal-data', reason: 'individual', outcome: 'redact', path: [name] }
    })
  if (type === 'identity' && object.identity_class === 'individual') {
    found.push({ rule: 'personal-data', reason: 'individual', outcome: 'review', path: ['name'] })
  }
  return found
}
