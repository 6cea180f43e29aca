import fs from 'node:fs/promises'
import path from 'node:path'
import { hex } from '@concert/core'
import { KEY_TYPES } from '@concert/tlog'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { positionsOf } from './log-rows.ts'
import type { LogHead, SteadyPace } from './log-types.ts'
import { NodeLog } from './node-log.ts'
import { leavesFrom, makeTestFolder, makeTestSigner } from './testing/trust-parts.ts'

const crypto = createNodeCrypto()
let folder: string
let store: Store
let logs: NodeLog[]

beforeEach(async () => {
  folder = await makeTestFolder()
  store = await openStore({ kind: 'sqlite', path: path.join(folder, 'node.db') })
  logs = []
})
afterEach(async () => {
  await Promise.all(logs.map((log) => log.stop()))
  await store.close()
  await fs.rm(folder, { recursive: true, force: true })
})

const signer = await makeTestSigner(crypto, 'a.example/concert', KEY_TYPES.note)

async function open(steady: SteadyPace, now: () => number): Promise<NodeLog> {
  const log = await NodeLog.open({
    store,
    crypto,
    signer,
    watermarkPath: path.join(folder, 'watermark.json'),
    batchMs: 0,
    steady,
    now,
    onError: (error) => {
      throw error
    },
  })
  logs.push(log)
  return log
}

async function headsOf(log: NodeLog, count: number): Promise<readonly LogHead[]> {
  const heads: LogHead[] = []
  await new Promise<void>((resolve) => {
    const end = log.onHead((head) => {
      heads.push(head)
      if (heads.length < count) return
      end()
      resolve()
    })
  })
  return heads
}

test('each checkpoint adds as many leaves, whether none waits or more than that', async () => {
  let clock = 1_764_000_000_000
  const log = await open({ everyMs: 20, leaves: 8 }, () => (clock += 20))
  const quiet = await headsOf(log, 3)
  const leaves = leavesFrom(crypto, 0, 20)
  await store.transact((tx) => log.submit(tx, leaves))
  log.wake()
  const busy = await headsOf(log, 3)
  const sizes = [...quiet, ...busy].map((head) => head.size)
  for (const [i, size] of sizes.entries()) expect(size % 8, `${i}`).toBe(0)
  expect(new Set(sizes.slice(0, 3).map((size, i) => size - i * 8)).size).toBe(1)
  await log.integrated(leaves)
  // In the order of their submission, and looking like any other leaf.
  const positions = await positionsOf(store.read, leaves)
  const places = leaves.map((leaf) => positions.get(hex(leaf)) ?? -1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  const rows = await store.read.db.selectFrom('log_leaves').select('leaf').execute()
  expect(new Set(rows.map(({ leaf }) => `${leaf.length} ${leaf[0]}`))).toEqual(new Set(['33 1']))
})

test('submitting does not hurry it, and it does not run ahead of its clock', async () => {
  const log = await open({ everyMs: 20, leaves: 4 }, () => 1_764_000_000_000)
  while (log.head().size === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  for (let i = 0; i < 20; i++) {
    await store.transact((tx) => log.submit(tx, leavesFrom(crypto, i, 1)))
    log.wake()
  }
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(log.head().size).toBe(4)
})

test('two processes keep one pace, and a clock that was far ahead does not stop it', async () => {
  let clock = 1_764_000_000_000
  const first = await open({ everyMs: 20, leaves: 4 }, () => clock + 3_600_000)
  while (first.head().size === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await first.stop()
  const now = () => clock
  const [a, b] = [
    await open({ everyMs: 20, leaves: 4 }, now),
    await open({ everyMs: 20, leaves: 4 }, now),
  ]
  while (a.head().size < 8 && b.head().size < 8)
    await new Promise((resolve) => setTimeout(resolve, 5))
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(Math.max(a.head().size, b.head().size)).toBe(8)
  clock += 20
  while (a.head().size < 12 || b.head().size < 12)
    await new Promise((resolve) => setTimeout(resolve, 5))
  expect([a.head().size, b.head().size]).toEqual([12, 12])
})
