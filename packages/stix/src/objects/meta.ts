// Made from the object table by `npm run -w packages/stix generate`; do not edit.
import type * as parts from './parts.ts'
import type * as values from './values.ts'
import type * as vocabularies from './vocabularies.ts'

/** Texts of an object in other languages. `language-content` (§7.1) */
export interface LanguageContent {
  /** What type of STIX object this is. */
  readonly type: 'language-content'
  /** The version of STIX that the object follows. */
  readonly spec_version: '2.1'
  /** Names the object in all its versions. */
  readonly id: `language-content--${string}`
  /** The identity that created the object. */
  readonly created_by_ref?: `identity--${string}`
  /** When the first version was created. */
  readonly created: values.Timestamp
  /** When this version was created. */
  readonly modified: values.Timestamp
  /** Whether the creator no longer holds the object valid; permanent. */
  readonly revoked?: boolean
  /** Terms of one's own or of a community. */
  readonly labels?: readonly string[]
  /** How sure the creator is, 0 to 100. */
  readonly confidence?: number
  /** Where more is said outside of STIX. */
  readonly external_references?: readonly parts.ExternalReference[]
  /** Marking definitions that bind the whole object. */
  readonly object_marking_refs?: readonly `marking-definition--${string}`[]
  /** Markings and languages of single properties. */
  readonly granular_markings?: readonly parts.GranularMarking[]
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** The object whose texts these are. */
  readonly object_ref: values.Id
  /** Which version of the object it belongs to. */
  readonly object_modified?: values.Timestamp
  /** Texts by language, then by property. */
  readonly contents: Readonly<Record<string, values.Dictionary>>
}

/** How what it marks may be used and shared. `marking-definition` (§7.2.1) */
export interface MarkingDefinition {
  /** What type of STIX object this is. */
  readonly type: 'marking-definition'
  /** The version of STIX that the object follows. */
  readonly spec_version: '2.1'
  /** Names the object in all its versions. */
  readonly id: `marking-definition--${string}`
  /** The identity that created the object. */
  readonly created_by_ref?: `identity--${string}`
  /** When the first version was created. */
  readonly created: values.Timestamp
  /** Where more is said outside of STIX. */
  readonly external_references?: readonly parts.ExternalReference[]
  /** Marking definitions that bind the whole object. */
  readonly object_marking_refs?: readonly `marking-definition--${string}`[]
  /** Markings and languages of single properties. */
  readonly granular_markings?: readonly parts.GranularMarking[]
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What it is called. */
  readonly name?: string
  /** statement or tlp; others come as extensions. @deprecated */
  readonly definition_type?: vocabularies.MarkingDefinitionTypeOv
  /** What the marking says. @deprecated */
  readonly definition?: values.Dictionary
}

/** What an extension adds to STIX. `extension-definition` (§7.3) */
export interface ExtensionDefinition {
  /** What type of STIX object this is. */
  readonly type: 'extension-definition'
  /** The version of STIX that the object follows. */
  readonly spec_version: '2.1'
  /** Names the object in all its versions. */
  readonly id: `extension-definition--${string}`
  /** The identity that created the object. */
  readonly created_by_ref: `identity--${string}`
  /** When the first version was created. */
  readonly created: values.Timestamp
  /** When this version was created. */
  readonly modified: values.Timestamp
  /** Whether the creator no longer holds the object valid; permanent. */
  readonly revoked?: boolean
  /** Terms of one's own or of a community. */
  readonly labels?: readonly string[]
  /** Where more is said outside of STIX. */
  readonly external_references?: readonly parts.ExternalReference[]
  /** Marking definitions that bind the whole object. */
  readonly object_marking_refs?: readonly `marking-definition--${string}`[]
  /** Markings and languages of single properties. */
  readonly granular_markings?: readonly parts.GranularMarking[]
  /** What it is called. */
  readonly name: string
  /** Details and context, for people. */
  readonly description?: string
  /** The normative definition, as text or as a URL. */
  readonly schema: string
  /** Its version. */
  readonly version: string
  /** In which of the five ways it extends STIX. */
  readonly extension_types: readonly vocabularies.ExtensionTypeEnum[]
  /** Names of the properties it adds at the top. */
  readonly extension_properties?: readonly string[]
}
