import { hash } from 'node:crypto'
import { MAX_ADD_CHECKPOINT_BYTES, parseTilePath } from '@concert/tlog'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { generationOf, logPath } from '../identity/log-generation.ts'
import type { NodeLog } from './node-log.ts'
import type { Witness } from './witness.ts'

/** Submission and monitoring prefix of a node's witness (tlog-witness). */
export const WITNESS_PREFIX = '/concert/v1/witness'

const TEXT = 'text/plain; charset=utf-8'
// What a published tile holds never changes: later trees only add to it.
const FOREVER = 'public, max-age=31536000, immutable'

/**
 * Serves the log's checkpoint and tiles to everybody: leaves are keyed commitments. The checkpoint
 * is the newest one, with the cosignatures that it has by now. The prefix ends in the log's
 * generation as its origin does, so that caches never mix the tiles of two logs: it serves
 * `<prefix>/checkpoint` and `<prefix>/tile/…` (tlog-tiles).
 */
export async function logRoutes(
  app: FastifyInstance,
  { log }: { readonly log: NodeLog },
): Promise<void> {
  const prefix = logPath(generationOf(log.origin))
  app.get(`${prefix}/checkpoint`, async (request, reply) => {
    const [head, witnessed] = [log.head(), log.witnessed()]
    const newest = witnessed?.size === head.size ? witnessed : head
    const bytes = Buffer.from(newest.checkpoint)
    return sendTagged(request, reply.type(TEXT).header('cache-control', 'no-cache'), bytes)
  })
  app.get<{ Params: { '*': string } }>(`${prefix}/tile/*`, async (request, reply) => {
    const tile = parseTilePath(`tile/${request.params['*']}`)
    const data = tile.ok ? await log.readTile(tile.value) : undefined
    if (data === undefined) return notFound(reply)
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    const cached = reply.type('application/octet-stream').header('cache-control', FOREVER)
    return sendTagged(request, cached, bytes)
  })
}

/** Serves a witness: add-checkpoint to the logs that it trusts, what it cosigned to everybody. */
export async function witnessRoutes(
  app: FastifyInstance,
  { witness }: { readonly witness: Witness },
): Promise<void> {
  // The specification names no content type for the request, so any will do.
  app.removeAllContentTypeParsers()
  const limits = { parseAs: 'buffer', bodyLimit: MAX_ADD_CHECKPOINT_BYTES } as const
  app.addContentTypeParser('*', limits, (_request, body, done) => done(null, body))
  app.post(`${WITNESS_PREFIX}/add-checkpoint`, async (request, reply) => {
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array(0)
    const answer = await witness.addCheckpoint(body)
    return reply.code(answer.status).type(answer.contentType).send(answer.body)
  })
  app.get<{ Params: { hash: string } }>(
    `${WITNESS_PREFIX}/:hash/checkpoint`,
    async (request, reply) => {
      const checkpoint = await witness.monitoring(request.params.hash)
      if (checkpoint === undefined) return notFound(reply)
      return reply.type(TEXT).header('cache-control', 'no-cache').send(checkpoint)
    },
  )
}

/** Sends bytes, or only that they are the ones that the client has (RFC 9110 §13.1.2). */
function sendTagged(request: FastifyRequest, reply: FastifyReply, bytes: Buffer): FastifyReply {
  const tag = `"${hash('sha256', bytes, 'base64url')}"`
  const known = request.headers['if-none-match']?.split(',').map((held) => held.trim())
  reply.header('etag', tag)
  const isKnown = known?.some((held) => held === '*' || held.replace(/^W\//, '') === tag)
  return isKnown ? reply.code(304).send() : reply.send(bytes)
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).type(TEXT).send('not_found\n')
}
