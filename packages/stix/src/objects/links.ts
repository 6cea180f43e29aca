// Made from the object table by `npm run -w packages/stix generate`; do not edit.
import type * as common from './common.ts'
import type * as values from './values.ts'

/** How two objects are related. `relationship` (§5.1) */
export interface Relationship extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'relationship'
  /** Names the object in all its versions. */
  readonly id: `relationship--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** What kind of relationship it is. */
  readonly relationship_type: string
  /** Details and context, for people. */
  readonly description?: string
  /** From which object it leads. */
  readonly source_ref: values.Id
  /** To which object it leads. */
  readonly target_ref: values.Id
  /** From when the relationship holds. */
  readonly start_time?: values.Timestamp
  /** Until when it holds; after the start. */
  readonly stop_time?: values.Timestamp
}

/** That something of the intelligence was seen. `sighting` (§5.2) */
export interface Sighting extends common.Versioned {
  /** What type of STIX object this is. */
  readonly type: 'sighting'
  /** Names the object in all its versions. */
  readonly id: `sighting--${string}`
  /** Properties beyond those of the type. */
  readonly extensions?: values.Extensions
  /** Details and context, for people. */
  readonly description?: string
  /** When it was first seen. */
  readonly first_seen?: values.Timestamp
  /** When it was last seen; not before the first time. */
  readonly last_seen?: values.Timestamp
  /** How many times it was seen; 0 means looked for and not seen. */
  readonly count?: number
  /** What was seen. */
  readonly sighting_of_ref: values.Id
  /** The raw data of the sighting. */
  readonly observed_data_refs?: readonly `observed-data--${string}`[]
  /** Who saw it, or where. */
  readonly where_sighted_refs?: readonly (`identity--${string}` | `location--${string}`)[]
  /** Whether this sums up other sightings. */
  readonly summary?: boolean
}
