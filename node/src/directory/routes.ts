import { CONTACT_ROLES, MAX_PING_MINUTES } from '@concert/threads'
import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import { actingAs } from '../http/acting.ts'
import { sendCoded } from '../http/send-coded.ts'
import type { NodeParts } from '../node-parts.ts'
import { actorNamed } from '../release/delegates.ts'
import { CALL_RESULTS } from './call-backs.ts'
import { DIRECTORY_CODES } from './codes.ts'
import type { ContactCard } from './contact-acts.ts'
import { parseHours } from './hours.ts'
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

const ADD = {
  type: 'object',
  required: ['role', 'name', 'hours', 'zone', 'languages', 'email', 'phone', 'pgp'],
  additionalProperties: false,
  properties: CONTACT_FIELDS,
} as const satisfies JSONSchema

const UPDATE = {
  type: 'object',
  required: ['id', 'role', 'name', 'hours', 'zone', 'languages', 'email', 'phone', 'pgp'],
  additionalProperties: false,
  properties: { id: CONTACT, ...CONTACT_FIELDS },
} as const satisfies JSONSchema

const TO_PEER = {
  type: 'object',
  required: ['id', 'peer'],
  additionalProperties: false,
  properties: { id: CONTACT, peer: NODE },
} as const satisfies JSONSchema

const WITHDRAW = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: CONTACT, peer: NODE },
} as const satisfies JSONSchema

const ASK = {
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

const ANSWER = {
  type: 'object',
  required: ['id', 'role'],
  additionalProperties: false,
  properties: { id: NODE, role: ROLE, as: NAME },
} as const satisfies JSONSchema

const HISTORY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    exercise: { type: 'boolean' },
    peer: NODE,
    limit: { type: 'integer', minimum: 1, maximum: 1000 },
  },
} as const satisfies JSONSchema

const SCHEDULE = {
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

const SHIFT = {
  type: 'object',
  required: ['line', 'contact', 'hours', 'zone'],
  additionalProperties: false,
  properties: { line: LINE, contact: CONTACT, hours: HOURS, zone: ZONE, starts: TIME, ends: TIME },
} as const satisfies JSONSchema

const OFFER = {
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

const BY_REQUEST = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: NODE },
} as const satisfies JSONSchema

const CALL = {
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

const BY_NUMBER = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: NUMBER },
} as const satisfies JSONSchema

/** The operator's routes of contacts, ping tests and the rota. */
export function directoryRoutes(plain: FastifyInstance, parts: NodeParts): void {
  contacts(plain, parts)
  pings(plain, parts)
  rota(plain, parts)
  calls(plain, parts)
}

function contacts(plain: FastifyInstance, { people }: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const desk = people.contacts
  app.get('/api/v1/contacts', async () => ({ contacts: await desk.list() }))
  app.post('/api/v1/contacts', { schema: { body: ADD } }, async (request, reply) => {
    const draft = draftOf(request.body)
    return sendCoded(reply, DIRECTORY_CODES, draft.ok ? await desk.add(draft.value) : draft)
  })
  app.post('/api/v1/contacts/update', { schema: { body: UPDATE } }, async (request, reply) => {
    const { id, ...fields } = request.body
    const draft = draftOf(fields)
    return sendCoded(reply, DIRECTORY_CODES, draft.ok ? await desk.update(id, draft.value) : draft)
  })
  app.post('/api/v1/contacts/share', { schema: { body: TO_PEER } }, async (request, reply) => {
    const { id, peer } = request.body
    return sendCoded(reply, DIRECTORY_CODES, await desk.share(id, peer))
  })
  app.post('/api/v1/contacts/withdraw', { schema: { body: WITHDRAW } }, async (request, reply) => {
    const { id, peer } = request.body
    return sendCoded(reply, DIRECTORY_CODES, await desk.withdraw(id, peer))
  })
}

interface Fields {
  readonly role: (typeof CONTACT_ROLES)[number]
  readonly name: string
  readonly hours: string
  readonly zone: string
  readonly languages: readonly string[]
  readonly email: string | null
  readonly phone: string | null
  readonly pgp: string | null
}

function draftOf({ role, hours, zone, pgp, ...fields }: Fields) {
  const read = parseHours(hours, zone)
  if (!read) return { ok: false, code: 'hours-form', at: 'hours' } as const
  // Armour is the same text with either line end; cards have one spelling.
  const key = pgp?.replaceAll('\r\n', '\n') ?? null
  const card: ContactCard = { ...fields, hours: read, pgp: key }
  return { ok: true, value: { role, card } } as const
}

function pings(plain: FastifyInstance, { people, context }: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const desk = people.pings
  app.post('/api/v1/pings/list', { schema: { body: HISTORY } }, async (request) => {
    return { pings: await desk.list({ ...request.body, exercise: request.body.exercise ?? false }) }
  })
  app.post('/api/v1/pings', { schema: { body: ASK } }, async (request, reply) => {
    const { peer, role, within = 240, exercise = false } = request.body
    return sendCoded(reply, DIRECTORY_CODES, await desk.ask(peer, role, within, exercise))
  })
  app.post('/api/v1/pings/answer', { schema: { body: ANSWER } }, async (request, reply) => {
    const { id, role, as } = request.body
    const actor = actorNamed(context.config.release, actingAs(request, as))
    const done = actor.ok ? await desk.answer(id, role, actor.value.name) : actor
    return sendCoded(reply, DIRECTORY_CODES, done)
  })
  app.get('/api/v1/pings/schedules', async () => ({ schedules: await desk.schedules() }))
  app.post('/api/v1/pings/schedules', { schema: { body: SCHEDULE } }, async (request) => {
    await desk.schedule(request.body)
    people.wake()
    return { schedules: await desk.schedules() }
  })
}

function calls(plain: FastifyInstance, { people, context }: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.post('/api/v1/requests/calls', { schema: { body: BY_REQUEST } }, async (request, reply) => {
    return sendCoded(reply, DIRECTORY_CODES, await people.calls.sheet(request.body.id))
  })
  app.post('/api/v1/requests/calls/record', { schema: { body: CALL } }, async (request, reply) => {
    const { id, as, contact, result, note = '' } = request.body
    const actor = actorNamed(context.config.release, actingAs(request, as))
    if (!actor.ok) return sendCoded(reply, DIRECTORY_CODES, actor)
    const call = { contact, result, note, actor: actor.value.name }
    return sendCoded(reply, DIRECTORY_CODES, await people.calls.record(id, call))
  })
}

function rota(plain: FastifyInstance, { people, context }: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const desk = people.rota
  app.get('/api/v1/rota', async () => await desk.view())
  app.post('/api/v1/rota/shifts', { schema: { body: SHIFT } }, async (request, reply) => {
    const { line, contact, hours, zone, starts, ends } = request.body
    const read = parseHours(hours, zone)
    if (!read) {
      return sendCoded(reply, DIRECTORY_CODES, { ok: false, code: 'hours-form', at: 'hours' })
    }
    const shift = {
      line,
      contact,
      hours: read,
      starts: starts === undefined ? context.now() : Date.parse(starts),
      ends: ends === undefined ? null : Date.parse(ends),
    }
    return sendCoded(reply, DIRECTORY_CODES, await desk.add(shift))
  })
  app.post(
    '/api/v1/rota/shifts/remove',
    { schema: { body: BY_NUMBER } },
    async (request, reply) => {
      return sendCoded(reply, DIRECTORY_CODES, await desk.remove(request.body.id))
    },
  )
  app.post('/api/v1/rota/handovers', { schema: { body: OFFER } }, async (request, reply) => {
    const { line, taker, until, note = '' } = request.body
    const offered = await desk.offer(line, taker, Date.parse(until), note)
    return sendCoded(reply, DIRECTORY_CODES, offered)
  })
  for (const [name, isAccepted] of [
    ['accept', true],
    ['decline', false],
  ] as const) {
    const path = `/api/v1/rota/handovers/${name}`
    app.post(path, { schema: { body: BY_NUMBER } }, async (request, reply) => {
      return sendCoded(reply, DIRECTORY_CODES, await desk.settle(request.body.id, isAccepted))
    })
  }
}
