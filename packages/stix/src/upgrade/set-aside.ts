import type { JsonObject } from '@concert/core'

const CREATED = '2026-11-23T00:00:00.000Z'
const CREATOR = 'identity--46519bc4-b927-4f7a-b7d6-8aa65b7a474b'

/** The extension that keeps what 2.1 has no property for. Fixed for ever. */
export const SET_ASIDE_EXTENSION = 'extension-definition--900667ad-d0a2-43d9-b43e-da32bad824d4'

/** What has to travel with objects that hold the extension (§7.3): its definition and its author. */
export const SET_ASIDE_DEFINITION: readonly JsonObject[] = [
  {
    type: 'identity',
    spec_version: '2.1',
    id: CREATOR,
    created: CREATED,
    modified: CREATED,
    name: 'Concert',
    identity_class: 'system',
  },
  {
    type: 'extension-definition',
    spec_version: '2.1',
    id: SET_ASIDE_EXTENSION,
    created_by_ref: CREATOR,
    created: CREATED,
    modified: CREATED,
    name: 'STIX 2.0 properties',
    description:
      'Values of observables whose STIX 2.0 properties STIX 2.1 does not have, kept by an upgrade.',
    schema:
      'Each property has the name, type and meaning of STIX 2.0 part 4. One of a predefined extension has the name of the extension before its own, with underscores, such as archive_ext_version.',
    version: '1.0.0',
    extension_types: ['property-extension'],
  },
]
