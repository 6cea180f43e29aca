import { type JsonObject, ok } from '@concert/core'
import type { RequestMove } from '@concert/threads'
import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import { actingAs } from '../http/acting.ts'
import type { NodeParts } from '../node-parts.ts'
import type { RequestDraft } from './draft.ts'
import { deadlineCalendar } from './exports/calendar.ts'
import { exportRequest } from './exports/export-request.ts'
import { peersByEconomy } from './peers-by-economy.ts'
import type { RequestDesk } from './request-desk.ts'
import {
  BY_DIGEST,
  BY_NUMBER,
  CALENDAR,
  DECIDE,
  EXPORT,
  KEEP,
  KIND,
  LIST,
  LOOKED_AT,
  MOVE,
  PREVIEW,
  SPLIT,
  STATUSES,
  TARGETS,
} from './schemas.ts'
import { sendRequestResult } from './send.ts'
import { tellStatuses } from './status-file.ts'
import { readTargetList } from './targets/target-list.ts'
import { requestWords } from './words.ts'

/** A hundred thousand targets, each a long URL. */
const DRAFT_BYTES = 64 << 20
/** Deadlines in one calendar, the nearest. */
const CALENDAR_LINES = 1000

/** The operator's routes of requests. */
export function requestRoutes(
  plain: FastifyInstance,
  { requests: desk, context, peers }: NodeParts,
): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.get('/api/v1/requests/words', async () => requestWords())
  app.post('/api/v1/requests/list', { schema: { body: LIST } }, async (request) => {
    return await desk.list(request.body)
  })
  app.post('/api/v1/requests/counts', { schema: { body: KIND } }, async (request) => {
    return await desk.count(request.body.exercise ?? false)
  })
  app.post('/api/v1/requests/show', { schema: { body: BY_DIGEST } }, async (request, reply) => {
    return sendRequestResult(reply, await desk.show(request.body.id))
  })
  app.post('/api/v1/requests/targets', { schema: { body: TARGETS } }, async (request, reply) => {
    const { id, ...page } = request.body
    return sendRequestResult(reply, await desk.targets(id, page))
  })
  app.post('/api/v1/requests/move', { schema: { body: MOVE } }, async (request, reply) => {
    const { id, move, act, content, as } = request.body
    const order = {
      move: `request.${move}` as RequestMove,
      act: act as JsonObject,
      ...(content && { content: content as JsonObject }),
    }
    return sendRequestResult(reply, await desk.move(id, order, actingAs(request, as)))
  })
  const statuses = { schema: { body: STATUSES }, bodyLimit: DRAFT_BYTES }
  app.post('/api/v1/requests/statuses', statuses, async (request, reply) => {
    const { id, text, move = 'partial', as } = request.body
    const file = { id, text, as: move }
    const told = await tellStatuses(context, desk.words, file, actingAs(request, as))
    return sendRequestResult(reply, told)
  })
  app.post('/api/v1/requests/export', { schema: { body: EXPORT } }, async (request, reply) => {
    const { id, format } = request.body
    const made = await exportRequest(context, desk, id, format)
    if (!made.ok) return sendRequestResult(reply, made)
    return reply.type(format === 'mail' ? 'message/rfc822' : 'application/json').send(made.value)
  })
  app.post('/api/v1/requests/calendar', { schema: { body: CALENDAR } }, async (request, reply) => {
    const { exercise = false, lang = 'en' } = request.body
    const { requests } = await desk.list({ exercise, open: true, limit: CALENDAR_LINES })
    const text = deadlineCalendar(requests, context.config.host, lang, context.now())
    return reply.type('text/calendar; charset=utf-8').send(text)
  })
  heldRoutes(plain, desk)
  draftRoutes(plain, desk, async () => await peersByEconomy(context, peers))
}

/** What waits for a second person. */
function heldRoutes(plain: FastifyInstance, { words }: RequestDesk): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.post('/api/v1/requests/held', { schema: { body: KIND } }, async (request) => {
    return { held: await words.held(request.body.exercise ?? false) }
  })
  const decide = { schema: { body: DECIDE } }
  app.post('/api/v1/requests/held/approve', decide, async (request, reply) => {
    const { id, note, as } = request.body
    return sendRequestResult(reply, await words.approve(id, actingAs(request, as), note))
  })
  app.post('/api/v1/requests/held/reject', decide, async (request, reply) => {
    const { id, note, as } = request.body
    return sendRequestResult(reply, await words.reject(id, actingAs(request, as), note))
  })
}

function draftRoutes(
  plain: FastifyInstance,
  { drafts }: RequestDesk,
  knownPeers: () => Promise<readonly { readonly node: string; readonly economy: string }[]>,
): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const byNumber = { schema: { body: BY_NUMBER } }
  app.post('/api/v1/requests/drafts', { schema: { body: KIND } }, async (request) => {
    return { drafts: await drafts.list(request.body.exercise ?? false) }
  })
  const keep = { schema: { body: KEEP }, bodyLimit: DRAFT_BYTES }
  app.post('/api/v1/requests/drafts/keep', keep, async (request, reply) => {
    const { id, draft, targets, list, as } = request.body
    const read = list ? readTargetList(list) : ok(targets)
    if (!read.ok) return sendRequestResult(reply, read)
    const kept = await drafts.keep(
      draft as unknown as RequestDraft,
      read.value,
      actingAs(request, as),
      id,
    )
    return sendRequestResult(reply, kept)
  })
  const split = { schema: { body: SPLIT }, bodyLimit: DRAFT_BYTES }
  app.post('/api/v1/requests/drafts/split', split, async (request, reply) => {
    const { draft, list, as } = request.body
    const read = readTargetList(list)
    if (!read.ok) return sendRequestResult(reply, read)
    const known = await knownPeers()
    return sendRequestResult(
      reply,
      await drafts.split(
        draft as unknown as RequestDraft,
        read.value,
        known,
        actingAs(request, as),
      ),
    )
  })
  app.post('/api/v1/requests/drafts/show', byNumber, async (request, reply) => {
    return sendRequestResult(reply, await drafts.show(request.body.id))
  })
  app.post('/api/v1/requests/drafts/preview', { schema: { body: PREVIEW } }, async (req, reply) => {
    const { id, as, part } = req.body
    return sendRequestResult(reply, await drafts.preview(id, actingAs(req, as), part))
  })
  const looked = { schema: { body: LOOKED_AT } }
  app.post('/api/v1/requests/drafts/authorise', looked, async (request, reply) => {
    const { id, as, name } = request.body
    return sendRequestResult(reply, await drafts.authorise(id, actingAs(request, as), name))
  })
  app.post('/api/v1/requests/drafts/discard', byNumber, async (request, reply) => {
    return sendRequestResult(reply, await drafts.discard(request.body.id))
  })
  app.post('/api/v1/requests/drafts/send', looked, async (request, reply) => {
    const { id, name } = request.body
    return sendRequestResult(reply, await drafts.send(id, name))
  })
}
