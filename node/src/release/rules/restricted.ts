import type { JsonObject } from '@concert/core'
import { typeOfId } from '@concert/stix'
import type { Finding } from './finding.ts'

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
  'user-account': ['display_name', 'account_login', 'user_id'],
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
  return namesLike(object, ATTRIBUTING_NAME).map((name) =>
    restricted('attribution', 'redact', name),
  )
}

function victimIn(object: JsonObject): readonly Finding[] {
  const found: Finding[] = namesLike(object, VICTIM_NAME).map((name) =>
    restricted('victim-identity', 'redact', name),
  )
  if (object.where_sighted_refs !== undefined) {
    found.push(restricted('victim-identity', 'redact', 'where_sighted_refs'))
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

/** Names of properties at any depth would need a walk; at the top is where custom ones stand. */
function namesLike(object: JsonObject, pattern: RegExp): readonly string[] {
  const names: string[] = []
  for (const name in object) if (pattern.test(name)) names.push(name)
  return names
}

function restricted(
  reason: 'attribution' | 'victim-identity',
  outcome: Finding['outcome'],
  name?: string,
): Finding {
  return { rule: 'restricted', reason, outcome, ...(name === undefined ? {} : { path: [name] }) }
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
