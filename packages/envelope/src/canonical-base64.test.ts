import { canonicalText, type Json, parseCanonical, utf8 } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCanonicalBase64 } from './canonical-base64.ts'

const name = fc.stringMatching(/^[a-z][a-z_]{0,5}$/)
const leaf = fc.oneof(
  fc.base64String({ maxLength: 24 }),
  fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text.isWellFormed()),
  fc.nat(999_999_999),
  fc.constant(null),
)
const { file } = fc.letrec<{ file: Record<string, Json>; value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('file')),
  file: fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}))

function readStrictly(bytes: Uint8Array): Json | undefined {
  const read = parseCanonical(bytes, { ownText: false })
  return read.ok ? read.value : undefined
}

describe('canonical JSON of base64', () => {
  test('is read as the strict reader reads it', () => {
    fc.assert(
      fc.property(file, (value) => {
        const bytes = utf8(canonicalText(value))
        expect(readCanonicalBase64(bytes)).toEqual(readStrictly(bytes))
      }),
    )
  })

  test('nothing is read that the strict reader refuses, but for control characters', () => {
    const change = fc.tuple(fc.nat(), fc.nat(1), fc.constantFrom(...'"\\ \n,:{}[]0139eE.-auntl/é'))
    fc.assert(
      fc.property(file, fc.array(change, { minLength: 1, maxLength: 3 }), (value, changes) => {
        let text = canonicalText(value)
        for (const [place, cut, put] of changes) {
          const at = place % (text.length + 1)
          text = text.slice(0, at) + put + text.slice(at + cut)
        }
        const read = readCanonicalBase64(utf8(text))
        const hasControl = [...text].some((character) => character < ' ')
        if (read !== undefined && !hasControl) expect(read).toEqual(readStrictly(utf8(text)))
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['two names alike', '{"a":1,"a":2}'],
    ['names out of order', '{"b":1,"a":2}'],
    ['a name with a way into the prototype', '{"__proto__":null}'],
    ['white space', '{"a": 1}'],
    ['a line end in a text', '{"a":"b\nc"}'],
    ['an escape that needs none', '{"a":"\\/"}'],
    ['an escape in capitals', '{"a":"\\u000B"}'],
    ['half of a surrogate pair', '{"a":"\\ud800"}'],
    ['a number in another spelling', '{"a":1e1}'],
    ['a number with a zero before it', '{"a":01}'],
    ['more after the end', '{"a":1}}'],
    ['an end before the end', '{"a":[1'],
    ['bytes that are no text', '\ud800'],
    ['depth', `${'{"a":'.repeat(20)}1${'}'.repeat(20)}`],
  ])('%s is left to the strict reader', (_, text) => {
    expect(readCanonicalBase64(utf8(text))).toBeUndefined()
  })

  test('bytes that are no text are left to the strict reader', () => {
    expect(readCanonicalBase64(Uint8Array.of(0x7b, 0xff, 0x7d))).toBeUndefined()
  })
})
