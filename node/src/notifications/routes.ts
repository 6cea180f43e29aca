import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import { actingAs } from '../http/acting.ts'
import { sendCoded } from '../http/send-coded.ts'
import type { NodeParts } from '../node-parts.ts'
import { actorNamed } from '../release/delegates.ts'
import { channelHealth } from './channels.ts'
import { NOTICE_CODES } from './codes.ts'
import { listNotices, markSeen } from './feed.ts'

const LIST = {
  type: 'object',
  additionalProperties: false,
  properties: {
    exercise: { type: 'boolean' },
    unseen: { type: 'boolean' },
    before: { type: 'integer', minimum: 1 },
    limit: { type: 'integer', minimum: 1, maximum: 1000 },
  },
} as const satisfies JSONSchema

const SEEN = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer', minimum: 1 },
    as: { type: 'string', minLength: 1, maxLength: 100 },
  },
} as const satisfies JSONSchema

/** The operator's routes of notices: the feed of the console. */
export function noticeRoutes(plain: FastifyInstance, { context }: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.post('/api/v1/notices/list', { schema: { body: LIST } }, async (request) => {
    const query = { ...request.body, exercise: request.body.exercise ?? false }
    return { notices: await listNotices(context, query) }
  })
  app.get('/api/v1/notices/channels', async () => ({ channels: await channelHealth(context) }))
  app.post('/api/v1/notices/seen', { schema: { body: SEEN } }, async (request, reply) => {
    const { id, as } = request.body
    const actor = actorNamed(context.config.release, actingAs(request, as))
    const done = actor.ok ? await markSeen(context, id, actor.value.name) : actor
    return sendCoded(reply, NOTICE_CODES, done)
  })
}
