import { unhex, utf8 } from '@concert/core'
import { expect, test } from 'vitest'
import cctv from '../../../packages/core/vectors/ed25519-cctv.json' with { type: 'json' }
import speccheck from '../../../packages/core/vectors/ed25519-speccheck.json' with { type: 'json' }
import { createNodeCrypto } from './node-crypto.ts'

const crypto = createNodeCrypto()
const bytes = (text: string) => unhex(text)!

// What is left when points of low order and second spellings are refused: keys and signatures with
// a small component beside the large one, which cancels out, so that every formula accepts them.
const HARMLESS = ['low_order_component_A', 'low_order_component_R']

test.each(cctv.cases)('C2SP/CCTV vector $number', async ({ key, sig, msg, flags }) => {
  const isStrict = flags.every((flag) => HARMLESS.includes(flag))
  expect(await crypto.verify('ed25519', bytes(key), utf8(msg), bytes(sig))).toBe(isStrict)
})

// Cases 0 to 2 and 8 to 11 hold small or non-canonical points, 4 and 5 verify only when multiplied
// by the cofactor, 6 and 7 have an S that is too large; 3 is odd but verifies by every formula.
test('"Taming the many EdDSAs", 2020: of its twelve cases only number 3 verifies', async () => {
  const verdicts = await Promise.all(
    speccheck.cases.map(({ pub, message, signature }) =>
      crypto.verify('ed25519', bytes(pub), bytes(message), bytes(signature)),
    ),
  )
  expect(verdicts.flatMap((isGood, i) => (isGood ? [i] : []))).toEqual([3])
})
