import type { JsonObject } from '@concert/core'
import type { RequestMove } from '@concert/threads'
import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actingAs } from '../http/acting.ts'
import { actorName } from '../release/delegates.ts'
import { requestSentence } from './codes.ts'
import type { RequestDraft } from './draft.ts'
import type { RequestDesk } from './request-desk.ts'
import { BY_DIGEST, BY_NUMBER, KEEP, KIND, LIST, MOVE, TARGETS } from './schemas.ts'
import { requestWords } from './words.ts'

/** A hundred thousand targets, each a long URL. */
const DRAFT_BYTES = 64 << 20

/** The operator's routes of requests. */
export function requestRoutes(plain: FastifyInstance, desk: RequestDesk): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.get('/api/v1/requests/words', async () => requestWords())
  app.post('/api/v1/requests/list', { schema: { body: LIST } }, async (request) => {
    return await desk.list(request.body)
  })
  app.post('/api/v1/requests/counts', { schema: { body: KIND } }, async (request) => {
    return await desk.count(request.body.exercise ?? false)
  })
  app.post('/api/v1/requests/show', { schema: { body: BY_DIGEST } }, async (request, reply) => {
    return send(reply, await desk.show(request.body.id))
  })
  app.post('/api/v1/requests/targets', { schema: { body: TARGETS } }, async (request, reply) => {
    const { id, ...page } = request.body
    return send(reply, await desk.targets(id, page))
  })
  app.post('/api/v1/requests/move', { schema: { body: MOVE } }, async (request, reply) => {
    const { id, move, act, content } = request.body
    const order = {
      move: `request.${move}` as RequestMove,
      act: act as JsonObject,
      ...(content && { content: content as JsonObject }),
    }
    return send(reply, await desk.move(id, order))
  })
  draftRoutes(plain, desk)
}

function draftRoutes(plain: FastifyInstance, { drafts }: RequestDesk): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const byNumber = { schema: { body: BY_NUMBER } }
  app.post('/api/v1/requests/drafts', { schema: { body: KIND } }, async (request) => {
    return { drafts: await drafts.list(request.body.exercise ?? false) }
  })
  const keep = { schema: { body: KEEP }, bodyLimit: DRAFT_BYTES }
  app.post('/api/v1/requests/drafts/keep', keep, async (request, reply) => {
    const { id, draft, targets, as } = request.body
    return send(
      reply,
      await drafts.keep(draft as unknown as RequestDraft, targets, signer(request, as), id),
    )
  })
  app.post('/api/v1/requests/drafts/show', byNumber, async (request, reply) => {
    return send(reply, await drafts.show(request.body.id))
  })
  app.post('/api/v1/requests/drafts/authorise', byNumber, async (request, reply) => {
    return send(reply, await drafts.authorise(request.body.id, signer(request, request.body.as)))
  })
  app.post('/api/v1/requests/drafts/discard', byNumber, async (request, reply) => {
    return send(reply, await drafts.discard(request.body.id))
  })
  app.post('/api/v1/requests/drafts/send', byNumber, async (request, reply) => {
    return send(reply, await drafts.send(request.body.id))
  })
}

/** Whose word it is: at the console whoever is signed in. */
function signer(request: FastifyRequest, as: string | undefined): string | undefined {
  return actorName(actingAs(request, as)) || undefined
}

/** Sends a value, or 409 with the code and its sentence in both languages. */
function send(
  reply: FastifyReply,
  result: { ok: true; value: unknown } | { ok: false; code: string; at?: string },
): unknown {
  if (result.ok) return result.value
  const message = requestSentence(result.code)
  return reply.code(409).send({ code: result.code, at: result.at, message })
}
