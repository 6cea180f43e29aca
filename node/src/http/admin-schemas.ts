import { RETRACT_REASONS } from '@concert/envelope'
import { SUSPEND_REASONS, TIERS } from '@concert/threads'
import type { JSONSchema } from 'json-schema-to-ts'
import { TLP } from './import-request.ts'

const HEX32 = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
/** RFC 3339 in UTC to the millisecond. */
export const TIME = {
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

const VERSION = {
  title: BILINGUAL,
  text: { type: 'array', items: BILINGUAL, maxItems: 1000 },
  from: TIME,
  until: TIME,
  signBy: TIME,
  /** Machine-readable terms as in docs/protocol/compact.md; what is left out is not agreed. */
  terms: { type: 'object' },
} as const
const TIER = { type: 'string', enum: TIERS } as const
const REASON = { type: 'string', enum: SUSPEND_REASONS } as const

/** A compact to propose. */
export const PROPOSE = {
  type: 'object',
  required: ['peers', 'title', 'text', 'from', 'until', 'signBy', 'terms'],
  additionalProperties: false,
  properties: { peers: { type: 'array', items: HEX32, minItems: 1, maxItems: 31 }, ...VERSION },
} as const satisfies JSONSchema

/** Another version of a compact. */
export const AMEND = {
  type: 'object',
  required: ['compact', 'title', 'text', 'from', 'until', 'signBy', 'terms'],
  additionalProperties: false,
  properties: { compact: HEX32, ...VERSION },
} as const satisfies JSONSchema

/** A tier to close, and why; at once, or as soon as the notice allows, without a time. */
export const SUSPEND = {
  type: 'object',
  required: ['compact', 'tier', 'reason'],
  additionalProperties: false,
  properties: { compact: HEX32, tier: TIER, reason: REASON, from: TIME },
} as const satisfies JSONSchema

/** A tier to open again. */
export const RESUME = {
  type: 'object',
  required: ['compact', 'tier'],
  additionalProperties: false,
  properties: { compact: HEX32, tier: TIER },
} as const satisfies JSONSchema

/** A compact to end, and why. */
export const END = {
  type: 'object',
  required: ['compact', 'reason'],
  additionalProperties: false,
  properties: { compact: HEX32, reason: REASON, at: TIME },
} as const satisfies JSONSchema

/** Two versions to compare. */
export const DIFF = {
  type: 'object',
  required: ['after'],
  additionalProperties: false,
  properties: { after: HEX32, before: HEX32 },
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
  properties: {
    peer: HEX32,
    tlp: TLP,
    as: { type: 'string', maxLength: 100 },
    /** What is chosen; everything that has not gone there without. */
    ids: IDS,
  },
} as const satisfies JSONSchema

/** An object by its id. */
export const BY_ID = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: ID },
} as const satisfies JSONSchema

/** An object or a statement by its id, and the peer with whom it was exchanged. */
export const BY_ID_AND_PEER = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: ID, peer: HEX32 },
} as const satisfies JSONSchema

/** A version of a compact, by its digest. */
export const BY_COMPACT = {
  type: 'object',
  additionalProperties: false,
  properties: { compact: HEX32 },
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
  properties: {
    ids: IDS,
    count: { type: 'integer', minimum: 1, maximum: 1_000_000_000 },
    /** Whether they were new to this side; left out, nothing is said of it. */
    novel: { type: 'boolean' },
  },
} as const satisfies JSONSchema
