import { PARCEL_MEDIA_TYPE } from '@concert/envelope'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Pair, startPair } from '../testing/pair.ts'

const PER_MINUTE = 2
let pair: Pair

beforeEach(async () => {
  pair = await startPair({ limits: { requestsPerMinute: PER_MINUTE } })
})
afterEach(() => pair.close())

/** Whether rubbish is refused for its number: posted so often that two minutes have no room for it. */
async function isBounded(forwardedFor: (n: number) => string): Promise<boolean> {
  for (let n = 1; n <= 2 * PER_MINUTE + 1; n++) {
    const answer = await fetch(`${pair.b.url}/concert/v1/inbox`, {
      method: 'POST',
      headers: { 'content-type': PARCEL_MEDIA_TYPE, 'x-forwarded-for': forwardedFor(n) },
      body: new Uint8Array(8),
    })
    if (answer.status === 429) return true
  }
  return false
}

async function startBehind(proxies: readonly string[]): Promise<void> {
  const { listen } = pair.b.parts.context.config
  await pair.stop('b')
  await pair.start('b', { listen: { ...listen, proxies } })
}

test('an address in a header counts for nothing unless a proxy was named', async () => {
  expect(await isBounded((n) => `198.51.100.${n}`)).toBe(true)
  await startBehind(['203.0.113.0/24'])
  expect(await isBounded((n) => `198.51.100.${n}`)).toBe(true)
})

test('behind a named proxy each client is bounded alone, by what the proxy itself has seen', async () => {
  await startBehind(['127.0.0.0/8', '::1'])
  expect(await isBounded((n) => `198.51.100.${n}`)).toBe(false)
  // What a client writes stands to the left of what the proxy adds.
  expect(await isBounded((n) => `192.0.2.${n}, 203.0.113.9`)).toBe(true)
})
