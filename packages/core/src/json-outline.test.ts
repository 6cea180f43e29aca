import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from './bytes.ts'
import { newOutline, passValue } from './json-outline.ts'
import { scanJson } from './json-scan.ts'
import { parseStrictJson } from './strict-json.ts'

/** JSON with everything that an outline must see through: escapes, brackets in strings, repeats. */
const trickyJson = fc
  .array(
    fc.oneof(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"a":', '"b":', '{"a":1,"a":2}', '"\\\\"'),
      fc.constantFrom('"\\""', '"a:{["', '"\\\\\\"]"', '"\\u0061":', '1e999', '9007199254740993'),
      fc.constantFrom('"\\ud83d\\ude00"', '"\\udead"', '{"__proto__":1}', '{"":{"":[{}]}}', 'null'),
    ),
    { maxLength: 7 },
  )
  .map((parts) => parts.join(''))

describe('outlines', () => {
  it('make strict reading no more and no less strict than the exact scan', () => {
    fc.assert(
      fc.property(trickyJson, (text) => {
        const read = parseStrictJson(utf8(text))
        const fault = scanJson(text, 32)
        if (read.ok) expect(fault).toBeUndefined()
        else expect(read.code).toBe(fault?.code)
      }),
      { numRuns: 3000 },
    )
  })

  it('are the same however the text is cut', () => {
    const cut = fc.tuple(
      fc.jsonValue({ maxDepth: 5 }).map((value) => `${JSON.stringify(value)},`),
      fc.array(fc.nat(), { maxLength: 8 }),
    )
    fc.assert(
      fc.property(cut, ([text, cuts]) => {
        const whole = newOutline()
        const end = passValue(whole, text, 0)
        expect(end).toBe(text.length - 1)
        const marks = [...new Set([0, ...cuts.map((at) => at % text.length), text.length])]
        marks.sort((a, b) => a - b)
        const pieces = newOutline()
        let found = -1
        for (let i = 1; i < marks.length && found < 0; i++) {
          const at = passValue(pieces, text.slice(marks[i - 1], marks[i]), 0)
          if (at >= 0) found = (marks[i - 1] as number) + at
        }
        expect(found).toBe(end)
        expect(pieces).toEqual(whole)
      }),
    )
  })
})
