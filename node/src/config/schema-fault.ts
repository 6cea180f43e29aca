import type { DefinedError } from 'ajv'
import { type Fault, fault } from '../i18n/faults.ts'

/** What is wrong with a value that a JSON Schema refuses, where the schema alone says enough. */
export function schemaFault(error: DefinedError, where: string): Fault {
  switch (error.keyword) {
    case 'additionalProperties':
      return fault('unknown-key', where, {})
    case 'required':
      return fault('missing', where, {})
    case 'type':
      return wrongType(where, error.params.type)
    case 'minimum':
      return fault('too-small', where, { limit: String(error.params.limit) })
    case 'maximum':
      return fault('too-large', where, { limit: String(error.params.limit) })
    case 'minLength':
      return fault('too-short', where, { limit: error.params.limit })
    case 'maxLength':
      return fault('too-long', where, { limit: error.params.limit })
    case 'maxItems':
      return fault('too-many', where, { limit: error.params.limit })
    case 'enum':
      return fault('not-choice', where, { choices: error.params.allowedValues.join(', ') })
    default:
      return fault('wrong-type', where, {})
  }
}

function wrongType(where: string, type: unknown): Fault {
  if (type === 'object') return fault('not-object', where, {})
  if (type === 'array') return fault('not-list', where, {})
  if (type === 'string') return fault('not-text', where, {})
  if (type === 'integer') return fault('not-integer', where, {})
  return fault('wrong-type', where, {})
}
