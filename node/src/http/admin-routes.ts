import { Readable } from 'node:stream'
import { RETRACT_REASONS } from '@concert/envelope'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Static, Type } from 'typebox'
import { refusalSentence } from '../i18n/refusals.ts'
import { importFile } from '../intel/import-file.ts'
import type { NodeParts } from '../node-parts.ts'
import { exportEvidence, publishedKeys } from '../trust/export-evidence.ts'
import { makeLogProof } from '../trust/log-proof.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { ImportBody, Tlp } from './import-request.ts'

const Hex32 = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Bilingual = Type.Object(
  { en: Type.String({ minLength: 1 }), zh: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
)
const Time = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' })

const AddPeer = Type.Object({ url: Type.String() }, { additionalProperties: false })
const ConfirmPeer = Type.Object(
  { node: Hex32, number: Type.String({ maxLength: 200 }) },
  { additionalProperties: false },
)
const Propose = Type.Object(
  {
    peers: Type.Array(Hex32, { minItems: 1, maxItems: 31 }),
    title: Bilingual,
    text: Type.Array(Bilingual, { maxItems: 1000 }),
    from: Time,
    until: Time,
    signBy: Time,
    intelligence: Type.Object(
      {
        tlp: Tlp,
        types: Type.Array(Type.String(), { minItems: 1, maxItems: 64 }),
        attribution: Type.Boolean(),
        onward: Type.Boolean(),
        retention_days: Type.Integer({ minimum: 1, maximum: 36_500 }),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)
const Sign = Type.Object({ digest: Hex32 }, { additionalProperties: false })
const Share = Type.Object({ peer: Hex32, tlp: Tlp }, { additionalProperties: false })
type ShareTlp = Static<typeof Share>['tlp']
const Evidence = Type.Object(
  { id: Type.String({ maxLength: 200 }) },
  { additionalProperties: false },
)
const Ids = Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, maxItems: 1000 })
const Retract = Type.Object(
  { ids: Ids, reason: Type.Union(RETRACT_REASONS.map((reason) => Type.Literal(reason))) },
  { additionalProperties: false },
)
const Sight = Type.Object(
  { ids: Ids, count: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }) },
  { additionalProperties: false },
)

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
): AsyncGenerator<unknown> {
  const share = parts.intelligence.share(peer, tlp)
  for (;;) {
    const step = await share.next()
    if (!step.done) yield { event: 'progress', ...step.value }
    else {
      const result = step.value
      yield result.ok
        ? { event: 'done', ...result.value }
        : { event: 'refused', code: result.code, message: refusalSentence(result.code) }
      return
    }
  }
}

/** The operator's routes: on loopback only, behind the token in the data folder. */
export function adminRoutes(plain: FastifyInstance, parts: NodeParts): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>()
  identityAndPeers(app, parts)
  compacts(app, parts)
  intelligence(app, parts)
  app.get('/api/v1/openapi.json', async () => plain.swagger())
  app.get('/api/v1/status', async () => await nodeStatus(parts))
  app.get('/api/v1/published-keys', async () => await publishedKeys(parts))
  app.post('/api/v1/evidence', { schema: { body: Evidence } }, async (request, reply) => {
    const made = await exportEvidence(parts, request.body.id)
    if (!made.ok) return reply.code(404).send({ ...made, message: refusalSentence(made.code) })
    return reply.type('application/json').send(Buffer.from(made.value))
  })
  app.post('/api/v1/log/proof', { schema: { body: Evidence } }, async (request, reply) => {
    const made = await makeLogProof(parts.context, request.body.id)
    if (!made.ok) return reply.code(404).send({ ...made, message: refusalSentence(made.code) })
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

function send(
  reply: FastifyReply,
  result: { ok: true; value: unknown } | { ok: false; code: string; at?: string },
): unknown {
  if (result.ok) return result.value
  const message = refusalSentence(result.code)
  return reply.code(409).send({ code: result.code, at: result.at, message })
}

function identityAndPeers(plain: FastifyInstance, parts: NodeParts): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>()
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
  app.post('/api/v1/peers', { schema: { body: AddPeer } }, async (request, reply) => {
    const added = await peers.add(request.body.url.replace(/\/$/, ''))
    if (added.ok) await parts.trust.refresh()
    return send(reply, added)
  })
  app.post('/api/v1/peers/confirm', { schema: { body: ConfirmPeer } }, async (request, reply) => {
    const { node, number } = request.body
    const confirmed = await peers.confirm(node, number)
    if (confirmed.ok) await parts.trust.refresh()
    return send(reply, confirmed)
  })
}

function compacts(plain: FastifyInstance, parts: NodeParts): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>()
  app.get('/api/v1/compacts', async () => ({ compacts: await parts.compacts.list() }))
  app.post('/api/v1/compacts', { schema: { body: Propose } }, async (request) => {
    return await parts.compacts.propose(request.body)
  })
  app.post('/api/v1/compacts/sign', { schema: { body: Sign } }, async (request, reply) => {
    return send(reply, await parts.compacts.sign(request.body.digest))
  })
}

function intelligence(plain: FastifyInstance, parts: NodeParts): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>()
  app.post('/api/v1/import', { schema: { body: ImportBody } }, async (request, reply) => {
    return stream(reply, importFile(parts, request.body))
  })
  app.post('/api/v1/share', { schema: { body: Share } }, async (request, reply) => {
    const { peer, tlp } = request.body
    return stream(reply, shareEvents(parts, peer, tlp))
  })
  app.post('/api/v1/retract', { schema: { body: Retract } }, async (request, reply) => {
    const { ids, reason } = request.body
    return send(reply, await parts.intelligence.retract(ids, reason))
  })
  app.post('/api/v1/sight', { schema: { body: Sight } }, async (request, reply) => {
    const { ids, count } = request.body
    return send(reply, await parts.intelligence.sight(ids, count, parts.stixIdentity.view.id))
  })
}
