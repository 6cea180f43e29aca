import { createNodeCrypto } from '@concert/node'
import type { Bench, Measurement } from '../bench.ts'
import { BareCrypto } from '../envelope/bare-crypto.ts'
import { Journey } from '../envelope/journey.ts'
import { makeParties } from '../envelope/parties.ts'
import { median, sideBySide } from '../side-by-side.ts'
import { syntheticIndicators } from '../support/synthetic.ts'

const ITEMS = 1000
const STEP_ROUNDS = 7

/** Signing, sealing, opening and verifying of an envelope with one statement full of items. */
export const bench: Bench = {
  name: 'envelope',
  description: {
    en: 'Items a second through sign, seal, open and verify of one envelope, in memory',
    zh: '一个信封在内存中经过签名、密封、打开与验证，每秒的条目数',
  },
  run: ({ scale }) => measure(Math.max(1, Math.round(ITEMS * scale))),
}

async function measure(items: number): Promise<Measurement> {
  const crypto = createNodeCrypto()
  const bodies = syntheticIndicators(0, items).map(({ bytes }) => bytes)
  const journey = new Journey(crypto, await makeParties(crypto), bodies)
  const signed = await journey.sign()
  const packed = journey.pack(signed)
  const parcel = await journey.seal(signed)
  const carried = await journey.open(parcel)
  const bare = new BareCrypto(packed)
  const found = await sideBySide(
    {
      work: async () => {
        await journey.verify(await journey.open(await journey.seal(await journey.sign())))
        return 1
      },
    },
    {
      work: () => {
        bare.run()
        return 1
      },
    },
    { rounds: 15, warmup: 3 },
  )
  return {
    figure: found.subject * items,
    unit: 'items/s',
    ratio: found.ratio,
    reference: 'the same signatures and one seal of the same bytes with node:crypto alone',
    goal: 'at least 8000 items/s, so that a share can reach 4000 objects/s',
    details: {
      items,
      signPerSecond: await perSecond(() => journey.sign()),
      sealPerSecond: await perSecond(() => journey.seal(signed)),
      openPerSecond: await perSecond(() => journey.open(parcel)),
      verifyPerSecond: await perSecond(() => journey.verify(carried)),
      barePerSecond: found.reference,
      bytesPerItem: parcel.length / items,
      ratioRange: found.ratioRange,
    },
  }
}

/** Envelopes a second of one step alone. */
async function perSecond(step: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < STEP_ROUNDS; i++) {
    const begin = performance.now()
    await step()
    times.push(performance.now() - begin)
  }
  return 1000 / median(times)
}
