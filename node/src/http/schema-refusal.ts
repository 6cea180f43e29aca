import type { DefinedError } from 'ajv'
import type { FastifyError, FastifyInstance } from 'fastify'
import { fromPointer, pathText } from '../config/place.ts'
import { schemaFault } from '../config/schema-fault.ts'
import { faultSentence } from '../i18n/faults.ts'
import type { Bilingual } from '../i18n/language.ts'

/** Answers what a route's schema refuses with the place and a sentence, not with a library's words. */
export function refuseBySchema(app: FastifyInstance): void {
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
    const [first] = error.validation ?? []
    if (first === undefined) throw error
    return await reply.code(400).send(schemaRefusal(first as unknown as DefinedError))
  })
}

interface SchemaRefusal {
  readonly code: 'bad-request'
  /** Within what was sent: `where[0].path`. */
  readonly at: string
  readonly message: Bilingual
}

function schemaRefusal(error: DefinedError): SchemaRefusal {
  const at = pathText([...fromPointer(error.instancePath), ...keyOf(error)])
  const found = schemaFault(error, at)
  const message = { en: faultSentence('en', found), zh: faultSentence('zh', found) }
  return { code: 'bad-request', at, message }
}

/** The key that is too much, or that is missing. */
function keyOf({ keyword, params }: DefinedError): readonly string[] {
  if (keyword === 'additionalProperties') return [params.additionalProperty]
  return keyword === 'required' ? [params.missingProperty] : []
}
