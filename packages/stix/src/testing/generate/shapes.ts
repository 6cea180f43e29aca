import type { ObjectType, Properties, Shape, StixClass, ValueType } from '../../table/model.ts'
import { OBJECT_TYPES } from '../../table/object-types.ts'

/** The parts and extensions of the whole table, each once, in the order in which they occur. */
export function partsOfTable(): readonly Shape[] {
  const found = new Map<string, Shape>()
  const visit = (shape: Shape) => {
    for (const part of partsIn(shape.properties)) visit(part)
    for (const each of shape.constraints) if (each.rule === 'shape') visit(each.shape)
    if (!OBJECT_TYPES.has(shape.name)) found.set(shape.name, shape)
  }
  for (const row of OBJECT_TYPES.values()) {
    visit(row)
    for (const extension of Object.values(row.extensions)) visit(extension)
  }
  return [...found.values()]
}

function partsIn(properties: Properties): readonly Shape[] {
  return Object.values(properties).flatMap(({ type }) => {
    const inner = innermost(type)
    return inner.kind === 'object' ? [inner.shape] : []
  })
}

/** What a list holds, or the kind itself. */
function innermost(type: ValueType): ValueType {
  return type.kind === 'list' ? innermost(type.of) : type
}

/** The rows of a class in the order of the specification. */
export function rowsOf(stixClass: StixClass): readonly ObjectType[] {
  return [...OBJECT_TYPES.values()].filter((row) => row.class === stixClass)
}
