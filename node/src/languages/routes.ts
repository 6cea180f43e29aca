import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import { actingAs } from '../http/acting.ts'
import { sendCoded } from '../http/send-coded.ts'
import { LANGUAGES } from '../i18n/language.ts'
import type { NodeParts } from '../node-parts.ts'
import { actorNamed } from '../release/delegates.ts'
import { LANGUAGE_CODES } from './codes.ts'
import { GLOSSARY } from './glossary.ts'

const LANG = { type: 'string', enum: LANGUAGES } as const
const DIGEST = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
const PATH = { type: 'string', pattern: '^(/[^/]*){1,32}$', maxLength: 500 } as const
const NAME = { type: 'string', minLength: 1, maxLength: 100 } as const

const TERMS = {
  type: 'object',
  required: ['text', 'lang'],
  additionalProperties: false,
  properties: { text: { type: 'string', maxLength: 100_000 }, lang: LANG },
} as const satisfies JSONSchema

const SHOW = {
  type: 'object',
  required: ['statement'],
  additionalProperties: false,
  properties: { statement: DIGEST },
} as const satisfies JSONSchema

const TRANSLATE = {
  type: 'object',
  required: ['statement', 'path', 'lang'],
  additionalProperties: false,
  properties: { statement: DIGEST, path: PATH, lang: LANG },
} as const satisfies JSONSchema

const PUT = {
  type: 'object',
  required: ['statement', 'path', 'lang', 'words'],
  additionalProperties: false,
  properties: {
    statement: DIGEST,
    path: PATH,
    lang: LANG,
    words: { type: 'string', minLength: 1, maxLength: 40_000 },
    as: NAME,
  },
} as const satisfies JSONSchema

const REVIEW = {
  type: 'object',
  required: ['statement', 'path', 'lang'],
  additionalProperties: false,
  properties: { statement: DIGEST, path: PATH, lang: LANG, as: NAME },
} as const satisfies JSONSchema

/** The operator's routes of languages: glossary, texts side by side, translations. */
export function languageRoutes(plain: FastifyInstance, { languages, context }: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.get('/api/v1/glossary', async () => ({ terms: GLOSSARY }))
  app.post('/api/v1/glossary/find', { schema: { body: TERMS } }, async (request) => {
    const { text, lang } = request.body
    return { found: languages.finder.find(text, lang) }
  })
  app.post('/api/v1/translations/show', { schema: { body: SHOW } }, async (request, reply) => {
    return sendCoded(reply, LANGUAGE_CODES, await languages.show(request.body.statement))
  })
  app.post('/api/v1/translations', { schema: { body: TRANSLATE } }, async (request, reply) => {
    return sendCoded(reply, LANGUAGE_CODES, await languages.translate(request.body))
  })
  app.post('/api/v1/translations/put', { schema: { body: PUT } }, async (request, reply) => {
    const { as, words, ...place } = request.body
    const actor = actorNamed(context.config.release, actingAs(request, as))
    if (!actor.ok) return sendCoded(reply, LANGUAGE_CODES, actor)
    return sendCoded(reply, LANGUAGE_CODES, await languages.put(place, words, actor.value.name))
  })
  app.post('/api/v1/translations/review', { schema: { body: REVIEW } }, async (request, reply) => {
    const { as, ...place } = request.body
    const actor = actorNamed(context.config.release, actingAs(request, as))
    if (!actor.ok) return sendCoded(reply, LANGUAGE_CODES, actor)
    return sendCoded(reply, LANGUAGE_CODES, await languages.review(place, actor.value.name))
  })
}
