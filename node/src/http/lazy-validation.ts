import { Ajv, type ValidateFunction } from 'ajv'
import type { FastifyError, FastifyInstance } from 'fastify'

type ValidationErrors = NonNullable<FastifyError['validation']>

/**
 * Compiles the schema of a route when the route is first asked: an idle node has dozens of them,
 * for two listeners, and uses few. Nothing of what was sent is changed, as the library's own
 * defaults would: they turn "1" into 1 and drop unknown keys.
 */
export function validateLazily(app: FastifyInstance): void {
  const ajv = new Ajv({ coerceTypes: false, removeAdditional: false, useDefaults: true })
  app.setValidatorCompiler(({ schema }) => {
    let validate: ValidateFunction | undefined
    return (value: unknown) => {
      validate ??= ajv.compile(schema as object)
      return validate(value) ? { value } : { error: (validate.errors ?? []) as ValidationErrors }
    }
  })
}
