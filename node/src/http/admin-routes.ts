import { Readable } from 'node:stream'
import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { FromSchema } from 'json-schema-to-ts'
import { operationRoutes } from '../concerted-operations/routes.ts'
import { directoryRoutes } from '../directory/routes.ts'
import { drillRoutes } from '../drills/routes.ts'
import { refusalSentence } from '../i18n/refusals.ts'
import { importFile } from '../intel/import-file.ts'
import type { RetentionOver } from '../intel/retention/retention-over.ts'
import { searchRoutes } from '../intel/search/routes.ts'
import { languageRoutes } from '../languages/routes.ts'
import type { NodeParts } from '../node-parts.ts'
import { noticeRoutes } from '../notifications/routes.ts'
import type { Acting } from '../release/delegates.ts'
import { releaseRoutes } from '../release/routes.ts'
import { requestRoutes } from '../requests/routes.ts'
import { scorecardRoutes } from '../scorecard/routes.ts'
import { taxiiAdminRoutes } from '../taxii/admin-routes.ts'
import { exportEvidence, publishedKeys } from '../trust/export-evidence.ts'
import { logGrowth } from '../trust/log-growth.ts'
import { makeLogProof } from '../trust/log-proof.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { pinnedPolicy } from '../trust/pinned-policy.ts'
import { actingAs } from './acting.ts'
import {
  ADD_PEER,
  BY_COMPACT,
  BY_ID,
  BY_ID_AND_PEER,
  CONFIRM_PEER,
  RETRACT,
  SHARE,
  SIGHT,
} from './admin-schemas.ts'
import { compactRoutes } from './compact-routes.ts'
import { feedRoutes } from './feed-routes.ts'
import { IMPORT_BODY } from './import-request.ts'
import { sendResult } from './send-result.ts'
import { watchRoutes } from './watch-routes.ts'

type ShareTlp = FromSchema<typeof SHARE>['tlp']

/** Sends events as they come, one JSON object a line. */
function stream(reply: FastifyReply, events: AsyncIterable<unknown>): FastifyReply {
  return reply.type('application/x-ndjson').send(Readable.from(lines(events)))
}

async function* lines(events: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(event)}\n`
}

async function* shareEvents(
  parts: NodeParts,
  peer: string,
  tlp: ShareTlp,
  as: Acting,
  ids: readonly string[] | undefined,
): AsyncGenerator<unknown> {
  const share = parts.intelligence.share(peer, tlp, as, ids)
  for (;;) {
    const step = await share.next()
    if (!step.done) yield { event: 'progress', ...step.value }
    else {
      const result = step.value
      yield result.ok
        ? { event: 'done', ...result.value }
        : { event: 'refused', ...result, message: refusalSentence(result.code) }
      return
    }
  }
}

/** What is not here, or not any more: then the refusal says more than its code does. */
function sendMissing(
  reply: FastifyReply,
  refused: RetentionOver | { readonly ok: false; readonly code: 'not-found' },
): FastifyReply {
  const message = 'message' in refused ? refused.message : refusalSentence(refused.code)
  return reply.code(refused.code === 'not-found' ? 404 : 410).send({ ...refused, message })
}

/** What is asked of the node: on loopback behind the operator's token, at the console by role. */
export function adminRoutes(plain: FastifyInstance, parts: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  identityAndPeers(app, parts)
  compactRoutes(app, parts.compacts, parts.retention)
  intelligence(app, parts)
  watchRoutes(plain, parts)
  releaseRoutes(plain, parts)
  searchRoutes(plain, parts.search)
  feedRoutes(plain, parts.feeds)
  requestRoutes(plain, parts)
  scorecardRoutes(plain, parts.requests.scorecards)
  taxiiAdminRoutes(plain, parts.taxii)
  directoryRoutes(plain, parts)
  noticeRoutes(plain, parts)
  operationRoutes(plain, parts)
  languageRoutes(plain, parts)
  drillRoutes(plain, parts)
  app.get('/api/v1/status', async () => await nodeStatus(parts))
  app.get('/api/v1/log/growth', async () => {
    const { store, log, now } = parts.context
    return { points: await logGrowth(store, { at: now(), size: log.head().size }) }
  })
  app.get(
    '/api/v1/published-keys',
    { schema: { querystring: BY_COMPACT } },
    async (request, reply) => {
      const { compact } = request.query
      if (compact === undefined) return await publishedKeys(parts)
      const text = await pinnedPolicy(parts.context, compact)
      if (text !== undefined) return await publishedKeys(parts, { text })
      const message = refusalSentence('unknown-compact')
      return reply.code(404).send({ code: 'unknown-compact', message })
    },
  )
  app.post('/api/v1/evidence', { schema: { body: BY_ID_AND_PEER } }, async (request, reply) => {
    const made = await exportEvidence(parts, request.body.id, request.body.peer)
    if (!made.ok) return sendMissing(reply, made)
    return reply.type('application/json').send(Buffer.from(made.value))
  })
  app.post('/api/v1/log/proof', { schema: { body: BY_ID } }, async (request, reply) => {
    const made = await makeLogProof(parts.context, request.body.id)
    if (!made.ok) return sendMissing(reply, made)
    return made.value
  })
  app.get('/api/v1/objects', async (request) => {
    const { own, after, type } = request.query as Record<string, string | undefined>
    return await parts.intelligence.list({
      own: own === undefined ? undefined : own === 'true',
      after: Number(after ?? 0),
      type,
    })
  })
}

function identityAndPeers(plain: FastifyInstance, parts: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const { context, peers } = parts
  app.get('/api/v1/identity', async () => {
    const { node, identity } = context.own
    const { host, names, economy, version, log, witness, keys } = identity
    const listed = keys.map(({ id, use, alg, from, until, revoked }) => {
      return { id, use, alg, from, until, revoked }
    })
    return { node, host, names, economy, version, log, witness, keys: listed }
  })
  app.get('/api/v1/peers', async () => ({ peers: await peers.list() }))
  app.post('/api/v1/peers', { schema: { body: ADD_PEER } }, async (request, reply) => {
    const added = await peers.add(request.body.url.replace(/\/$/, ''))
    if (added.ok) await parts.trust.refresh()
    return sendResult(reply, added)
  })
  app.post('/api/v1/peers/confirm', { schema: { body: CONFIRM_PEER } }, async (request, reply) => {
    const { node, number } = request.body
    const confirmed = await peers.confirm(node, number)
    if (confirmed.ok) await parts.trust.refresh()
    return sendResult(reply, confirmed)
  })
}

function intelligence(plain: FastifyInstance, parts: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.post('/api/v1/import', { schema: { body: IMPORT_BODY } }, async (request, reply) => {
    return stream(reply, importFile(parts, request.body))
  })
  app.post('/api/v1/share', { schema: { body: SHARE } }, async (request, reply) => {
    const { peer, tlp, as, ids } = request.body
    return stream(reply, shareEvents(parts, peer, tlp, actingAs(request, as), ids))
  })
  app.post('/api/v1/retract', { schema: { body: RETRACT } }, async (request, reply) => {
    const { ids, reason } = request.body
    return sendResult(reply, await parts.intelligence.retract(ids, reason))
  })
  app.post('/api/v1/sight', { schema: { body: SIGHT } }, async (request, reply) => {
    const { ids, count, novel } = request.body
    const by = parts.stixIdentity.view.id
    return sendResult(reply, await parts.intelligence.sight(ids, count, by, novel))
  })
}
