import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import { sendResult } from '../http/send-result.ts'
import type { TaxiiDesk } from './taxii-desk.ts'

const name = { type: 'string', minLength: 1, maxLength: 200 } as const
const names = { type: 'array', maxItems: 100, items: name } as const
const bilingual = {
  type: 'object',
  required: ['en', 'zh'],
  additionalProperties: false,
  properties: {
    en: { type: 'string', maxLength: 500 },
    zh: { type: 'string', maxLength: 500 },
  },
} as const
const tlp = { enum: ['clear', 'green', 'amber', 'amber+strict', 'red'] } as const

const COLLECTION = {
  type: 'object',
  required: ['title', 'view', 'readable', 'writable'],
  additionalProperties: false,
  properties: {
    title: bilingual,
    description: bilingual,
    alias: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' },
    view: {
      type: 'object',
      additionalProperties: false,
      properties: {
        sources: { ...names, minItems: 1 },
        compacts: { ...names, minItems: 1 },
        tlp,
        types: { ...names, minItems: 1 },
        labels: { ...names, minItems: 1 },
        confidence: { type: 'integer', minimum: 0, maximum: 100 },
        maxAgeDays: { type: 'integer', minimum: 1, maximum: 36_500 },
        where: {
          type: 'array',
          minItems: 1,
          maxItems: 20,
          items: {
            type: 'object',
            required: ['path', 'how', 'value'],
            additionalProperties: false,
            properties: {
              path: { type: 'string', pattern: '^[\\w-]{1,100}(\\.[\\w-]{1,100}){0,9}$' },
              how: { enum: ['is', 'is-not', 'contains'] },
              value: { type: 'string', maxLength: 500 },
            },
          },
        },
      },
    },
    readable: { type: 'boolean' },
    writable: { type: 'boolean' },
  },
} as const

const TOKEN = {
  type: 'object',
  required: ['name', 'tlp', 'outside', 'read', 'write'],
  additionalProperties: false,
  properties: {
    name,
    tlp,
    outside: { type: 'boolean' },
    read: names,
    write: names,
    expires: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    certificate: { type: 'string', pattern: '^[0-9A-Fa-f:]{64,95}$' },
  },
} as const

const NAMED = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: { name },
} as const

/** The operator's routes of the TAXII server. */
export function taxiiAdminRoutes(plain: FastifyInstance, desk: TaxiiDesk): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.get('/api/v1/taxii/collections', async () => ({ collections: await desk.listCollections() }))
  app.post('/api/v1/taxii/collections', { schema: { body: COLLECTION } }, async (request, reply) =>
    sendResult(reply, await desk.addCollection(request.body)),
  )
  app.post(
    '/api/v1/taxii/collections/remove',
    { schema: { body: NAMED } },
    async (request, reply) => sendResult(reply, await desk.removeCollection(request.body.name)),
  )
  app.get('/api/v1/taxii/tokens', async () => ({ tokens: await desk.listTokens() }))
  app.post('/api/v1/taxii/tokens', { schema: { body: TOKEN } }, async (request, reply) =>
    sendResult(reply, await desk.addToken(request.body)),
  )
  app.post('/api/v1/taxii/tokens/revoke', { schema: { body: NAMED } }, async (request, reply) =>
    sendResult(reply, await desk.revokeToken(request.body.name)),
  )
}
