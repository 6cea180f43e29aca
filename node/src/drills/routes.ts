import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import { sendCoded } from '../http/send-coded.ts'
import type { NodeParts } from '../node-parts.ts'
import { DRILL_CODES } from './codes.ts'

const START = {
  type: 'object',
  required: ['scenario', 'peer'],
  additionalProperties: false,
  properties: {
    scenario: { type: 'object' },
    peer: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    speed: { type: 'integer', minimum: 1, maximum: 10_000 },
  },
} as const satisfies JSONSchema

const BY_NUMBER = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'integer', minimum: 1 } },
} as const satisfies JSONSchema

/** The operator's routes of drills. */
export function drillRoutes(plain: FastifyInstance, { people }: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const desk = people.drills
  app.get('/api/v1/drills', async () => ({ drills: await desk.list() }))
  app.post('/api/v1/drills', { schema: { body: START } }, async (request, reply) => {
    const { scenario, peer, speed = 1 } = request.body
    const started = await desk.start(scenario, peer, speed)
    people.wake()
    return sendCoded(reply, DRILL_CODES, started)
  })
  app.post('/api/v1/drills/show', { schema: { body: BY_NUMBER } }, async (request, reply) => {
    return sendCoded(reply, DRILL_CODES, await desk.show(request.body.id))
  })
  app.post('/api/v1/drills/stop', { schema: { body: BY_NUMBER } }, async (request, reply) => {
    return sendCoded(reply, DRILL_CODES, await desk.stop(request.body.id))
  })
}
