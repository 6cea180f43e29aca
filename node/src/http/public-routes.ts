import { PARCEL_MEDIA_TYPE } from '@concert/envelope'
import type { FastifyInstance } from 'fastify'
import type { NodeContext } from '../context.ts'
import type { NodeMetrics } from '../events.ts'
import type { Inbox } from '../federation/inbox.ts'
import { identityChainJson } from '../federation/peers.ts'
import type { RequestGate } from './request-gate.ts'

/** What the public listener serves beside log and witness. */
export interface PublicParts {
  readonly context: NodeContext
  readonly inbox: Inbox
  readonly metrics: NodeMetrics
  readonly gate: RequestGate
}

/** The one answer to everything that fails before it is authentic (protocol, steps 1 to 4). */
const NOT_ACCEPTED = { code: 'not-accepted' }

/** Identity, inbox, health: what the world may ask of a node. */
export function publicRoutes(app: FastifyInstance, parts: PublicParts): void {
  const { context, inbox, gate } = parts
  app.addContentTypeParser(PARCEL_MEDIA_TYPE, { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })

  app.get('/.well-known/concert.json', async (_request, reply) => {
    const chain = await context.identities.chain(context.own.node)
    return reply
      .header('cache-control', 'max-age=60')
      .type('application/json; charset=utf-8')
      .send(identityChainJson(chain))
  })

  app.post(
    '/concert/v1/inbox',
    {
      bodyLimit: context.config.limits.parcelBytes,
      onRequest: async (request, reply) => {
        if (!gate.admit(request.ip)) {
          context.events.refused('busy', undefined, 'rate')
          await reply.code(429).header('retry-after', '1').send(NOT_ACCEPTED)
        }
      },
    },
    async (request, reply) => {
      if (!(request.body instanceof Uint8Array)) return reply.code(403).send(NOT_ACCEPTED)
      const taken = gate.enter()
      if (!taken) return reply.code(503).header('retry-after', '1').send(NOT_ACCEPTED)
      try {
        const result = await inbox.receive(request.body)
        if (!result.ok) return reply.code(403).send(NOT_ACCEPTED)
        return reply.type(PARCEL_MEDIA_TYPE).send(result.value)
      } finally {
        gate.leave()
      }
    },
  )

  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    try {
      await context.store.read.db.selectFrom('node_state').select('name').limit(1).execute()
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'store-failed' })
    }
  })
}
