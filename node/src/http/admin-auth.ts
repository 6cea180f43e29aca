import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

/** Asks for the operator's token on every path, so that right and wrong ones look alike without. */
export function requireToken(app: FastifyInstance, token: string): void {
  const expected = Buffer.from(`Bearer ${token}`)
  app.addHook('onRequest', async (request, reply) => {
    const given = Buffer.from(request.headers.authorization ?? '')
    const isValid = given.length === expected.length && timingSafeEqual(given, expected)
    if (!isValid) await reply.code(401).send({ code: 'unauthorised' })
  })
}
