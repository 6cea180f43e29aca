import { RETRACT_REASONS } from '@concert/envelope'
import type { JSONSchema } from 'json-schema-to-ts'
import { TLP } from './import-request.ts'

const HEX32 = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
const TIME = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
} as const
const BILINGUAL = {
  type: 'object',
  required: ['en', 'zh'],
  additionalProperties: false,
  properties: { en: { type: 'string', minLength: 1 }, zh: { type: 'string', minLength: 1 } },
} as const
const ID = { type: 'string', maxLength: 200 } as const
const IDS = { type: 'array', items: ID, minItems: 1, maxItems: 1000 } as const

/** A peer to add, by its base URL. */
export const ADD_PEER = {
  type: 'object',
  required: ['url'],
  additionalProperties: false,
  properties: { url: { type: 'string' } },
} as const satisfies JSONSchema

/** A peer whose safety number has been compared. */
export const CONFIRM_PEER = {
  type: 'object',
  required: ['node', 'number'],
  additionalProperties: false,
  properties: { node: HEX32, number: { type: 'string', maxLength: 200 } },
} as const satisfies JSONSchema

/** A compact to propose. */
export const PROPOSE = {
  type: 'object',
  required: ['peers', 'title', 'text', 'from', 'until', 'signBy', 'intelligence'],
  additionalProperties: false,
  properties: {
    peers: { type: 'array', items: HEX32, minItems: 1, maxItems: 31 },
    title: BILINGUAL,
    text: { type: 'array', items: BILINGUAL, maxItems: 1000 },
    from: TIME,
    until: TIME,
    signBy: TIME,
    intelligence: {
      type: 'object',
      required: ['tlp', 'types', 'attribution', 'onward', 'retention_days'],
      additionalProperties: false,
      properties: {
        tlp: TLP,
        types: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 64 },
        attribution: { type: 'boolean' },
        onward: { type: 'boolean' },
        retention_days: { type: 'integer', minimum: 1, maximum: 36_500 },
      },
    },
  },
} as const satisfies JSONSchema

/** A compact to sign, by its digest. */
export const SIGN = {
  type: 'object',
  required: ['digest'],
  additionalProperties: false,
  properties: { digest: HEX32 },
} as const satisfies JSONSchema

/** Whom to share with, up to which label. */
export const SHARE = {
  type: 'object',
  required: ['peer', 'tlp'],
  additionalProperties: false,
  properties: { peer: HEX32, tlp: TLP },
} as const satisfies JSONSchema

/** An object by its id. */
export const BY_ID = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: ID },
} as const satisfies JSONSchema

/** Objects to retract, and why. */
export const RETRACT = {
  type: 'object',
  required: ['ids', 'reason'],
  additionalProperties: false,
  properties: { ids: IDS, reason: { type: 'string', enum: RETRACT_REASONS } },
} as const satisfies JSONSchema

/** Objects that were sighted, and how often. */
export const SIGHT = {
  type: 'object',
  required: ['ids', 'count'],
  additionalProperties: false,
  properties: { ids: IDS, count: { type: 'integer', minimum: 1, maximum: 1_000_000_000 } },
} as const satisfies JSONSchema
