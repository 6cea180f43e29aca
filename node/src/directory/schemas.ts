import { CONTACT_ROLES, MAX_PING_MINUTES } from '@concert/threads'
import type { JSONSchema } from 'json-schema-to-ts'
import { CALL_RESULTS } from './call-backs.ts'
import { ROTA_LINES } from './lines.ts'

const NODE = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
const CONTACT = { type: 'string', pattern: '^[0-9a-f]{32}$' } as const
const ROLE = { type: 'string', enum: CONTACT_ROLES } as const
const LINE = { type: 'string', enum: ROTA_LINES } as const
const NAME = { type: 'string', minLength: 1, maxLength: 100 } as const
const HOURS = { type: 'string', minLength: 1, maxLength: 400 } as const
const ZONE = { type: 'string', minLength: 1, maxLength: 64 } as const
const TIME = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
} as const
const NUMBER = { type: 'integer', minimum: 1 } as const
const NULLABLE = { type: ['string', 'null'], maxLength: 40_000 } as const

const CONTACT_FIELDS = {
  role: ROLE,
  name: { type: 'string', maxLength: 120 },
  /** `always`, or windows such as `mon-fri 09:00-17:30`. */
  hours: HOURS,
  zone: ZONE,
  languages: { type: 'array', minItems: 1, maxItems: 8, items: { type: 'string', maxLength: 35 } },
  email: NULLABLE,
  phone: NULLABLE,
  pgp: NULLABLE,
} as const

/** Body of a route. */
export const ADD = {
  type: 'object',
  required: ['role', 'name', 'hours', 'zone', 'languages', 'email', 'phone', 'pgp'],
  additionalProperties: false,
  properties: CONTACT_FIELDS,
} as const satisfies JSONSchema

/** Body of a route. */
export const UPDATE = {
  type: 'object',
  required: ['id', 'role', 'name', 'hours', 'zone', 'languages', 'email', 'phone', 'pgp'],
  additionalProperties: false,
  properties: { id: CONTACT, ...CONTACT_FIELDS },
} as const satisfies JSONSchema

/** Body of a route. */
export const TO_PEER = {
  type: 'object',
  required: ['id', 'peer'],
  additionalProperties: false,
  properties: { id: CONTACT, peer: NODE },
} as const satisfies JSONSchema

/** Body of a route. */
export const WITHDRAW = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: CONTACT, peer: NODE },
} as const satisfies JSONSchema

/** Body of a route. */
export const ASK = {
  type: 'object',
  required: ['peer', 'role'],
  additionalProperties: false,
  properties: {
    peer: NODE,
    role: ROLE,
    within: { type: 'integer', minimum: 1, maximum: MAX_PING_MINUTES },
    exercise: { type: 'boolean' },
  },
} as const satisfies JSONSchema

/** Body of a route. */
export const ANSWER = {
  type: 'object',
  required: ['id', 'role'],
  additionalProperties: false,
  properties: { id: NODE, role: ROLE, as: NAME },
} as const satisfies JSONSchema

/** Body of a route. */
export const HISTORY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    exercise: { type: 'boolean' },
    peer: NODE,
    limit: { type: 'integer', minimum: 1, maximum: 1000 },
  },
} as const satisfies JSONSchema

/** Body of a route. */
export const SCHEDULE = {
  type: 'object',
  required: ['peer', 'role', 'everyMinutes', 'withinMinutes'],
  additionalProperties: false,
  properties: {
    peer: NODE,
    role: ROLE,
    everyMinutes: { type: 'integer', minimum: 0, maximum: 527_040 },
    withinMinutes: { type: 'integer', minimum: 1, maximum: MAX_PING_MINUTES },
  },
} as const satisfies JSONSchema

/** Body of a route. */
export const SHIFT = {
  type: 'object',
  required: ['line', 'contact', 'hours', 'zone'],
  additionalProperties: false,
  properties: { line: LINE, contact: CONTACT, hours: HOURS, zone: ZONE, starts: TIME, ends: TIME },
} as const satisfies JSONSchema

/** Body of a route. */
export const OFFER = {
  type: 'object',
  required: ['line', 'taker', 'until'],
  additionalProperties: false,
  properties: {
    line: LINE,
    taker: CONTACT,
    until: TIME,
    note: { type: 'string', maxLength: 2000 },
  },
} as const satisfies JSONSchema

/** Body of a route. */
export const BY_REQUEST = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: NODE },
} as const satisfies JSONSchema

/** Body of a route. */
export const CALL = {
  type: 'object',
  required: ['id', 'contact', 'result'],
  additionalProperties: false,
  properties: {
    id: NODE,
    contact: CONTACT,
    result: { type: 'string', enum: CALL_RESULTS },
    note: { type: 'string', maxLength: 2000 },
    as: NAME,
  },
} as const satisfies JSONSchema

/** Body of a route. */
export const BY_NUMBER = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: NUMBER },
} as const satisfies JSONSchema
