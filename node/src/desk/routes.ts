import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import { mayCall } from '../accounts/permissions.ts'
import type { NodeParts } from '../node-parts.ts'
import { readDesk } from './desk.ts'

const DESK = {
  type: 'object',
  additionalProperties: false,
  properties: {
    exercise: { type: 'string', enum: ['true', 'false'] },
    after: { type: 'string', maxLength: 300 },
  },
} as const satisfies JSONSchema

/** What needs somebody now, as far as their roles go. */
export function deskRoutes(plain: FastifyInstance, parts: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.get('/api/v1/desk', { schema: { querystring: DESK } }, async (request) => {
    const { person } = request
    const { exercise, after } = request.query
    const caller = person && { roles: person.roles, isKey: false }
    return await readDesk(parts, {
      exercise: exercise === 'true',
      ...(after !== undefined && { after }),
      // The operator's token opens everything.
      mayRead: (route) => !caller || mayCall(route, caller) === 'allowed',
    })
  })
}
