import { Readable } from 'node:stream'
import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import { REFUSALS } from '../i18n/refusals.ts'
import {
  type ImportEvent,
  type ImportMarks,
  importBytes,
  previewBytes,
} from '../intel/import-file.ts'
import { IMPORT_FORMATS } from '../intel/import-reading.ts'
import type { NodeParts } from '../node-parts.ts'
import { TLP } from './import-request.ts'

/** Most bytes of one file; they are read as they come and never lie anywhere. */
const MAX_BYTES = 1 << 30
const MAX_LABELS = 20

const MARKS = {
  type: 'object',
  required: ['tlp'],
  additionalProperties: false,
  properties: {
    tlp: TLP,
    labels: { type: 'string', maxLength: 2000 },
    confidence: { type: 'string', pattern: '^(?:100|[0-9]{1,2})$' },
    format: { type: 'string', enum: IMPORT_FORMATS },
    /** Whether values found in a text are kept although they carry a warning. */
    warned: { type: 'string', enum: ['keep', 'leave'] },
  },
} as const satisfies JSONSchema

/** Files that people drop at the console: STIX, lists and the rest, in bytes. */
export function uploadRoutes(plain: FastifyInstance, parts: NodeParts): void {
  void plain.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => {
      done(null, payload)
    })
    const app = scope.withTypeProvider<JsonSchemaToTsProvider>()
    app.post(
      '/api/v1/import/upload',
      { schema: { querystring: MARKS } },
      async (request, reply) => {
        const events = importBytes(parts, bytesOf(request), marksOf(request.query))
        return reply.type('application/x-ndjson').send(Readable.from(lines(events)))
      },
    )
    app.post(
      '/api/v1/import/preview',
      { schema: { querystring: MARKS } },
      async (request, reply) => {
        try {
          return await previewBytes(parts, bytesOf(request), marksOf(request.query))
        } catch (error) {
          if (!(error instanceof TooLarge)) throw error
          return reply.code(413).send({ code: 'too-large', message: REFUSALS['too-large'] })
        }
      },
    )
  })
}

class TooLarge extends Error {}

/** @throws TooLarge when more comes than may */
async function* bytesOf({ body }: FastifyRequest): AsyncGenerator<Uint8Array> {
  if (!(body instanceof Readable)) return
  let size = 0
  for await (const chunk of body) {
    size += (chunk as Buffer).length
    if (size > MAX_BYTES) throw new TooLarge()
    yield chunk as Buffer
  }
}

function marksOf(marks: FromSchema<typeof MARKS>): ImportMarks {
  const { tlp, labels = '', confidence, format = 'auto', warned } = marks
  const given = labels.split(',').map((label) => label.trim())
  return {
    tlp,
    format,
    isClean: warned !== 'keep',
    labels: given.filter((label) => label !== '').slice(0, MAX_LABELS),
    ...(confidence !== undefined && { confidence: Number(confidence) }),
  }
}

async function* lines(events: AsyncIterable<ImportEvent>): AsyncGenerator<string> {
  try {
    for await (const event of events) yield `${JSON.stringify(event)}\n`
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error
    const refused = { event: 'refused', code: 'too-large', message: REFUSALS['too-large'] }
    yield `${JSON.stringify(refused)}\n`
  }
}
