import { KILL_CHAIN_PHASE } from './common.ts'
import * as k from './kinds.ts'
import type { ObjectType } from './model.ts'
import { domainObject, SEEN_ORDER } from './rows.ts'

// Who attacks, when, and where (§4).

const motivation = k.openVocab('attack-motivation-ov')

export const CAMPAIGN: ObjectType = domainObject(
  'campaign',
  '4.2',
  {
    name: k.required(k.string()),
    description: k.string(),
    aliases: k.listOf(k.string()),
    first_seen: k.timestamp(),
    last_seen: k.timestamp(),
    objective: k.string(),
  },
  { rules: [SEEN_ORDER] },
)

export const IDENTITY: ObjectType = domainObject('identity', '4.5', {
  name: k.required(k.string()),
  description: k.string(),
  roles: k.listOf(k.string()),
  identity_class: k.openVocab('identity-class-ov'),
  sectors: k.listOf(k.openVocab('industry-sector-ov')),
  contact_information: k.string(),
})

export const INFRASTRUCTURE: ObjectType = domainObject(
  'infrastructure',
  '4.8',
  {
    name: k.required(k.string()),
    description: k.string(),
    infrastructure_types: k.listOf(k.openVocab('infrastructure-type-ov')),
    aliases: k.listOf(k.string()),
    kill_chain_phases: k.listOf(k.objectOf(KILL_CHAIN_PHASE)),
    first_seen: k.timestamp(),
    last_seen: k.timestamp(),
  },
  { rules: [SEEN_ORDER] },
)

export const INTRUSION_SET: ObjectType = domainObject(
  'intrusion-set',
  '4.9',
  {
    name: k.required(k.string()),
    description: k.string(),
    aliases: k.listOf(k.string()),
    first_seen: k.timestamp(),
    last_seen: k.timestamp(),
    goals: k.listOf(k.string()),
    resource_level: k.openVocab('attack-resource-level-ov'),
    primary_motivation: motivation,
    secondary_motivations: k.listOf(motivation),
  },
  { rules: [SEEN_ORDER] },
)

export const LOCATION: ObjectType = domainObject(
  'location',
  '4.10',
  {
    name: k.string(),
    description: k.string(),
    latitude: k.float(-90, 90),
    longitude: k.float(-180, 180),
    precision: k.float(),
    region: k.openVocab('region-ov'),
    country: k.shouldFormat('country'),
    administrative_area: k.string(),
    city: k.string(),
    street_address: k.string(),
    postal_code: k.string(),
  },
  {
    rules: [
      { rule: 'at-least-one', of: ['region', 'country', 'latitude', 'longitude'] },
      { rule: 'requires', when: { present: 'latitude' }, names: ['longitude'] },
      { rule: 'requires', when: { present: 'longitude' }, names: ['latitude'] },
      { rule: 'requires', when: { present: 'precision' }, names: ['latitude', 'longitude'] },
      { rule: 'recommends', when: { present: 'latitude' }, names: ['precision'] },
    ],
  },
)

export const THREAT_ACTOR: ObjectType = domainObject(
  'threat-actor',
  '4.17',
  {
    name: k.required(k.string()),
    description: k.string(),
    threat_actor_types: k.listOf(k.openVocab('threat-actor-type-ov')),
    aliases: k.listOf(k.string()),
    first_seen: k.timestamp(),
    last_seen: k.timestamp(),
    roles: k.listOf(k.openVocab('threat-actor-role-ov')),
    goals: k.listOf(k.string()),
    sophistication: k.openVocab('threat-actor-sophistication-ov'),
    resource_level: k.openVocab('attack-resource-level-ov'),
    primary_motivation: motivation,
    secondary_motivations: k.listOf(motivation),
    personal_motivations: k.listOf(motivation),
  },
  { rules: [SEEN_ORDER] },
)
