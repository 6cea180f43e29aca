import fs from 'node:fs/promises'
import path from 'node:path'
import { hex } from '@concert/core'
import {
  ENTRIES_LEVEL,
  edgeTiles,
  KEY_TYPES,
  type NoteSigner,
  openCheckpoint,
  parseBundle,
  rootFromTiles,
  TILE_WIDTH,
  type TileReader,
  tilePath,
} from '@concert/tlog'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { NodeLog } from './node-log.ts'
import { StaticFiles } from './static-files.ts'
import { leavesFrom, makeTestFolder, makeTestSigner } from './testing/trust-parts.ts'

const crypto = createNodeCrypto()
let folder: string
let store: Store
let log: NodeLog
let signer: NoteSigner
let files: StaticFiles | undefined
let errors: unknown[]

beforeEach(async () => {
  folder = await makeTestFolder()
  errors = []
  store = await openStore({ kind: 'sqlite', path: path.join(folder, 'node.db') })
  signer = await makeTestSigner(crypto, 'a.example/concert/v1/log/2', KEY_TYPES.note)
  const watermarkPath = path.join(folder, 'watermark.json')
  const onError = (error: unknown) => errors.push(error)
  log = await NodeLog.open({ store, crypto, signer, watermarkPath, batchMs: 0, onError })
})
afterEach(async () => {
  await files?.stop()
  await log.stop()
  await store.close()
  await fs.rm(folder, { recursive: true, force: true })
})

const prefix = () => path.join(folder, 'www', 'concert', 'v1', 'log', '2')

function begin(): void {
  const onError = (error: unknown) => errors.push(error)
  files = new StaticFiles({ log, folder: path.join(folder, 'www'), everyMs: 5, onError })
}

async function grow(from: number, count: number): Promise<void> {
  const leaves = leavesFrom(crypto, from, count)
  await store.transact((tx) => log.submit(tx, leaves))
  log.wake()
  await log.integrated(leaves)
}

async function published(size: number): Promise<void> {
  for (;;) {
    const text = await fs.readFile(path.join(prefix(), 'checkpoint'), 'utf8').catch(() => '')
    const trust = { logs: [signer.key], witnesses: [] }
    const opened = await openCheckpoint(crypto, text, trust)
    if (opened.ok && opened.value.checkpoint.size === size) {
      const root = await rootFromTiles(crypto.sha256, reader, size)
      expect(root.ok && hex(root.value)).toBe(hex(opened.value.checkpoint.root))
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Reads as a client of static files does: exactly the path asked for. */
const reader: TileReader = {
  readTiles: (tiles) =>
    Promise.all(
      tiles.map((tile) => fs.readFile(path.join(prefix(), tilePath(tile))).catch(() => undefined)),
    ),
}

async function partials(): Promise<readonly string[]> {
  const names = await fs.readdir(prefix(), { recursive: true })
  return names.filter((name) => name.endsWith('.p')).toSorted()
}

test('every checkpoint finds its tiles there, and stale partial tiles are collected', async () => {
  begin()
  for (const [from, count] of [
    [0, 100],
    [100, 100],
    [200, 400],
    [600, 10],
  ] as const) {
    await grow(from, count)
    await published(from + count)
  }
  // Of the edge only: those of tiles that are full by now are gone.
  const edge = edgeTiles(610).map((tile) => `${tilePath({ ...tile, width: TILE_WIDTH })}.p`)
  expect(await partials()).toEqual(edge.toSorted())
  const bundle = await fs.readFile(path.join(prefix(), 'tile/entries/000'))
  const entries = parseBundle(bundle, TILE_WIDTH)
  expect(entries.ok && entries.value.map(hex)).toEqual(leavesFrom(crypto, 0, 256).map(hex))
  expect(errors).toEqual([])
})

test('after a stop it goes on where it was, and what is no checkpoint is written over', async () => {
  begin()
  await grow(0, 300)
  await published(300)
  await files?.stop()
  const tile = path.join(prefix(), tilePath({ level: ENTRIES_LEVEL, number: 0, width: TILE_WIDTH }))
  const { mtimeMs } = await fs.stat(tile)
  await grow(300, 300)
  begin()
  await published(600)
  expect((await fs.stat(tile)).mtimeMs).toBe(mtimeMs)
  await files?.stop()
  await fs.writeFile(path.join(prefix(), 'checkpoint'), 'x')
  begin()
  await published(600)
})

test('a folder that cannot be written to is told, and does not hold the log up', async () => {
  await fs.writeFile(path.join(folder, 'www'), 'in the way')
  begin()
  await grow(0, 10)
  while (errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(log.head().size).toBe(10)
  await fs.rm(path.join(folder, 'www'))
  await published(10)
})
