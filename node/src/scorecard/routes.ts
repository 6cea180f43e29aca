import { MEASURES } from '@concert/threads'
import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import { sendRequestResult } from '../requests/send.ts'
import { scorecardCsv } from './csv.ts'
import type { Period, ScorecardDesk } from './scorecard-desk.ts'

const NODE = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
const TIME = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
} as const

const PERIOD = {
  type: 'object',
  required: ['peer', 'from', 'until'],
  additionalProperties: false,
  properties: { peer: NODE, from: TIME, until: TIME },
} as const satisfies JSONSchema

const BY_ID = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: NODE, lang: { type: 'string', enum: ['en', 'zh'] } },
} as const satisfies JSONSchema

const CSV = {
  type: 'object',
  additionalProperties: false,
  properties: {
    id: NODE,
    /** Instead of the id of what was proposed: the scorecard as it is now. */
    period: PERIOD,
    lang: { type: 'string', enum: ['en', 'zh'] },
  },
} as const satisfies JSONSchema

const OPEN = {
  type: 'object',
  required: ['measure', 'of', 'urgency'],
  additionalProperties: false,
  properties: {
    id: NODE,
    period: PERIOD,
    measure: { type: 'string', enum: MEASURES.map(({ id }) => id) },
    of: NODE,
    urgency: { type: 'string', enum: ['all', 'u0', 'u1', 'u2', 'u3'] },
  },
} as const satisfies JSONSchema

type WherePeriod = Period & { readonly peer: string }

/** The operator's routes of scorecards. */
export function scorecardRoutes(plain: FastifyInstance, desk: ScorecardDesk): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const byId = { schema: { body: BY_ID } }
  app.get('/api/v1/scorecards', async () => ({ scorecards: await desk.list() }))
  app.get('/api/v1/scorecards/measures', async () => ({ measures: MEASURES }))
  app.post('/api/v1/scorecards/draft', { schema: { body: PERIOD } }, async (request, reply) => {
    const { peer, ...period } = request.body
    return sendRequestResult(reply, await desk.draft(peer, period))
  })
  app.post('/api/v1/scorecards/propose', { schema: { body: PERIOD } }, async (request, reply) => {
    const { peer, ...period } = request.body
    return sendRequestResult(reply, await desk.propose(peer, period))
  })
  app.post('/api/v1/scorecards/show', byId, async (request, reply) => {
    return sendRequestResult(reply, await desk.show(request.body.id))
  })
  app.post('/api/v1/scorecards/open', { schema: { body: OPEN } }, async (request, reply) => {
    const { measure, of, urgency } = request.body
    return sendRequestResult(
      reply,
      await desk.open(whereOf(request.body), { measure, of, urgency }),
    )
  })
  app.post('/api/v1/scorecards/csv', { schema: { body: CSV } }, async (request, reply) => {
    const where = whereOf(request.body)
    const shown = 'id' in where ? await desk.show(where.id) : await desk.draft(where.peer, where)
    if (!shown.ok) return sendRequestResult(reply, shown)
    return reply.type('text/csv').send(scorecardCsv(shown.value.card, request.body.lang ?? 'en'))
  })
  app.post('/api/v1/scorecards/signed', byId, async (request, reply) => {
    const made = await desk.signed(request.body.id)
    if (!made.ok) return sendRequestResult(reply, made)
    return reply.type('application/json').send(Buffer.from(made.value))
  })
}

/** A proposed scorecard, or one as it is now; what names neither is no known scorecard. */
function whereOf({ id = '', period }: { readonly id?: string; readonly period?: WherePeriod }) {
  return period === undefined ? { id } : period
}
