import fs from 'node:fs/promises'
import path from 'node:path'
import { type CryptoPort, hex } from '@concert/core'
import {
  ENTRIES_LEVEL,
  emptyRoot,
  KEY_TYPES,
  leafHash,
  type NoteSigner,
  openCheckpoint,
  parseBundle,
  rootOfHashes,
  verifyConsistency,
  verifyInclusion,
} from '@concert/tlog'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import type { NodeLogDeps } from './log-types.ts'
import { NodeLog } from './node-log.ts'
import { leavesFrom, makeTestFolder, makeTestSigner } from './testing/trust-parts.ts'
import { readWatermark, writeWatermark } from './watermark.ts'

const ORIGIN = 'a.example/concert'

let crypto: CryptoPort
let folder: string
let store: Store
let signer: NoteSigner
let errors: unknown[]
let logs: NodeLog[]

beforeEach(async () => {
  crypto = createNodeCrypto()
  folder = await makeTestFolder()
  store = await openStore({ kind: 'sqlite', path: path.join(folder, 'node.db') })
  signer = await makeTestSigner(crypto, ORIGIN, KEY_TYPES.note)
  errors = []
  logs = []
})

afterEach(async () => {
  await Promise.all(logs.map((log) => log.stop()))
  await store.close()
  await fs.rm(folder, { recursive: true, force: true })
})

const watermarkPath = () => path.join(folder, 'log-watermark.json')

async function open(more: Partial<NodeLogDeps> = {}): Promise<NodeLog> {
  const onError = (error: unknown) => errors.push(error)
  const deps = { store, crypto, signer, watermarkPath: watermarkPath(), batchMs: 1, onError }
  const log = await NodeLog.open({ ...deps, ...more })
  logs.push(log)
  return log
}

async function submit(log: NodeLog, leaves: readonly Uint8Array[]): Promise<void> {
  await store.transact((tx) => log.submit(tx, leaves))
}

async function add(log: NodeLog, leaves: readonly Uint8Array[]) {
  await submit(log, leaves)
  log.wake()
  return await log.integrated(leaves)
}

function naiveRoot(leaves: readonly Uint8Array[]): string {
  return hex(
    rootOfHashes(
      crypto.sha256,
      leaves.map((leaf) => leafHash(crypto.sha256, leaf)),
    ),
  )
}

async function orderedLeaves(): Promise<readonly Uint8Array[]> {
  const query = store.read.db.selectFrom('log_leaves').select('leaf').orderBy('position')
  return (await query.execute()).map((row) => row.leaf)
}

describe('a log', () => {
  test('begins as a signed empty tree with a watermark', async () => {
    const log = await open()
    expect(log.head().size).toBe(0)
    expect(hex(log.head().root)).toBe(hex(emptyRoot(crypto.sha256)))
    expect((await readWatermark(watermarkPath()))?.checkpoint).toBe(log.head().checkpoint)
    expect(log.witnessed()).toBeNull()
  })

  test('takes 2,000 leaves in many batches to the root of the naive tree', async () => {
    const log = await open()
    const all = leavesFrom(crypto, 0, 2_000)
    const parts = Array.from({ length: 40 }, (_, i) => all.slice(i * 50, i * 50 + 50))
    await Promise.all(parts.map((part) => add(log, part)))
    const head = log.head()
    expect(head.size).toBe(2_000)
    expect(hex(head.root)).toBe(naiveRoot(await orderedLeaves()))
    const trust = { logs: [signer.key], witnesses: [] }
    const opened = await openCheckpoint(crypto, head.checkpoint, trust)
    expect(opened.ok && opened.value.checkpoint).toEqual({ origin: ORIGIN, ...plain(head) })
    expect((await readWatermark(watermarkPath()))?.size).toBe(2_000)
    expect(await store.read.db.selectFrom('log_pending').selectAll().execute()).toEqual([])
  })

  test('proves every leaf and every earlier head', async () => {
    const log = await open()
    const leaves = leavesFrom(crypto, 0, 700)
    const old = await add(log, leaves.slice(0, 300))
    const head = await add(log, leaves.slice(300))
    for (const tree of [old, head]) {
      const shown = leaves.slice(0, tree.size)
      for (const [i, proof] of (await log.prove(shown, tree.size)).entries()) {
        const leaf = leafHash(crypto.sha256, shown[i]!)
        expect(verifyInclusion(crypto.sha256, tree, proof.index, leaf, proof.path)).toBe(true)
      }
    }
    const proof = await log.consistency(old.size)
    expect(verifyConsistency(crypto.sha256, old, head, proof)).toBe(true)
    await expect(log.prove([leaves[500]!], old.size)).rejects.toThrow('log-unknown-leaf')
    await expect(log.prove([leaves[0]!], 701)).rejects.toThrow('log-out-of-range')
    await expect(log.consistency(701)).rejects.toThrow('log-out-of-range')
  })

  test('holds a leaf once, however often it is submitted', async () => {
    const log = await open()
    const [a, b] = [leavesFrom(crypto, 0, 3), leavesFrom(crypto, 2, 3)]
    await Promise.all([add(log, a), add(log, a), add(log, [...b, ...b])])
    await add(log, a)
    // What a racing submission leaves behind on PostgreSQL: a pending leaf that the tree holds.
    await store.transact((tx) => tx.insertMany('log_pending', ['leaf'], [[a[0]!]]))
    expect((await add(log, leavesFrom(crypto, 9, 1))).size).toBe(6)
    expect(await store.read.db.selectFrom('log_pending').selectAll().execute()).toEqual([])
  })

  test('serves tiles of released trees as prefixes and nothing beyond', async () => {
    const log = await open()
    const leaves = leavesFrom(crypto, 0, 300)
    await add(log, leaves)
    const tile = { level: 0, number: 1, width: 44 }
    const whole = await log.readTile(tile)
    expect(whole?.length).toBe(44 * 32)
    expect(await log.readTile({ ...tile, width: 10 })).toEqual(whole?.subarray(0, 320))
    expect(await log.readTile({ ...tile, width: 45 })).toBeUndefined()
    const bundle = await log.readTile({ ...tile, level: ENTRIES_LEVEL, width: 2 })
    const entries = parseBundle(bundle!, 2)
    expect(entries.ok && entries.value.map(hex)).toEqual(leaves.slice(256, 258).map(hex))
  })
})

describe('waiting', () => {
  test('ends with the signal or with the log', async () => {
    const log = await open()
    const abort = new AbortController()
    const aborted = log.integrated(leavesFrom(crypto, 0, 1), abort.signal)
    const stopped = log.integrated(leavesFrom(crypto, 1, 1))
    abort.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    await Promise.all([expect(stopped).rejects.toThrow('log-stopped'), log.stop()])
    await expect(log.integrated([])).rejects.toThrow('log-stopped')
  })
})

describe('after a crash', () => {
  test('leaves that were submitted are taken in at the next start', async () => {
    const log = await open()
    const [first, second] = [leavesFrom(crypto, 0, 10), leavesFrom(crypto, 10, 300)]
    await add(log, first)
    await submit(log, second)
    await log.stop()
    const again = await open()
    const head = await again.integrated(second)
    expect(hex(head.root)).toBe(naiveRoot([...first, ...second]))
  })

  test('between commit and watermark the file follows the database', async () => {
    const log = await open()
    await add(log, leavesFrom(crypto, 0, 5))
    const old = await fs.readFile(watermarkPath())
    await add(log, leavesFrom(crypto, 5, 5))
    await log.stop()
    await fs.writeFile(watermarkPath(), old)
    expect((await open()).head().size).toBe(10)
    expect((await readWatermark(watermarkPath()))?.size).toBe(10)
  })

  test('a head is released only when its watermark could be written', async () => {
    const log = await open({ watermarkPath: path.join(folder, 'marks', 'log.json') }).catch(
      async () => {
        await fs.mkdir(path.join(folder, 'marks'))
        return await open({ watermarkPath: path.join(folder, 'marks', 'log.json') })
      },
    )
    await fs.rename(path.join(folder, 'marks'), path.join(folder, 'away'))
    const leaves = leavesFrom(crypto, 0, 5)
    await submit(log, leaves)
    log.wake()
    const integrated = log.integrated(leaves)
    while (errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(log.head().size).toBe(0)
    expect(await log.readTile({ level: 0, number: 0, width: 5 })).toBeUndefined()
    await fs.rename(path.join(folder, 'away'), path.join(folder, 'marks'))
    expect((await integrated).size).toBe(5)
  })
})

describe('a database that is not the one that was signed', () => {
  async function grownBackup(): Promise<void> {
    const log = await open()
    await add(log, leavesFrom(crypto, 0, 5))
    await log.stop()
  }

  test('is refused when it is older, even when it is empty', async () => {
    await grownBackup()
    const mark = await readWatermark(watermarkPath())
    await writeWatermark(watermarkPath(), { ...mark!, size: 6 })
    await expect(open()).rejects.toThrow('log-rolled-back')
    await store.transact((tx) => tx.db.deleteFrom('log_state').execute())
    await expect(open()).rejects.toThrow('log-rolled-back')
  })

  test('is refused when it holds another tree, larger ones included', async () => {
    await grownBackup()
    const mark = await readWatermark(watermarkPath())
    for (const size of [5, 4]) {
      await writeWatermark(watermarkPath(), { ...mark!, size, root: crypto.random(32) })
      await expect(open()).rejects.toThrow('log-rolled-back')
    }
  })

  test('ends a running log before it signs', async () => {
    const log = await open()
    await add(log, leavesFrom(crypto, 0, 5))
    await store.transact((tx) => tx.db.updateTable('log_state').set({ size: 4 }).execute())
    await expect(add(log, leavesFrom(crypto, 9, 1))).rejects.toThrow('log-rolled-back')
    expect(errors[0]).toMatchObject({ code: 'log-rolled-back' })
  })

  test('is not adopted without the watermark unless a person says so', async () => {
    await grownBackup()
    await fs.rm(watermarkPath())
    await expect(open()).rejects.toThrow('log-watermark-missing')
    expect((await open({ onMissingWatermark: 'adopt' })).head().size).toBe(5)
  })

  test('is refused under another name, and so is a file that is none', async () => {
    await grownBackup()
    const other = await makeTestSigner(crypto, 'b.example/concert', KEY_TYPES.note)
    await expect(open({ signer: other })).rejects.toThrow('log-origin-changed')
    await fs.writeFile(watermarkPath(), '{}')
    await expect(open()).rejects.toThrow('log-watermark-malformed')
  })
})

function plain({ size, root }: { readonly size: number; readonly root: Uint8Array }) {
  return { size, root: Uint8Array.from(root) }
}
