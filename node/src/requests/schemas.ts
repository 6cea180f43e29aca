import { TLP_LEVELS } from '@concert/envelope'
import {
  PHASES,
  REQUEST_MOVES,
  REQUEST_TEMPLATES,
  REQUEST_TYPES,
  TARGET_LABELS,
  URGENCIES,
} from '@concert/threads'
import type { JSONSchema } from 'json-schema-to-ts'
import { EXPORT_FORMATS } from './exports/export-request.ts'
import { TARGET_FORMATS } from './targets/target-list.ts'

const HEX32 = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
const AS = { type: 'string', minLength: 1, maxLength: 100 } as const
const FLAG = { type: 'boolean' } as const

/** Which requests to list. */
export const LIST = {
  type: 'object',
  additionalProperties: false,
  properties: {
    exercise: FLAG,
    side: { type: 'string', enum: ['asker', 'owner'] },
    peer: HEX32,
    urgency: { type: 'string', enum: URGENCIES },
    type: { type: 'string', enum: REQUEST_TYPES },
    template: { type: 'string', enum: REQUEST_TEMPLATES },
    phase: { type: 'string', enum: PHASES },
    open: FLAG,
    lapsed: FLAG,
    ours: FLAG,
    limit: { type: 'integer', minimum: 1, maximum: 500 },
    after: { type: 'string', pattern: '^\\d{1,16}-\\d{1,16}$' },
  },
} as const satisfies JSONSchema

/** Live or drill. */
export const KIND = {
  type: 'object',
  additionalProperties: false,
  properties: { exercise: FLAG },
} as const satisfies JSONSchema

/** A request by the digest of its root. */
export const BY_DIGEST = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: HEX32 },
} as const satisfies JSONSchema

/** A request in the form of another system. */
export const EXPORT = {
  type: 'object',
  required: ['id', 'format'],
  additionalProperties: false,
  properties: { id: HEX32, format: { type: 'string', enum: EXPORT_FORMATS } },
} as const satisfies JSONSchema

/** Deadlines of open requests, live or of drills, in a language. */
export const CALENDAR = {
  type: 'object',
  additionalProperties: false,
  properties: { exercise: FLAG, lang: { type: 'string', enum: ['en', 'zh'] } },
} as const satisfies JSONSchema

/** A page of targets. */
export const TARGETS = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: {
    id: HEX32,
    from: { type: 'integer', minimum: 0, maximum: 100_000 },
    limit: { type: 'integer', minimum: 1, maximum: 10_000 },
    status: { type: 'string', enum: Object.keys(TARGET_LABELS) },
  },
} as const satisfies JSONSchema

/** A move: what it may hold is told by the protocol, and a wrong field is named in the refusal. */
export const MOVE = {
  type: 'object',
  required: ['id', 'move', 'act'],
  additionalProperties: false,
  properties: {
    id: HEX32,
    move: {
      type: 'string',
      enum: REQUEST_MOVES.filter(
        (move) => !['request.receive', 'request.targets', 'request.tender'].includes(move),
      ).map((move) => move.slice('request.'.length)),
    },
    act: { type: 'object' },
    content: { type: 'object' },
    as: AS,
  },
} as const satisfies JSONSchema

/** A request to write. */
const DRAFT = {
  type: 'object',
  required: ['peer', 'template', 'content'],
  additionalProperties: false,
  properties: {
    peer: HEX32,
    template: { type: 'string', enum: REQUEST_TEMPLATES },
    exercise: FLAG,
    tlp: { type: 'string', enum: TLP_LEVELS },
    act: { type: 'object' },
    content: { type: 'object' },
  },
} as const satisfies JSONSchema

const TARGET_LIST = {
  type: 'object',
  required: ['format', 'text'],
  additionalProperties: false,
  properties: {
    format: { type: 'string', enum: TARGET_FORMATS },
    text: { type: 'string', maxLength: 60_000_000 },
  },
} as const

/** A list of targets to split by economy into drafts, one for each peer that covers a part. */
export const SPLIT = {
  type: 'object',
  required: ['draft', 'list'],
  additionalProperties: false,
  properties: {
    draft: {
      ...DRAFT,
      required: ['template', 'content'],
      properties: {
        template: DRAFT.properties.template,
        exercise: DRAFT.properties.exercise,
        tlp: DRAFT.properties.tlp,
        act: DRAFT.properties.act,
        content: DRAFT.properties.content,
      },
    },
    list: TARGET_LIST,
    as: AS,
  },
} as const satisfies JSONSchema

/** A draft to keep, with its targets one an entry, or as a file that the node reads. */
export const KEEP = {
  type: 'object',
  required: ['draft'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer', minimum: 1 },
    draft: DRAFT,
    targets: { type: 'array', items: { type: 'string', maxLength: 4096 }, maxItems: 1_000_000 },
    list: TARGET_LIST,
    as: AS,
  },
} as const satisfies JSONSchema

/** A draft by its number. */
export const BY_NUMBER = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'integer', minimum: 1 }, as: AS },
} as const satisfies JSONSchema

/** A draft by its number, with the name of what was looked at. */
export const LOOKED_AT = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'integer', minimum: 1 }, name: HEX32, as: AS },
} as const satisfies JSONSchema

/** One statement of a draft. */
export const PREVIEW = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer', minimum: 1 },
    part: { type: 'integer', minimum: 0, maximum: 100_000 },
    as: AS,
  },
} as const satisfies JSONSchema

/** A decision on a word that waits, with why. */
export const DECIDE = {
  type: 'object',
  required: ['id', 'note'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer', minimum: 1 },
    note: { type: 'string', minLength: 1, maxLength: 2000 },
    as: AS,
  },
} as const satisfies JSONSchema

/** How targets stand, by a table. */
export const STATUSES = {
  type: 'object',
  required: ['id', 'text'],
  additionalProperties: false,
  properties: {
    id: HEX32,
    text: { type: 'string', maxLength: 60_000_000 },
    move: { type: 'string', enum: ['update', 'partial', 'answer'] },
    as: AS,
  },
} as const satisfies JSONSchema
