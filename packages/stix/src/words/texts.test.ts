import { describe, expect, it } from 'vitest'
import type { Properties, Shape, ValueType } from '../table/model.ts'
import { OBJECT_TYPES } from '../table/object-types.ts'
import { TLP2_EXTENSION } from '../table/tlp-extension.ts'
import { stixTexts } from './texts.ts'

const en = stixTexts('en')
const zh = stixTexts('zh')

/** Every shape of the table with the parts inside it. */
function shapes(): readonly Shape[] {
  const found = new Map<string, Shape>()
  const visit = (shape: Shape) => {
    if (found.has(shape.name)) return
    found.set(shape.name, shape)
    for (const part of partsOf(shape.properties)) visit(part)
    for (const constraint of shape.constraints)
      if (constraint.rule === 'shape') visit(constraint.shape)
  }
  for (const row of OBJECT_TYPES.values()) {
    visit(row)
    for (const extension of Object.values(row.extensions)) visit(extension)
  }
  if (TLP2_EXTENSION.shape) visit(TLP2_EXTENSION.shape)
  return [...found.values()]
}

function partsOf(properties: Properties): readonly Shape[] {
  const within = (type: ValueType): readonly Shape[] => {
    if (type.kind === 'object') return [type.shape]
    return type.kind === 'list' ? within(type.of) : []
  }
  return Object.values(properties).flatMap(({ type }) => within(type))
}

const paths = shapes().flatMap((shape) => [
  shape.name,
  ...Object.keys(shape.properties).map((name) => `${shape.name}.${name}`),
])

describe('texts of the object table', () => {
  it('exist for every type, part and property in both languages', () => {
    const missing = paths.filter((path) => !en(path)?.title || !zh(path)?.title)
    expect(missing).toEqual([])
    for (const path of paths) {
      expect(en(path)?.description, path).toMatch(/^[\x20-\x7e…]+[.…]$/)
      expect(zh(path)?.description, path).toMatch(/\p{Script=Han}.*。$/u)
    }
  })

  it('name nothing that the table does not have', () => {
    expect(en('indicator.nothing')).toBeUndefined()
    expect(en('nothing')).toBeUndefined()
  })
})
