import { Readable } from 'node:stream'
import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '../../accounts/roles.ts'
import type { Bilingual } from '../../i18n/language.ts'
import { refusalSentence } from '../../i18n/refusals.ts'
import type { SearchFilter } from './rows.ts'
import { BY_NUMBER, BY_STIX_ID, EXPORT, LOOKUP, RELATIONS, SAVE, SEARCH } from './schemas.ts'
import type { SearchDesk } from './search-desk.ts'

/** Ten thousand values, each a long URL. */
const LOOKUP_BYTES = 24 << 20
/** Roles that work with everything the node holds. Others see what a community may see. */
const EVERYTHING: readonly Role[] = [
  'duty-officer',
  'analyst',
  'release-officer',
  'legal',
  'auditor',
  'operator',
]
const COMMUNITY = ['clear', 'green'] as const

const MEDIA = {
  stix: 'application/stix+json;version=2.1',
  csv: 'text/csv; charset=utf-8',
  list: 'text/plain; charset=utf-8',
} as const

/** The routes of search. Questions come in bodies, so that no log of URLs holds them. */
export function searchRoutes(plain: FastifyInstance, desk: SearchDesk): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.post('/api/v1/intel/search', { schema: { body: SEARCH } }, async (request, reply) => {
    return send(reply, await desk.search({ ...request.body, ...clearanceOf(request) }))
  })
  app.post('/api/v1/intel/export', { schema: { body: EXPORT } }, async (request, reply) => {
    const { format, ...order } = request.body
    const pieces = desk.export({ ...order, ...clearanceOf(request) }, format)
    return reply.type(MEDIA[format]).send(Readable.from(pieces))
  })
  app.post('/api/v1/intel/matrix', async (request) => await desk.matrix(clearanceOf(request)))
  const list = { schema: { body: LOOKUP }, bodyLimit: LOOKUP_BYTES }
  app.post('/api/v1/intel/lookup', list, async (request) => {
    return { values: await desk.lookup(request.body.values, clearanceOf(request)) }
  })
  app.post('/api/v1/intel/object', { schema: { body: BY_STIX_ID } }, async (request, reply) => {
    return send(reply, await desk.object(request.body.id, clearanceOf(request)))
  })
  app.post('/api/v1/intel/relations', { schema: { body: RELATIONS } }, async (request, reply) => {
    const { id, most } = request.body
    return send(reply, await desk.relations(id, clearanceOf(request), most))
  })
  app.get('/api/v1/intel/saved', async (request) => {
    return { searches: await desk.saved(ownerOf(request)) }
  })
  app.post('/api/v1/intel/saved', { schema: { body: SAVE } }, async (request, reply) => {
    return send(reply, await desk.save(ownerOf(request), request.body))
  })
  app.post(
    '/api/v1/intel/saved/remove',
    { schema: { body: BY_NUMBER } },
    async (request, reply) => {
      return send(reply, await desk.remove(ownerOf(request), request.body.id))
    },
  )
}

/** What whoever asks may see: with the operator's token all. */
function clearanceOf({ person }: FastifyRequest): Pick<SearchFilter, 'cleared'> {
  if (!person || EVERYTHING.some((role) => person.roles.has(role))) return {}
  return { cleared: COMMUNITY }
}

function ownerOf({ person }: FastifyRequest): string {
  return person?.id ?? 'operator'
}

const STATUS = {
  'not-found': 404,
  'retention-over': 410,
  'bad-cursor': 400,
  'too-many': 409,
} as const

type Answered =
  | { readonly ok: true; readonly value: object }
  | {
      readonly ok: false
      readonly code: 'not-found' | 'retention-over' | 'bad-cursor' | 'too-many'
      readonly at?: string
      readonly message?: Bilingual
    }

function send(reply: FastifyReply, result: Answered): FastifyReply | object {
  if (result.ok) return result.value
  const message = result.message ?? refusalSentence(result.code)
  return reply.code(STATUS[result.code]).send({ ...result, message })
}
