import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import { ROADS } from '../federation/peers.ts'
import { listRefused } from '../federation/refused-envelopes.ts'
import type { NodeParts } from '../node-parts.ts'
import { peerHealth } from '../trust/peer-health.ts'
import { sendResult } from './send-result.ts'

const NODE = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
const BASE64 = { type: 'string', maxLength: 400_000_000 } as const
const COUNT = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const

/** A peer and how the pair exchanges. */
const SET_ROAD = {
  type: 'object',
  required: ['node', 'road'],
  additionalProperties: false,
  properties: { node: NODE, road: { type: 'string', enum: ROADS } },
} as const satisfies JSONSchema

/** A peer, and the place after which to export. */
const EXPORT = {
  type: 'object',
  required: ['peer', 'epoch', 'seq'],
  additionalProperties: false,
  properties: { peer: NODE, epoch: COUNT, seq: COUNT },
} as const satisfies JSONSchema

/** A parcel out of a courier's file, or the identity that it begins with, in base64. */
const IMPORT = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: { parcel: BASE64, identity: BASE64 },
} as const satisfies JSONSchema

/** The identity of a node that can't be asked for it. */
const BROUGHT = {
  type: 'object',
  required: ['identities'],
  properties: {
    identities: { type: 'array', minItems: 1, maxItems: 1000, items: { type: 'object' } },
  },
} as const satisfies JSONSchema

/** The operator's routes of delivery: roads, couriers' files, the health of each peer. */
export function deliveryRoutes(plain: FastifyInstance, parts: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const { peers, courier } = parts
  const bodyLimit = 400_001_000
  app.get('/api/v1/delivery', async () => ({ peers: await peerHealth(parts) }))
  app.get('/api/v1/delivery/refused', async () => {
    return { envelopes: await listRefused(parts.context) }
  })
  app.post('/api/v1/peers/road', { schema: { body: SET_ROAD } }, async (request, reply) => {
    return sendResult(reply, await peers.setRoad(request.body.node, request.body.road))
  })
  app.post('/api/v1/peers/brought', { schema: { body: BROUGHT } }, async (request, reply) => {
    const added = await courier.add(request.body.identities)
    if (added.ok) await parts.trust.refresh()
    return sendResult(reply, added)
  })
  app.get('/api/v1/courier/identity', async (_request, reply) => {
    return reply.type('application/json; charset=utf-8').send(await courier.identity())
  })
  app.post('/api/v1/courier/export', { schema: { body: EXPORT } }, async (request, reply) => {
    const { peer, epoch, seq } = request.body
    const made = await courier.export(peer, { epoch, seq })
    if (!made.ok) return sendResult(reply, made)
    const { parcel, ...rest } = made.value
    return { ...rest, parcel: parcel && Buffer.from(parcel).toString('base64') }
  })
  app.post(
    '/api/v1/courier/import',
    { bodyLimit, schema: { body: IMPORT } },
    async (request, reply) => {
      const { parcel, identity } = request.body
      if (identity !== undefined) {
        await courier.learn(Buffer.from(identity, 'base64'))
        return {}
      }
      return sendResult(reply, await courier.import(Buffer.from(parcel ?? '', 'base64')))
    },
  )
}
