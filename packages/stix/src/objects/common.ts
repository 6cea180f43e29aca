// Made from the object table by `npm run -w packages/stix generate`; do not edit.
import type * as parts from './parts.ts'
import type * as values from './values.ts'

/** Common properties of domain and relationship objects (§3.2). */
export interface Versioned {
  /** The version of STIX that the object follows. */
  readonly spec_version: '2.1'
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
  /** Language of the texts in the object; English when absent. */
  readonly lang?: string
  /** Where more is said outside of STIX. */
  readonly external_references?: readonly parts.ExternalReference[]
  /** Marking definitions that bind the whole object. */
  readonly object_marking_refs?: readonly `marking-definition--${string}`[]
  /** Markings and languages of single properties. */
  readonly granular_markings?: readonly parts.GranularMarking[]
}

/** Common properties of cyber-observable objects (§3.2). */
export interface Observed {
  /** The version of STIX that the object follows. */
  readonly spec_version?: '2.1'
  /** Marking definitions that bind the whole object. */
  readonly object_marking_refs?: readonly `marking-definition--${string}`[]
  /** Markings and languages of single properties. */
  readonly granular_markings?: readonly parts.GranularMarking[]
  /** Whether the values were made harmless to click. */
  readonly defanged?: boolean
}
