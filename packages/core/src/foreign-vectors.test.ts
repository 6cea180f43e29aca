import { describe, expect, test } from 'vitest'
import cctv from '../vectors/ed25519-cctv.json' with { type: 'json' }
import jcs from '../vectors/jcs.json' with { type: 'json' }
import { fromUtf8, unhex } from './bytes.ts'
import { isStrictEd25519Point } from './ed25519.ts'
import { canonicalBytes, canonicalText } from './json.ts'

test.each(jcs.cases)('RFC 8785 test data: $name', ({ input, output }) => {
  const value: unknown = JSON.parse(input)
  expect(canonicalText(value)).toBe(output)
  expect(fromUtf8(canonicalBytes(value))).toBe(output)
})

describe('C2SP/CCTV Ed25519', () => {
  test.each(cctv.cases)('vector $number: points that the flags call bad are refused', (vector) => {
    const { key, sig, flags } = vector
    const isBad = (point: 'A' | 'R') =>
      flags.includes(`low_order_${point}`) || flags.includes(`non_canonical_${point}`)
    expect(isStrictEd25519Point(unhex(key)!)).toBe(!isBad('A'))
    expect(isStrictEd25519Point(unhex(sig.slice(0, 64))!)).toBe(!isBad('R'))
  })
})
