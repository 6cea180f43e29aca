import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import type { Compacts } from '../compacts/compacts.ts'
import type { RetentionDesk } from '../intel/retention/retention-desk.ts'
import { AMEND, DIFF, END, PROPOSE, RESUME, SIGN, SUSPEND } from './admin-schemas.ts'
import { sendResult } from './send-result.ts'

/** The operator's routes for compacts. */
export function compactRoutes(
  plain: FastifyInstance,
  compacts: Compacts,
  retention: RetentionDesk,
): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.get('/api/v1/compacts', async () => ({ compacts: await compacts.list() }))
  app.get('/api/v1/compacts/kept', async () => await retention.view())
  app.get('/api/v1/compacts/templates', async () => ({ templates: compacts.templates() }))
  app.post('/api/v1/compacts', { schema: { body: PROPOSE } }, async (request, reply) => {
    return sendResult(reply, await compacts.propose(request.body))
  })
  app.post('/api/v1/compacts/amend', { schema: { body: AMEND } }, async (request, reply) => {
    const { compact, ...draft } = request.body
    return sendResult(reply, await compacts.amend(compact, draft))
  })
  app.post('/api/v1/compacts/sign', { schema: { body: SIGN } }, async (request, reply) => {
    return sendResult(reply, await compacts.sign(request.body.digest))
  })
  app.post('/api/v1/compacts/suspend', { schema: { body: SUSPEND } }, async (request, reply) => {
    const { compact, tier, reason, from } = request.body
    return sendResult(reply, await compacts.suspend(compact, tier, reason, from))
  })
  app.post('/api/v1/compacts/resume', { schema: { body: RESUME } }, async (request, reply) => {
    const { compact, tier } = request.body
    return sendResult(reply, await compacts.resume(compact, tier))
  })
  app.post('/api/v1/compacts/end', { schema: { body: END } }, async (request, reply) => {
    const { compact, reason, at } = request.body
    return sendResult(reply, await compacts.end(compact, reason, at))
  })
  app.post('/api/v1/compacts/version', { schema: { body: SIGN } }, async (request, reply) => {
    return sendResult(reply, await compacts.version(request.body.digest))
  })
  app.post('/api/v1/compacts/diff', { schema: { body: DIFF } }, async (request, reply) => {
    const { after, before } = request.body
    return sendResult(reply, await compacts.diff(after, before))
  })
}
