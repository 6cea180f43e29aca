import { readFileSync } from 'node:fs'
import { unhex, utf8 } from '@concert/core'
import { expect, test } from 'vitest'
import { createNodeCrypto } from './node-crypto.ts'

interface Cctv {
  readonly number: number
  readonly key: string
  readonly sig: string
  readonly msg: string
  readonly flags: readonly string[]
}

interface Speccheck {
  readonly pub: string
  readonly message: string
  readonly signature: string
}

function casesOf<T>(name: string): readonly T[] {
  const file = new URL(`../../../packages/core/vectors/${name}.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly T[] }).cases
}

const cctv = casesOf<Cctv>('ed25519-cctv')
const speccheck = casesOf<Speccheck>('ed25519-speccheck')
const crypto = createNodeCrypto()
const bytes = (text: string) => unhex(text)!

// What is left when points of low order and second spellings are refused: keys and signatures with
// a small component beside the large one, which cancels out, so that every formula accepts them.
const HARMLESS = ['low_order_component_A', 'low_order_component_R']

test.each(cctv)('C2SP/CCTV vector $number', async ({ key, sig, msg, flags }) => {
  const isStrict = flags.every((flag) => HARMLESS.includes(flag))
  expect(await crypto.verify('ed25519', bytes(key), utf8(msg), bytes(sig))).toBe(isStrict)
})

// Cases 0 to 2 and 8 to 11 hold small or non-canonical points, 4 and 5 verify only when multiplied
// by the cofactor, 6 and 7 have an S that is too large; 3 is odd but verifies by every formula.
test('"Taming the many EdDSAs", 2020: of its twelve cases only number 3 verifies', async () => {
  const verdicts = await Promise.all(
    speccheck.map(({ pub, message, signature }) =>
      crypto.verify('ed25519', bytes(pub), bytes(message), bytes(signature)),
    ),
  )
  expect(verdicts.flatMap((isGood, i) => (isGood ? [i] : []))).toEqual([3])
})
