/**
 * What kind of STIX object a type is (STIX 2.1 §1.4): domain object, relationship object,
 * cyber-observable object, meta object.
 */
export type StixClass = 'sdo' | 'sro' | 'sco' | 'meta'

/** One row of the object table: what the specification says of a type, beyond what all share. */
export interface StixTypeRow {
  readonly class: StixClass
  /** Required properties of this type (§4 to §7), besides the common ones of its class (§3.2). */
  readonly required: readonly string[]
  /** Properties of which at least one must be there. */
  readonly oneOf?: readonly string[]
  /** Timestamps besides `created` and `modified`. Two of them: the second is not before the first. */
  readonly times?: readonly string[]
  /** ID contributing properties (§6): what a deterministic id is made of. */
  readonly identity?: readonly string[]
}

const sdo = (required: readonly string[], more: Partial<StixTypeRow> = {}): StixTypeRow => ({
  class: 'sdo',
  required,
  ...more,
})

const sco = (
  required: readonly string[],
  identity: readonly string[],
  more: Partial<StixTypeRow> = {},
): StixTypeRow => ({ class: 'sco', required, identity, ...more })

const SEEN = { times: ['first_seen', 'last_seen'] }

/** Every object type of STIX 2.1 with errata 01. Types that are not here are custom types. */
export const STIX_TYPES: ReadonlyMap<string, StixTypeRow> = new Map<string, StixTypeRow>([
  // §4, domain objects
  ['attack-pattern', sdo(['name'])],
  ['campaign', sdo(['name'], SEEN)],
  ['course-of-action', sdo(['name'])],
  ['grouping', sdo(['context', 'object_refs'])],
  ['identity', sdo(['name'])],
  ['incident', sdo(['name'])],
  [
    'indicator',
    sdo(['pattern', 'pattern_type', 'valid_from'], { times: ['valid_from', 'valid_until'] }),
  ],
  ['infrastructure', sdo(['name'], SEEN)],
  ['intrusion-set', sdo(['name'], SEEN)],
  ['location', sdo([], { oneOf: ['region', 'country', 'latitude'] })],
  ['malware', sdo(['is_family'], SEEN)],
  [
    'malware-analysis',
    sdo(['product'], {
      oneOf: ['result', 'analysis_sco_refs'],
      times: ['analysis_started', 'analysis_ended'],
    }),
  ],
  ['note', sdo(['content', 'object_refs'])],
  [
    'observed-data',
    sdo(['first_observed', 'last_observed', 'number_observed'], {
      oneOf: ['objects', 'object_refs'],
      times: ['first_observed', 'last_observed'],
    }),
  ],
  ['opinion', sdo(['opinion', 'object_refs'])],
  ['report', sdo(['name', 'published', 'object_refs'], { times: ['published'] })],
  ['threat-actor', sdo(['name'], SEEN)],
  ['tool', sdo(['name'])],
  ['vulnerability', sdo(['name'])],
  // §5, relationship objects
  [
    'relationship',
    {
      class: 'sro',
      required: ['relationship_type', 'source_ref', 'target_ref'],
      times: ['start_time', 'stop_time'],
    },
  ],
  ['sighting', { class: 'sro', required: ['sighting_of_ref'], ...SEEN }],
  // §6, cyber-observable objects
  ['artifact', sco([], ['hashes', 'payload_bin'], { oneOf: ['payload_bin', 'url'] })],
  ['autonomous-system', sco(['number'], ['number'])],
  ['directory', sco(['path'], ['path'])],
  ['domain-name', sco(['value'], ['value'])],
  ['email-addr', sco(['value'], ['value'])],
  ['email-message', sco(['is_multipart'], ['from_ref', 'subject', 'body'])],
  [
    'file',
    sco([], ['hashes', 'name', 'extensions', 'parent_directory_ref'], {
      oneOf: ['hashes', 'name'],
    }),
  ],
  ['ipv4-addr', sco(['value'], ['value'])],
  ['ipv6-addr', sco(['value'], ['value'])],
  ['mac-addr', sco(['value'], ['value'])],
  ['mutex', sco(['name'], ['name'])],
  [
    'network-traffic',
    sco(
      ['protocols'],
      ['start', 'end', 'src_ref', 'dst_ref', 'src_port', 'dst_port', 'protocols', 'extensions'],
      { oneOf: ['src_ref', 'dst_ref'], times: ['start', 'end'] },
    ),
  ],
  ['process', sco([], [])],
  ['software', sco(['name'], ['name', 'cpe', 'swid', 'vendor', 'version'])],
  ['url', sco(['value'], ['value'])],
  ['user-account', sco([], ['account_type', 'user_id', 'account_login'])],
  ['windows-registry-key', sco([], ['key', 'values'])],
  ['x509-certificate', sco([], ['hashes', 'serial_number'])],
  // §7, meta objects
  [
    'extension-definition',
    {
      class: 'meta',
      required: ['created_by_ref', 'modified', 'name', 'schema', 'version', 'extension_types'],
    },
  ],
  ['language-content', { class: 'meta', required: ['modified', 'object_ref', 'contents'] }],
  ['marking-definition', { class: 'meta', required: [], oneOf: ['definition', 'extensions'] }],
])

/** What a property holds. Names mean the same in every type of the specification. */
export type PropertyKind =
  | { readonly kind: 'string' | 'boolean' | 'object' | 'strings' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }

const string: PropertyKind = { kind: 'string' }
const boolean: PropertyKind = { kind: 'boolean' }
const object: PropertyKind = { kind: 'object' }
const strings: PropertyKind = { kind: 'strings' }
const integer = (min: number, max: number): PropertyKind => ({ kind: 'integer', min, max })

/** The kinds that are checked. Properties that are not here may hold any JSON. */
export const PROPERTY_KINDS: ReadonlyMap<string, PropertyKind> = new Map<string, PropertyKind>([
  ...(
    [
      ['name', 'description', 'pattern', 'pattern_type', 'pattern_version', 'relationship_type'],
      ['value', 'content', 'context', 'product', 'opinion', 'path', 'lang', 'identity_class'],
      ['definition_type', 'schema', 'region', 'country', 'contact_information'],
    ].flat() as string[]
  ).map((name) => [name, string] as const),
  ...['revoked', 'is_family', 'is_multipart', 'summary', 'defanged'].map(
    (name) => [name, boolean] as const,
  ),
  ...['labels', 'aliases', 'indicator_types', 'malware_types', 'report_types', 'protocols'].map(
    (name) => [name, strings] as const,
  ),
  ...['extensions', 'hashes', 'contents', 'definition'].map((name) => [name, object] as const),
  // §3.2, §5.2, §4.14, §6.2
  ['confidence', integer(0, 100)],
  ['count', integer(0, 999_999_999)],
  ['number_observed', integer(1, 999_999_999)],
  ['number', integer(0, 4_294_967_295)],
])

/** Which types a reference may name, where the specification says so (§3.2, §5.2, §7.2). */
export const REFERENCE_TARGETS: ReadonlyMap<string, readonly string[]> = new Map([
  ['created_by_ref', ['identity']],
  ['object_marking_refs', ['marking-definition']],
  ['where_sighted_refs', ['identity', 'location']],
  ['observed_data_refs', ['observed-data']],
])
