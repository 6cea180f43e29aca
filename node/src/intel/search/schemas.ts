import { TLP_LEVELS } from '@concert/stix'
import type { JSONSchema } from 'json-schema-to-ts'
import { EXPORT_FORMATS } from './export.ts'
import { MOST_VALUES } from './lookup.ts'
import { LONGEST_QUESTION } from './question.ts'
import { MOST_NODES } from './relations.ts'

const TEXT = { type: 'string', maxLength: LONGEST_QUESTION } as const
/** One at least: of none of them would let nothing through, which nobody means. */
const NAMES = {
  type: 'array',
  items: { type: 'string', maxLength: 250 },
  minItems: 1,
  maxItems: 100,
} as const

const FILTER = {
  types: NAMES,
  tlps: {
    type: 'array',
    items: { type: 'string', enum: [...TLP_LEVELS] },
    minItems: 1,
    maxItems: 5,
  },
  sources: NAMES,
  state: { type: 'string', enum: ['standing', 'retracted'] },
  since: { type: 'integer', minimum: 0 },
} as const

const QUERY = {
  q: TEXT,
  ...FILTER,
  limit: { type: 'integer', minimum: 1, maximum: 100 },
} as const

/** A search, or the next page of one. */
export const SEARCH = {
  type: 'object',
  required: ['q'],
  additionalProperties: false,
  properties: { ...QUERY, cursor: TEXT },
} as const satisfies JSONSchema

/** A search as a file. */
export const EXPORT = {
  type: 'object',
  required: ['q', 'format'],
  additionalProperties: false,
  properties: { q: TEXT, ...FILTER, format: { type: 'string', enum: EXPORT_FORMATS } },
} as const satisfies JSONSchema

/** A list of values to look up. */
export const LOOKUP = {
  type: 'object',
  required: ['values'],
  additionalProperties: false,
  properties: { values: { type: 'array', items: TEXT, minItems: 1, maxItems: MOST_VALUES } },
} as const satisfies JSONSchema

/** An object by its STIX id. */
export const BY_STIX_ID = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'string', maxLength: 300 } },
} as const satisfies JSONSchema

/** An object and what is around it. */
export const RELATIONS = {
  ...BY_STIX_ID,
  properties: {
    ...BY_STIX_ID.properties,
    most: { type: 'integer', minimum: 2, maximum: MOST_NODES },
  },
} as const satisfies JSONSchema

/** A query to keep. */
export const SAVE = {
  type: 'object',
  required: ['name', 'query'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 100, pattern: '^[^\\u0000]*$' },
    query: { type: 'object', required: ['q'], additionalProperties: false, properties: QUERY },
  },
} as const satisfies JSONSchema

/** A query that is kept, by its number. */
export const BY_NUMBER = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'integer', minimum: 1 } },
} as const satisfies JSONSchema
