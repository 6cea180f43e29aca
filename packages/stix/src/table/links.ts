import * as k from './kinds.ts'
import type { ObjectType } from './model.ts'
import { relationshipObject, SEEN_ORDER } from './rows.ts'

// §5: relationship objects. Neither end of a relationship is a relationship or a meta object.

const end = k.required(k.refToAny({ classes: ['sdo', 'sco'] }))

export const RELATIONSHIP: ObjectType = relationshipObject(
  'relationship',
  '5.1',
  {
    relationship_type: k.required(k.formatted('relationship-type')),
    description: k.string(),
    source_ref: end,
    target_ref: end,
    start_time: k.timestamp(),
    stop_time: k.timestamp(),
  },
  { rules: [{ rule: 'order', earlier: 'start_time', later: 'stop_time', strict: true }] },
)

export const SIGHTING: ObjectType = relationshipObject(
  'sighting',
  '5.2',
  {
    description: k.string(),
    first_seen: k.timestamp(),
    last_seen: k.timestamp(),
    count: k.integer(0, 999_999_999),
    sighting_of_ref: k.required(k.refToAny({ classes: ['sdo'] })),
    observed_data_refs: k.listOf(k.refTo('observed-data')),
    where_sighted_refs: k.listOf(k.refTo('identity', 'location')),
    summary: k.withDefault(k.boolean(), false),
  },
  { rules: [SEEN_ORDER] },
)
