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
/** What the name of a property says, for names met before: objects of one kind share them. */
const KNOWN_NAMES = new Map<string, NameSays>()
const MOST_KNOWN = 2000
const LONGEST_KNOWN = 64
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
  return namesThatSay('attributes', object).map((path) => restricted('attribution', 'redact', path))
}

function victimIn(object: JsonObject): readonly Finding[] {
  const found: Finding[] = namesThatSay('victim', object).map((path) =>
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

interface NameSays {
  readonly attributes: boolean
  readonly victim: boolean
}

/** Where properties are called so, at any depth: an extension holds what stood at the top once. */
function namesThatSay(what: keyof NameSays, value: Json): readonly Path[] {
  const found: Path[] = []
  collectNames(what, value, [], found)
  return found
}

function collectNames(what: keyof NameSays, value: Json, at: Path, found: Path[]): void {
  if (Array.isArray(value)) {
    for (let place = 0; place < value.length; place++) {
      if (typeof value[place] === 'object') {
        collectNames(what, value[place] as Json, [...at, place], found)
      }
    }
    return
  }
  const object = value as JsonObject | null
  for (const name in object) {
    if (nameSays(name)[what]) found.push([...at, name])
    else if (typeof object[name] === 'object') {
      collectNames(what, object[name], [...at, name], found)
    }
  }
}

function nameSays(name: string): NameSays {
  const known = KNOWN_NAMES.get(name)
  if (known) return known
  const read = /[^ -~]/.test(name) ? [name, plainly(name)] : [name]
  const says = {
    attributes: read.some((each) => ATTRIBUTING_NAME.test(each)),
    victim: read.some((each) => VICTIM_NAME.test(each)),
  }
  if (KNOWN_NAMES.size < MOST_KNOWN && name.length <= LONGEST_KNOWN) KNOWN_NAMES.set(name, says)
  return says
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
