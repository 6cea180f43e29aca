import type { JsonObject } from '@concert/core'
import type { Finding } from './validate/findings.ts'
import { createValidator, type Validator } from './validate/validator.ts'

const errorsOf: Validator = createValidator({ mode: 'lenient', severities: 'errors' })

/**
 * Lists every error of an object that somebody else wrote: what a lenient reader refuses.
 *
 * @param object - attacker-controlled JSON, read strictly
 * @returns the errors in the order of the object's properties, at most 1,000; empty for a good object
 */
export function checkStixObject(object: JsonObject): readonly Finding[] {
  return errorsOf(object)
}
