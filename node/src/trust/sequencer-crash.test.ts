import fs from 'node:fs/promises'
import type { CryptoPort } from '@concert/core'
import { KEY_TYPES } from '@concert/tlog'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { CrashPlan, type Mishap } from '../testing/crash-plan.ts'
import { faultsAfter, type LifeSetup, live, Told } from '../testing/log-lives.ts'
import { makeMemoryFolder, makeTestSigner } from './testing/trust-parts.ts'

/** How often the sequencer is made to crash; `CONCERT_CRASHES` says otherwise. */
const CRASHES = Number(process.env.CONCERT_CRASHES ?? 1_000)

const current: { plan?: CrashPlan | undefined } = {}
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const { plannedFiles } = await import('../testing/crash-plan.ts')
  const planned = plannedFiles(real, () => globalThis.concertCrash?.plan)
  return { ...planned, default: planned }
})

declare global {
  var concertCrash: { plan?: CrashPlan | undefined } | undefined
}

let crypto: CryptoPort
let setup: LifeSetup
let told: Told

async function begin(): Promise<void> {
  const signer = await makeTestSigner(crypto, 'a.example/concert', KEY_TYPES.note)
  setup = { folder: await makeMemoryFolder(), crypto, signer }
  told = new Told()
}

async function end(): Promise<void> {
  current.plan = undefined
  await fs.rm(setup.folder, { recursive: true, force: true })
}

beforeEach(async () => {
  globalThis.concertCrash = current
  crypto = createNodeCrypto()
  await begin()
})
afterEach(end)

const leaves = (count: number) => Array.from({ length: count }, () => crypto.random(33))

async function liveUnder(plan: CrashPlan, sizes: readonly number[]): Promise<void> {
  current.plan = plan
  await live(setup, plan, told, sizes.map(leaves))
  current.plan = undefined
}

describe('each write in turn', () => {
  const mishaps: readonly Mishap[] = ['fail', 'die-before', 'die-after']
  test.each(mishaps)(
    '%s: nothing acknowledged is lost, nothing is signed twice',
    async (mishap) => {
      let steps = Number.POSITIVE_INFINITY
      for (let at = 1; at <= steps; at++) {
        const plan = new CrashPlan(at, mishap)
        // Batches that cross a tile's end, so that tiles of every kind are written.
        await liveUnder(plan, [3, 250, 10])
        if (plan.steps < at) steps = plan.steps
        expect(await faultsAfter(setup, told)).toEqual([])
      }
      // Opening, three batches with their submissions, and their files.
      expect(steps).toBeGreaterThan(30)
      expect(steps).toBeLessThan(1_000)
    },
  )
})

test(`${CRASHES} crashes at random moments`, async () => {
  let acknowledged = 0
  for (let crash = 0; crash < CRASHES; crash++) {
    const [random = 0] = new Uint32Array(crypto.random(4).buffer)
    const plan = new CrashPlan(1 + (random % 30), random & 64 ? 'die-before' : 'die-after')
    await liveUnder(plan, [1 + (crash % 3), 2])
    acknowledged = told.acknowledged.length
    if (crash % 250 === 249) expect(await faultsAfter(setup, told)).toEqual([])
  }
  expect(await faultsAfter(setup, told)).toEqual([])
  expect(acknowledged).toBeGreaterThan(CRASHES / 10)
}, 300_000)
