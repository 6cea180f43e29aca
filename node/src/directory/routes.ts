import type { ContactRole } from '@concert/threads'
import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import { actingAs } from '../http/acting.ts'
import { sendCoded } from '../http/send-coded.ts'
import type { NodeParts } from '../node-parts.ts'
import { actorNamed } from '../release/delegates.ts'
import { DIRECTORY_CODES } from './codes.ts'
import type { ContactCard } from './contact-acts.ts'
import { parseHours } from './hours.ts'
import {
  ADD,
  ANSWER,
  ASK,
  BY_NUMBER,
  BY_REQUEST,
  CALL,
  HISTORY,
  OFFER,
  SCHEDULE,
  SHIFT,
  TO_PEER,
  UPDATE,
  WITHDRAW,
} from './schemas.ts'

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
  readonly role: ContactRole
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
