import * as actors from './actors.ts'
import * as certificates from './certificate-observable.ts'
import * as files from './file-observables.ts'
import * as findings from './findings.ts'
import * as hosts from './host-observables.ts'
import * as links from './links.ts'
import * as mail from './mail-observables.ts'
import * as means from './means.ts'
import * as meta from './meta-objects.ts'
import type { ObjectType, ReferenceTargets, StixClass, SuggestedRelationship } from './model.ts'
import * as network from './network-observables.ts'
import { COMMON_RELATIONSHIPS, SUGGESTED_RELATIONSHIPS } from './relationships.ts'

const ROWS: readonly ObjectType[] = [
  means.ATTACK_PATTERN,
  actors.CAMPAIGN,
  means.COURSE_OF_ACTION,
  findings.GROUPING,
  actors.IDENTITY,
  findings.INCIDENT,
  means.INDICATOR,
  actors.INFRASTRUCTURE,
  actors.INTRUSION_SET,
  actors.LOCATION,
  means.MALWARE,
  means.MALWARE_ANALYSIS,
  findings.NOTE,
  findings.OBSERVED_DATA,
  findings.OPINION,
  findings.REPORT,
  actors.THREAT_ACTOR,
  means.TOOL,
  means.VULNERABILITY,
  links.RELATIONSHIP,
  links.SIGHTING,
  files.ARTIFACT,
  network.AUTONOMOUS_SYSTEM,
  files.DIRECTORY,
  network.DOMAIN_NAME,
  mail.EMAIL_ADDR,
  mail.EMAIL_MESSAGE,
  files.FILE,
  network.IPV4_ADDR,
  network.IPV6_ADDR,
  network.MAC_ADDR,
  hosts.MUTEX,
  network.NETWORK_TRAFFIC,
  hosts.PROCESS,
  hosts.SOFTWARE,
  network.URL,
  hosts.USER_ACCOUNT,
  hosts.WINDOWS_REGISTRY_KEY,
  certificates.X509_CERTIFICATE,
  meta.LANGUAGE_CONTENT,
  meta.MARKING_DEFINITION,
  meta.EXTENSION_DEFINITION,
]

/**
 * The object table: every object type of STIX 2.1 with errata 01, by name and in the order of the
 * specification. Types, validation, JSON Schema and documentation are made from it.
 */
export const OBJECT_TYPES: ReadonlyMap<string, ObjectType> = new Map(
  ROWS.map((each) => [each.name, each]),
)

/**
 * The row of a type, or `undefined` when the specification defines none of that name.
 *
 * @example
 * objectType('malware')?.properties.sample_refs
 * // { type: { kind: 'list', of: { kind: 'reference', to: { types: ['file', 'artifact'] } } }, required: false }
 */
export function objectType(name: string): ObjectType | undefined {
  return OBJECT_TYPES.get(name)
}

/** The class of a type, or `undefined` for a type that the specification does not define. */
export function classOfType(name: string): StixClass | undefined {
  return OBJECT_TYPES.get(name)?.class
}

/**
 * Whether a reference may name an object of a type. A type that is not of the specification passes
 * where a whole class may be named: it may be of that class (§7.3, §11.2).
 */
export function mayRefer(to: ReferenceTargets, type: string): boolean {
  if (to.types?.includes(type)) return true
  if (to.classes === undefined) return to.types === undefined && type !== 'bundle'
  const known = classOfType(type)
  return known === undefined ? type !== 'bundle' : to.classes.includes(known)
}

/** Whether the specification lists a relationship of this type between these types (§3.7, §4–§6). */
export function isSuggestedRelationship(source: string, type: string, target: string): boolean {
  if (type === 'related-to') return true
  if (COMMON_RELATIONSHIPS.includes(type)) return source === target
  return relationshipsFrom(source).some(
    (each) =>
      each.type === type &&
      (each.targets.includes(target) ||
        (each.targets.includes('sco') && classOfType(target) === 'sco')),
  )
}

const BY_SOURCE: ReadonlyMap<string, readonly SuggestedRelationship[]> = Map.groupBy(
  SUGGESTED_RELATIONSHIPS,
  ({ source }) => source,
)

/** The relationships that the specification suggests for a source, the common ones left out. */
export function relationshipsFrom(source: string): readonly SuggestedRelationship[] {
  return BY_SOURCE.get(source) ?? []
}
