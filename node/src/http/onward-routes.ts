import { Readable } from 'node:stream'
import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import type { NodeParts } from '../node-parts.ts'
import { actingAs } from './acting.ts'
import { sendResult } from './send-result.ts'

const NODE = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
const DELEGATE = { type: 'string', minLength: 1, maxLength: 100 } as const
const LABEL = { type: 'string', enum: ['clear', 'green'] } as const

/** To whom, how much, whose, and who asks for it. */
const FORWARD = {
  type: 'object',
  required: ['peer', 'tlp'],
  additionalProperties: false,
  properties: { peer: NODE, tlp: LABEL, from: NODE, as: DELEGATE },
} as const satisfies JSONSchema

/** Whose objects are to become copies of ours; everybody's without it. */
const RELAY = {
  type: 'object',
  additionalProperties: false,
  properties: { from: NODE },
} as const satisfies JSONSchema

/** What is said of a file beside its bytes. */
const SEND = {
  type: 'object',
  required: ['peer', 'object', 'name'],
  additionalProperties: false,
  properties: {
    peer: NODE,
    object: { type: 'string', minLength: 38, maxLength: 250 },
    name: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[^/\\\\\\u0000-\\u001f]+$' },
    media_type: { type: 'string', maxLength: 127, pattern: '^[a-z0-9.+-]+/[a-z0-9.+-]+$' },
  },
} as const satisfies JSONSchema

/** One file. */
const ATTACHMENT = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } },
} as const satisfies JSONSchema

/** The operator's routes of what is passed on for others, and of large files. */
export function onwardRoutes(plain: FastifyInstance, parts: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const { onward, attachments } = parts
  app.post('/api/v1/forward', { schema: { body: FORWARD } }, async (request, reply) => {
    const as = actingAs(request, request.body.as)
    return sendResult(reply, await onward.forward({ ...request.body, as }))
  })
  app.post('/api/v1/relay', { schema: { body: RELAY } }, async (request) => {
    return await onward.relay(request.body.from)
  })
  app.get('/api/v1/attachments', async () => ({ attachments: await attachments.list() }))
  app.post(
    '/api/v1/attachments/discard',
    { schema: { body: ATTACHMENT } },
    async (request, reply) => sendResult(reply, await attachments.discard(request.body.id)),
  )
  app.post('/api/v1/attachments/open', { schema: { body: ATTACHMENT } }, async (request, reply) => {
    const opened = await attachments.open(request.body.id)
    if (!opened.ok) return sendResult(reply, opened)
    // Whatever it is, nothing that shows it may take it for something to run or draw.
    return reply.type('application/octet-stream').send(streamOf(opened.value.parts))
  })
  void app.register(async (scope) => sendRoute(scope, parts))
}

/** In a scope of its own: the body is read as it comes, however large. */
function sendRoute(plain: FastifyInstance, { attachments }: NodeParts): void {
  plain.removeAllContentTypeParsers()
  plain.addContentTypeParser('application/octet-stream', (_request, body, done) => {
    done(null, body)
  })
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const bodyLimit = Number.MAX_SAFE_INTEGER
  app.post(
    '/api/v1/attachments',
    { bodyLimit, schema: { querystring: SEND } },
    async (request, reply) => {
      const { peer, object, name, media_type: mediaType = null } = request.query
      const order = { peer, object, name, mediaType }
      return sendResult(reply, await attachments.send(order, request.body as Readable))
    },
  )
}

function streamOf(parts: AsyncGenerator<Uint8Array>): Readable {
  return Readable.from(parts, { objectMode: false })
}
