import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { feedSentence } from '../feeds/feed-codes.ts'
import type { FeedDesk } from '../feeds/feed-desk.ts'
import { ADD_FEED, FEED_BY_NAME, type FeedSettings } from '../feeds/feed-settings.ts'
import type { FeedProgress } from '../feeds/read-feed.ts'

/** The operator's routes of feeds. */
export function feedRoutes(plain: FastifyInstance, feeds: FeedDesk): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const byName = { schema: { body: FEED_BY_NAME } }
  app.get('/api/v1/feeds', async () => ({ feeds: await feeds.list() }))
  app.post('/api/v1/feeds', { schema: { body: ADD_FEED } }, async (request, reply) => {
    return send(reply, await feeds.add(request.body as FeedSettings))
  })
  app.post('/api/v1/feeds/preview', byName, async (request, reply) => {
    return send(reply, await feeds.preview(request.body.name))
  })
  app.post('/api/v1/feeds/enable', byName, async (request, reply) => {
    return send(reply, await feeds.enable(request.body.name, true))
  })
  app.post('/api/v1/feeds/disable', byName, async (request, reply) => {
    return send(reply, await feeds.enable(request.body.name, false))
  })
  app.post('/api/v1/feeds/remove', byName, async (request, reply) => {
    return send(reply, await feeds.remove(request.body.name))
  })
  app.post('/api/v1/feeds/run', byName, async (request, reply) => {
    const { raw } = reply
    reply.hijack()
    raw.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const write = (event: object) => raw.write(`${JSON.stringify(event)}\n`)
    try {
      const done = await feeds.run(request.body.name, (progress: FeedProgress) => {
        write({ event: 'progress', ...progress })
      })
      if (done.ok) write({ event: 'done', ...done.value })
      else write({ event: 'refused', code: done.code, message: feedSentence(done.code) })
    } catch {
      write({ event: 'refused', code: 'internal', message: feedSentence('internal') })
    } finally {
      raw.end()
    }
  })
}

/** Sends a value, or 409 with the code and its sentence in both languages. */
function send(
  reply: FastifyReply,
  result: { ok: true; value: unknown } | { ok: false; code: string; at?: string },
): unknown {
  if (result.ok) return result.value
  const message = feedSentence(result.code)
  return reply.code(409).send({ code: result.code, at: result.at, message })
}
