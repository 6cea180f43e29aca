import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import { actingAs } from '../http/acting.ts'
import { TIME } from '../http/admin-schemas.ts'
import { TLP } from '../http/import-request.ts'
import { sendResult } from '../http/send-result.ts'
import type { NodeParts } from '../node-parts.ts'
import { readAudit } from './audit.ts'
import { listBrokenGlass } from './broken-glass.ts'
import { listHolders } from './holders.ts'
import { QUEUE_STATES, viewQueue } from './queue.ts'
import { listRecalls } from './recalls.ts'
import { REASONS } from './rules/finding.ts'

const NODE = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
const ID = { type: 'string', maxLength: 300 } as const
const NAME = { type: 'string', minLength: 1, maxLength: 100 } as const
const REASON = { type: 'string', enum: REASONS } as const

const PREVIEW = {
  type: 'object',
  required: ['peer', 'tlp', 'id'],
  additionalProperties: false,
  properties: { peer: NODE, tlp: TLP, id: ID },
} as const satisfies JSONSchema

const HOLDERS = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: ID },
} as const satisfies JSONSchema

const OUTLOOK = {
  type: 'object',
  required: ['peer', 'tlp'],
  additionalProperties: false,
  properties: {
    peer: NODE,
    tlp: TLP,
    ids: { type: 'array', items: ID, minItems: 1, maxItems: 1000 },
  },
} as const satisfies JSONSchema

const QUEUE = {
  type: 'object',
  additionalProperties: false,
  properties: { state: { type: 'string', enum: QUEUE_STATES }, peer: NODE, reason: REASON },
} as const satisfies JSONSchema

const DECIDE = {
  type: 'object',
  required: ['peer', 'note'],
  additionalProperties: false,
  properties: {
    peer: NODE,
    note: { type: 'string', minLength: 1, maxLength: 2000 },
    ids: { type: 'array', items: ID, minItems: 1, maxItems: 1000 },
    reason: REASON,
    shown: {
      type: 'array',
      minItems: 1,
      maxItems: 1000,
      items: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    },
    until: TIME,
    as: NAME,
  },
} as const satisfies JSONSchema

const AUDIT = {
  type: 'object',
  additionalProperties: false,
  properties: {
    after: { type: 'integer', minimum: 0 },
    before: { type: 'integer', minimum: 0 },
    id: ID,
    action: { type: 'string', maxLength: 40 },
  },
} as const satisfies JSONSchema

/** The operator's routes of the release desk. */
export function releaseRoutes(plain: FastifyInstance, parts: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const { release, review, context } = parts
  app.get('/api/v1/release/rules', async (_request, reply) => {
    return sendResult(reply, await release.rules())
  })
  app.post('/api/v1/release/preview', { schema: { body: PREVIEW } }, async (request, reply) => {
    const { peer, tlp, id } = request.body
    return sendResult(reply, await release.preview(peer, tlp, id))
  })
  app.post('/api/v1/release/outlook', { schema: { body: OUTLOOK } }, async (request, reply) => {
    const { peer, tlp, ids } = request.body
    return sendResult(reply, await release.outlook(peer, tlp, ids))
  })
  app.post('/api/v1/release/queue', { schema: { body: QUEUE } }, async (request) => {
    return await viewQueue(context, { ...request.body, state: request.body.state ?? 'review' })
  })
  const decisions = {
    approve: review.approve.bind(review),
    reject: review.reject.bind(review),
    'break-glass': review.breakGlass.bind(review),
  }
  for (const [name, decide] of Object.entries(decisions)) {
    app.post(`/api/v1/release/${name}`, { schema: { body: DECIDE } }, async (request, reply) => {
      const { as, ...order } = request.body
      return sendResult(reply, await decide(actingAs(request, as), order))
    })
  }
  app.post('/api/v1/release/audit', { schema: { body: AUDIT } }, async (request) => {
    return {
      decisions: await readAudit(context, { ...request.body, after: request.body.after ?? 0 }),
    }
  })
  app.get('/api/v1/release/broken-glass', async () => ({
    records: await listBrokenGlass(context),
  }))
  app.get('/api/v1/release/recalls', async () => ({ recalls: await listRecalls(context) }))
  app.get('/api/v1/release/holders', { schema: { querystring: HOLDERS } }, async (request) => {
    return { holders: await listHolders(context, request.query.id) }
  })
}
