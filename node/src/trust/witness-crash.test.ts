import fs from 'node:fs/promises'
import path from 'node:path'
import { type CryptoPort, utf8 } from '@concert/core'
import { KEY_TYPES, type NoteSigner } from '@concert/tlog'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { CrashPlan, type Mishap, plannedWriter } from '../testing/crash-plan.ts'
import { ForkedLog, rootIn } from './testing/forked-log.ts'
import { makeMemoryFolder, makeTestSigner } from './testing/trust-parts.ts'
import { createWitness, type Witness } from './witness.ts'
import { WitnessMarks } from './witness-mark.ts'

/** How often the witness is made to crash; `CONCERT_CRASHES` says otherwise. */
const CRASHES = Number(process.env.CONCERT_CRASHES ?? 1_000)
const SIZE = 2_500

const current: { plan?: CrashPlan | undefined } = {}
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const { plannedFiles } = await import('../testing/crash-plan.ts')
  const planned = plannedFiles(real, () => globalThis.concertCrash?.plan)
  return { ...planned, default: planned }
})

let crypto: CryptoPort
let folder: string
let signer: NoteSigner
let logSigner: NoteSigner
let log: ForkedLog
/** Roots that were cosigned, as those who asked were told, by size. */
let cosigned: Map<number, string>

beforeEach(async () => {
  globalThis.concertCrash = current
  crypto = createNodeCrypto()
  folder = await makeMemoryFolder()
  signer = await makeTestSigner(crypto, 'w.example', KEY_TYPES.cosignature)
  logSigner = await makeTestSigner(crypto, 'a.example/concert', KEY_TYPES.note)
  log = new ForkedLog(crypto, logSigner, 3, SIZE)
  cosigned = new Map()
})
afterEach(async () => {
  current.plan = undefined
  await fs.rm(folder, { recursive: true, force: true })
})

/** One life of the witness under a plan. */
async function live(plan: CrashPlan, task: (witness: Witness) => Promise<void>): Promise<void> {
  const store = await openSqliteStore({ path: path.join(folder, 'w.db') }, plannedWriter(plan))
  current.plan = plan
  plan.arm()
  try {
    const places = { path: path.join(folder, 'mark.json') }
    const marks = await WitnessMarks.open({ store, key: signer.key, places })
    const trustedLogs = () => [logSigner.key]
    const now = () => 1_764_000_000_000
    await task(createWitness({ store, crypto, signer, marks, trustedLogs, now }))
  } catch (error) {
    if (!plan.isDead && plan.steps === 0) throw error
  } finally {
    current.plan = undefined
    await store.close().catch(() => undefined)
  }
}

/** Asks for a size of one history, with the old size that the witness names when it is another. */
async function ask(
  witness: Witness,
  branch: 0 | 1,
  size: number,
  believed: number,
): Promise<number> {
  let body = await log.request(branch, Math.min(believed, size), size)
  let answer = await witness.addCheckpoint(utf8(body))
  const held = answer.status === 409 ? Number(answer.body) : believed
  if (answer.status === 409 && held <= size) {
    body = await log.request(branch, held, size)
    answer = await witness.addCheckpoint(utf8(body))
  }
  if (answer.status !== 200) return held
  const known = cosigned.get(size)
  if (known !== undefined && known !== rootIn(body)) throw new Error(`two roots of size ${size}`)
  cosigned.set(size, rootIn(body))
  return size
}

async function expectKept(): Promise<void> {
  await live(new CrashPlan(0, 'fail'), async (witness) => {
    const largest = Math.max(0, ...cosigned.keys())
    // It still holds at least what it has told anybody, and still refuses the other history.
    const refused = await witness.addCheckpoint(utf8(await log.request(0, 0, largest)))
    if (largest > 0) expect(refused.status).toBe(409)
    expect(Number(refused.body)).toBeGreaterThanOrEqual(largest)
  })
}

describe('each write in turn', () => {
  const mishaps: readonly Mishap[] = ['fail', 'die-before', 'die-after']
  test.each(mishaps)('%s: no size is cosigned twice', async (mishap) => {
    let steps = Number.POSITIVE_INFINITY
    let size = 4
    for (let at = 1; at <= steps; at++) {
      const plan = new CrashPlan(at, mishap)
      await live(plan, async (witness) => {
        for (const branch of [0, 1, 0] as const) {
          await ask(witness, branch, size++, size - 2).catch(() => undefined)
        }
      })
      if (plan.steps < at) steps = plan.steps
      await expectKept()
      for (const branch of [0, 1] as const) {
        for (const again of [size - 3, size - 2, size - 1]) {
          await live(new CrashPlan(0, 'fail'), async (witness) => {
            await ask(witness, branch, again, again - 1)
          })
        }
      }
    }
    expect(steps).toBeGreaterThan(10)
    expect(steps).toBeLessThan(200)
  })
})

test(`${CRASHES} crashes at random moments, under a log that lies`, async () => {
  let size = 4
  for (let crash = 0; crash < CRASHES; crash++) {
    const [random = 0] = new Uint32Array(crypto.random(4).buffer)
    const plan = new CrashPlan(1 + (random % 16), random & 64 ? 'die-before' : 'die-after')
    await live(plan, async (witness) => {
      for (let i = 0; !plan.isDead && i < 3; i++) {
        await ask(witness, ((random >> (8 + i)) & 1) as 0 | 1, Math.min(size + i, SIZE), size)
      }
    })
    if (random & 128) size = Math.min(size + 2, SIZE)
    if (crash % 250 === 249) await expectKept()
  }
  await expectKept()
  expect(cosigned.size).toBeGreaterThan(CRASHES / 100)
}, 300_000)

describe('a database that came back from a backup', () => {
  const files = () => ['w.db', 'w.db-wal', 'w.db-shm'].map((name) => path.join(folder, name))

  test('is refused by a witness that has cosigned more, and without the record of it', async () => {
    const cosign = (size: number) =>
      live(
        new CrashPlan(0, 'fail'),
        async (witness) => void (await ask(witness, 0, size, size - 1)),
      )
    for (const size of [1, 2, 3]) await cosign(size)
    await fs.copyFile(path.join(folder, 'w.db'), path.join(folder, 'old.db'))
    for (const size of [4, 5]) await cosign(size)
    expect(cosigned.size).toBe(5)
    for (const file of files()) await fs.rm(file, { force: true })
    await fs.copyFile(path.join(folder, 'old.db'), path.join(folder, 'w.db'))
    const cosignOther = live(new CrashPlan(0, 'fail'), async (witness) => {
      await ask(witness, 1, 5, 3)
    })
    await expect(cosignOther).rejects.toMatchObject({ code: 'witness-rolled-back' })
    await fs.rm(path.join(folder, 'mark.json'))
    await expect(cosign(4)).rejects.toMatchObject({ code: 'witness-mark-missing' })
    await fs.writeFile(path.join(folder, 'mark.json'), '{}')
    await expect(cosign(4)).rejects.toMatchObject({ code: 'witness-mark-malformed' })
  })

  test('is of no concern to a witness with another key', async () => {
    const cosign = (size: number) =>
      live(
        new CrashPlan(0, 'fail'),
        async (witness) => void (await ask(witness, 0, size, size - 1)),
      )
    await cosign(1)
    for (const file of files()) await fs.rm(file, { force: true })
    signer = await makeTestSigner(crypto, 'w.example', KEY_TYPES.cosignature)
    cosigned = new Map()
    await cosign(1)
    expect(cosigned.size).toBe(1)
  })
})
