// What differs between STIX 2.0 (parts 1 to 5, committee specification 01) and 2.1 with errata 01,
// as far as an object of 2.0 is no object of 2.1. What 2.1 only adds is not listed.

/** Types whose `labels` said what 2.1 says in a property and vocabulary of their own. */
export const LABELS_MOVED: Readonly<Record<string, { property: string; vocabulary: string }>> = {
  indicator: { property: 'indicator_types', vocabulary: 'indicator-type-ov' },
  malware: { property: 'malware_types', vocabulary: 'malware-type-ov' },
  report: { property: 'report_types', vocabulary: 'report-type-ov' },
  'threat-actor': { property: 'threat_actor_types', vocabulary: 'threat-actor-type-ov' },
  tool: { property: 'tool_types', vocabulary: 'tool-type-ov' },
}

/** Properties of observables with another name, by type. */
export const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  directory: { created: 'ctime', modified: 'mtime', accessed: 'atime' },
  file: { created: 'ctime', modified: 'mtime', accessed: 'atime' },
  process: { created: 'created_time', binary_ref: 'image_ref' },
  'user-account': { password_last_changed: 'credential_last_changed' },
  'windows-registry-key': { modified: 'modified_time' },
}

/** Properties of observables, and of their extensions, that 2.1 does not have. */
export const SET_ASIDE: Readonly<Record<string, readonly string[]>> = {
  file: ['is_encrypted', 'encryption_algorithm', 'decryption_key'],
  process: ['name', 'arguments'],
  'archive-ext': ['version'],
  'raster-image-ext': ['image_compression_algorithm'],
  'socket-ext': ['protocol_family'],
}

/** Dictionaries whose values were strings and are lists of strings. */
export const WRAPPED: readonly string[] = ['additional_header_fields', 'request_header']

/** Dictionaries with keys of any name, none of which is a reference. */
export const FREE_DICTIONARIES: readonly string[] = [
  ...WRAPPED,
  'document_info_dict',
  'environment_variables',
  'exif_tags',
  'hashes',
  'ipfix',
  'options',
  'startup_info',
]

/** Values of vocabularies with another spelling, by property. */
export const RESPELLED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sectors: { defence: 'defense' },
  account_type: { 'windows local': 'windows-local', 'windows domain': 'windows-domain' },
}

/** Names of hash algorithms with another spelling. */
export const HASH_RESPELLED: Readonly<Record<string, string>> = { ssdeep: 'SSDEEP' }
