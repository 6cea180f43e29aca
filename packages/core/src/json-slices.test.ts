import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromUtf8, utf8 } from './bytes.ts'
import { sliceJsonList } from './json-slices.ts'

const slices = (text: string, key = 'objects') => {
  const cut = sliceJsonList(utf8(text), key)
  if (!cut.ok) return `${cut.code}@${cut.offset}`
  const { shell, count } = cut.value
  const elements = Array.from({ length: count }, (_, i) => fromUtf8(cut.value.element(i)))
  return { shell, elements }
}

describe('sliceJsonList', () => {
  it('gives the exact bytes of every element and the object without them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'type'), fc.constantFrom('x', ['objects'], 7)),
        fc.constantFrom('', ' ', '\n\t '),
        (list, rest, gap) => {
          const texts = list.map((value) => JSON.stringify(value))
          const body = JSON.stringify(rest).slice(1, -1)
          const comma = body === '' ? '' : ','
          const joined = texts.map((text) => gap + text + gap).join(',')
          const text = `{${body}${comma}"objects"${gap}:${gap}[${joined}]}`
          expect(slices(text)).toEqual({ shell: { ...rest, objects: [] }, elements: texts })
        },
      ),
    )
  })

  it('keeps one broken element from costing the others', () => {
    expect(slices('{"objects":[{"a":1,"a":2},{"b":},3]}')).toEqual({
      shell: { objects: [] },
      elements: ['{"a":1,"a":2}', '{"b":}', '3'],
    })
  })

  it('sees a missing element, a second list and a key spelled with escapes', () => {
    expect(slices('{"objects":[1,]}')).toMatchObject({ elements: ['1', ''] })
    expect(slices('{"objects":[1],"objects":[2]}')).toBe('json-duplicate@15')
    expect(slices('{"\\u006fbjects":[1]}')).toMatchObject({ elements: ['1'] })
  })

  it('takes only the list at the top', () => {
    const text = '{"x":{"objects":[1]},"objects":{"0":[2]},"y":["objects",[3]]}'
    expect(slices(text)).toEqual({ shell: JSON.parse(text), elements: [] })
  })

  it('refuses what is cut off, not an object, or wrong around the list', () => {
    expect(slices('{"objects":[{"a":"')).toBe('json-syntax@18')
    expect(slices('{"objects":[{"b":]},3]}')).toBe('json-syntax@12')
    expect(slices('[1]')).toBe('json-syntax@0')
    expect(slices('{"objects":[1,2] "a":1}')).toBe('json-syntax@17')
    expect(sliceJsonList(utf8('{"objects":[]}'), 'objects', { maxBytes: 3 })).toMatchObject({
      code: 'json-size',
    })
  })

  it('throws for an element that is not there', () => {
    const cut = sliceJsonList(utf8('{"objects":[1]}'), 'objects')
    expect(() => cut.ok && cut.value.element(1)).toThrow(RangeError)
    expect(cut.ok && cut.value.offset(0)).toBe(12)
  })
})
