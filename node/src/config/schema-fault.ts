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
    case 'minItems':
      return fault('too-few', where, { limit: error.params.limit })
    case 'pattern':
      return fault(formOf(error.params.pattern), where, {})
    case 'enum':
      return fault('not-choice', where, { choices: error.params.allowedValues.join(', ') })
    default:
      return fault('wrong-type', where, {})
  }
}

/** Forms that people write by hand; of any other it is said that it is another. */
function formOf(pattern: string): 'digest-form' | 'time-form' | 'other-form' {
  if (pattern.startsWith('^[0-9a-f]{64}')) return 'digest-form'
  return pattern.startsWith('^\\d{4}-\\d\\d-') ? 'time-form' : 'other-form'
}

function wrongType(where: string, type: unknown): Fault {
  if (type === 'object') return fault('not-object', where, {})
  if (type === 'array') return fault('not-list', where, {})
  if (type === 'string') return fault('not-text', where, {})
  if (type === 'integer') return fault('not-integer', where, {})
  return fault('wrong-type', where, {})
}
