import { type PortAlg, utf8 } from '@concert/core'
import { expect, test } from 'vitest'
import { createNodeCrypto } from './node-crypto.ts'

const crypto = createNodeCrypto()
const MESSAGE = utf8('what was said')

test.each<PortAlg>(['ed25519', 'ml-dsa-44', 'ml-dsa-65'])(
  '%s: its own signature verifies, any other does not',
  async (alg) => {
    const key = await crypto.generateSigner(alg)
    const signature = await crypto.sign(alg, key.secret, MESSAGE)
    expect(key.secret).toHaveLength(32)
    expect(await crypto.verify(alg, key.pub, MESSAGE, signature)).toBe(true)
    expect(await crypto.verify(alg, key.pub, utf8('something else'), signature)).toBe(false)
    const other = await crypto.generateSigner(alg)
    expect(await crypto.verify(alg, other.pub, MESSAGE, signature)).toBe(false)
    const damaged = Uint8Array.from(signature)
    damaged[40] = (damaged[40] as number) ^ 1
    expect(await crypto.verify(alg, key.pub, MESSAGE, damaged)).toBe(false)
  },
)

test('wrong lengths and low-order keys are false, never an exception', async () => {
  const zero = new Uint8Array(32)
  const key = await crypto.generateSigner('ed25519')
  const signature = await crypto.sign('ed25519', key.secret, MESSAGE)
  expect(await crypto.verify('ed25519', zero, MESSAGE, signature)).toBe(false)
  expect(await crypto.verify('ed25519', key.pub, MESSAGE, signature.subarray(1))).toBe(false)
  expect(await crypto.verify('ml-dsa-65', key.pub, MESSAGE, signature)).toBe(false)
})

test('a seal opens for its key and its info, and for nothing else', async () => {
  const key = await crypto.generateSealer('x25519')
  const info = utf8('info')
  const { enc, ct } = await crypto.seal('x25519', key.pub, info, MESSAGE)
  expect(await crypto.open('x25519', key.secret, info, enc, ct)).toEqual(MESSAGE)
  const other = await crypto.generateSealer('x25519')
  expect(await crypto.open('x25519', other.secret, info, enc, ct)).toBeUndefined()
  expect(await crypto.open('x25519', key.secret, utf8('other'), enc, ct)).toBeUndefined()
  expect(await crypto.open('x25519', key.secret, info, enc, ct.subarray(1))).toBeUndefined()
  expect(await crypto.open('x25519', key.secret, info, new Uint8Array(32), ct)).toBeUndefined()
  expect(await crypto.open('x25519', key.secret, info, enc.subarray(1), ct)).toBeUndefined()
})
