import type { JsonObject } from '@concert/core'
import type { ByType, TypeName } from './by-type.ts'

/**
 * Whether an object is of a type, so that its properties can be used by their names. Only for
 * objects without errors: the type is looked at, nothing else.
 *
 * @example
 * if (isOfType(object, 'indicator')) console.log(object.pattern, object.valid_from)
 */
export function isOfType<Type extends TypeName>(
  object: JsonObject,
  type: Type,
): object is JsonObject & ByType[Type] {
  return object.type === type
}
