import fs from 'node:fs/promises'
import path from 'node:path'
import { type CryptoPort, hex, utf8 } from '@concert/core'
import { formatNote, KEY_TYPES, leafHash, rootOfHashes, signCheckpoint } from '@concert/tlog'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { NodeLog } from './node-log.ts'
import { leavesFrom, makeTestFolder, makeTestSigner } from './testing/trust-parts.ts'
import { createWitness } from './witness.ts'

const ORIGIN = 'a.example/concert'

let crypto: CryptoPort
let folder: string
let server: TestPostgres
let store: Store

beforeAll(async () => {
  crypto = createNodeCrypto()
  folder = await makeTestFolder()
  server = await startTestPostgres()
  store = await openStore({ kind: 'postgres', url: await server.createDatabase() })
})

afterAll(async () => {
  await store.close()
  await server.stop()
  await fs.rm(folder, { recursive: true, force: true })
})

test('side by side, submissions that overlap make one leaf each and the naive root', async () => {
  const errors: unknown[] = []
  const log = await NodeLog.open({
    store,
    crypto,
    signer: await makeTestSigner(crypto, ORIGIN, KEY_TYPES.note),
    watermarkPath: path.join(folder, 'watermark.json'),
    batchMs: 1,
    onError: (error) => errors.push(error),
  })
  await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const leaves = leavesFrom(crypto, i * 20, 40)
      await store.transact((tx) => log.submit(tx, leaves))
      log.wake()
      const head = await log.integrated(leaves)
      expect((await log.prove(leaves, head.size)).length).toBe(40)
    }),
  )
  await log.stop()
  expect(errors).toEqual([])
  expect(log.head().size).toBe(620)
  const rows = await store.read.db
    .selectFrom('log_leaves')
    .select('leaf')
    .orderBy('position')
    .execute()
  const hashes = rows.map(({ leaf }) => leafHash(crypto.sha256, leaf))
  expect(hex(rootOfHashes(crypto.sha256, hashes))).toBe(hex(log.head().root))
})

test('of two witnesses over one store only one cosigns, and only one root', async () => {
  const log = await makeTestSigner(crypto, ORIGIN, KEY_TYPES.note)
  const signer = await makeTestSigner(crypto, 'w.example', KEY_TYPES.cosignature)
  const deps = { store, crypto, signer, trustedLogs: () => [log.key], now: () => 1_764_000_000_000 }
  const witnesses = [createWitness(deps), createWitness(deps)]
  const answers = await Promise.all(
    Array.from({ length: 16 }, async (_, i) => {
      const checkpoint = { origin: ORIGIN, size: 5, root: crypto.random(32) }
      const body = `old 0\n\n${formatNote(await signCheckpoint(log, checkpoint))}`
      return await witnesses[i % 2]?.addCheckpoint(utf8(body))
    }),
  )
  expect(answers.filter((answer) => answer?.status === 200)).toHaveLength(1)
  expect(answers.filter((answer) => answer?.status === 409)).toHaveLength(15)
})
