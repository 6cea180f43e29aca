import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline, type Readable, Transform } from 'node:stream'
import { ConcertError, parseStrictJson, type Result } from '@concert/core'
import { PARCEL_MEDIA_TYPE, type RefusalCode } from '@concert/envelope'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { NodeContext } from '../context.ts'
import type { NodeMetrics } from '../events.ts'
import type { Inbox } from '../federation/inbox.ts'
import type { Peers } from '../federation/peers.ts'
import type { PullDesk } from '../federation/pull-desk.ts'
import { identityChainJson, readVersions } from '../identity/known-identities.ts'
import type { RequestGate } from './request-gate.ts'
import { verifierRoute } from './verifier-page.ts'

/** What the public listener serves beside log and witness. */
export interface PublicParts {
  readonly context: NodeContext
  readonly inbox: Inbox
  readonly pull: PullDesk
  readonly peers: Peers
  readonly metrics: NodeMetrics
  readonly gate: RequestGate
}

/** How long a parcel may wait here for the one before it. */
const LONGEST_WAIT_MS = 20_000

/** An identity that has been rotated hundreds of times. */
const MAX_IDENTITY_BYTES = 4 << 20

/** The one answer to everything that fails before it is authentic (protocol, steps 1 to 4). */
const NOT_ACCEPTED = { code: 'not-accepted' }

/** Identity, inbox, verifier page, health: what the world may ask of a node. */
export function publicRoutes(app: FastifyInstance, parts: PublicParts): void {
  const { context } = parts
  void app.register(async (scope) => parcelRoutes(scope, parts))
  void app.register(async (scope) => shownIdentityRoute(scope, parts))
  app.get('/.well-known/concert.json', async (_request, reply) => {
    const chain = await context.identities.chain(context.own.node)
    return reply
      .header('cache-control', 'max-age=60')
      .type('application/json; charset=utf-8')
      .send(identityChainJson(chain))
  })

  verifierRoute(app)

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

/** Inbox and outbox in a scope of their own: no media but parcels, no answer but the uniform one. */
function parcelRoutes(app: FastifyInstance, parts: PublicParts): void {
  const { context, inbox, pull, gate } = parts
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(PARCEL_MEDIA_TYPE, { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) {
      context.events.refused(status === 413 ? 'too-large' : 'malformed', undefined, error.code)
      return await reply.code(status).send(NOT_ACCEPTED)
    }
    // Ours, such as a full disk: what it is stays here, the sender may try again.
    context.events.refused('busy', undefined, error.code)
    return await reply.code(503).header('retry-after', '1').send(NOT_ACCEPTED)
  })
  const options = {
    bodyLimit: context.config.limits.parcelBytes,
    onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
      cutSlowBody(request.raw, context)
      if (gate.admit(request.ip)) return
      context.events.refused('busy', undefined, 'rate')
      await reply.code(429).header('retry-after', '1').send(NOT_ACCEPTED)
    },
    preParsing: async (_request: FastifyRequest, reply: FastifyReply, body: Readable) =>
      metered(body, reply.raw, gate),
  }
  const place = { pause: () => gate.leave(), resume: () => gate.enterAgain() }
  app.post('/concert/v1/inbox', options, async (request, reply) => {
    const ms = preferredWait(request.headers.prefer)
    return await inGate(gate, request, reply, (body) => inbox.receive(body, { ms, ...place }))
  })
  app.post('/concert/v1/outbox', options, async (request, reply) => {
    return await inGate(gate, request, reply, (body) => pull.answer(body, place))
  })
}

/** Works on a parcel while it has a place among those under way; a refusal says nothing. */
async function inGate(
  gate: RequestGate,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (body: Uint8Array) => Promise<Result<Uint8Array, RefusalCode>>,
): Promise<unknown> {
  if (!(request.body instanceof Uint8Array)) return reply.code(403).send(NOT_ACCEPTED)
  if (!gate.enter()) return reply.code(503).header('retry-after', '1').send(NOT_ACCEPTED)
  try {
    const result = await work(request.body)
    if (!result.ok && result.code === 'busy') {
      return reply.code(503).header('retry-after', '1').send(NOT_ACCEPTED)
    }
    if (!result.ok) return reply.code(403).send(NOT_ACCEPTED)
    return reply.type(PARCEL_MEDIA_TYPE).send(result.value)
  } finally {
    gate.leave()
  }
}

/** Where a peer that can't be asked shows its identity: 204 whatever becomes of it. */
function shownIdentityRoute(app: FastifyInstance, { peers, gate }: PublicParts): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
    return await reply.code(error.statusCode ?? 500).send(NOT_ACCEPTED)
  })
  app.post('/concert/v1/identity', { bodyLimit: MAX_IDENTITY_BYTES }, async (request, reply) => {
    if (!gate.admit(request.ip)) {
      return await reply.code(429).header('retry-after', '1').send(NOT_ACCEPTED)
    }
    const parsed = request.body instanceof Uint8Array ? parseStrictJson(request.body) : undefined
    const documents = parsed?.ok ? readVersions(parsed.value) : undefined
    if (documents) await peers.shown(documents)
    return await reply.code(204).send()
  })
}

/** `Prefer: wait=SECONDS` (RFC 7240 §4.3), bounded, in milliseconds; 0 without it. */
function preferredWait(prefer: string | string[] | undefined): number {
  const seconds = /^wait=(\d{1,3})$/.exec(String(prefer ?? ''))?.[1]
  return Math.min(LONGEST_WAIT_MS, Number(seconds ?? 0) * 1000)
}

/**
 * Counts a body's bytes while they are held: until the answer is out. Many strangers together may
 * not fill the memory, each below the limit of one parcel.
 */
function metered(body: Readable, answer: ServerResponse, gate: RequestGate): Readable {
  let held = 0
  const meter = new Transform({
    transform(part: Uint8Array, _encoding, next) {
      if (!gate.hold(part.length)) {
        return next(Object.assign(new ConcertError('memory'), { statusCode: 503 }))
      }
      held += part.length
      next(null, part)
    },
  })
  answer.once('close', () => {
    gate.release(held)
    held = 0
    meter.destroy()
  })
  pipeline(body, meter, () => undefined)
  return meter
}

/**
 * Ends a request whose body takes too long, however steadily it drips. The server's own limit is
 * looked at every half minute only.
 */
function cutSlowBody(request: IncomingMessage, { config, events }: NodeContext): void {
  const timer = setTimeout(() => {
    events.refused('too-slow', undefined, 'body')
    request.destroy()
  }, config.limits.bodyMs)
  for (const over of ['end', 'close']) request.once(over, () => clearTimeout(timer))
}
