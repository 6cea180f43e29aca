import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { countUnshared, nextUnshared } from './unshared.ts'

const OWN = 'a'.repeat(64)
const PEER = 'b'.repeat(64)
let folder: string
let store: Store

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-unshared-'))
  store = await openStore({ kind: 'sqlite', path: join(folder, 'concert.db') })
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function hold(ids: readonly number[], source: string): Promise<void> {
  await store.transact((tx) =>
    tx.insertMany(
      'objects',
      [
        'id',
        'stix_id',
        'type',
        'modified',
        'tlp',
        'source',
        'version_key',
        'body',
        'retracted_by',
        'added',
      ],
      ids.map((id) => {
        const key = source === OWN ? `k${id}` : null
        return [id, `s${id}`, 'indicator', '', 'green', source, key, new Uint8Array(1), null, 0]
      }),
    ),
  )
}

test('objects far apart are found, in order, as many as were asked for', async () => {
  await hold([1, 2, 19_999, 20_000, 20_001, 70_000, 150_000], OWN)
  await hold([3, 40_000, 200_000], PEER)
  const context = { store, own: { node: OWN } }
  const ids = async (after: number, limit: number) =>
    (await nextUnshared(context, PEER, after, limit)).map(({ id }) => id)
  expect(await countUnshared(context, PEER)).toBe(7)
  expect(await ids(0, 10)).toEqual([1, 2, 19_999, 20_000, 20_001, 70_000, 150_000])
  expect(await ids(0, 4)).toEqual([1, 2, 19_999, 20_000])
  expect(await ids(20_000, 2)).toEqual([20_001, 70_000])
  expect(await ids(150_000, 2)).toEqual([])
})

test('an empty store has nothing to share', async () => {
  const context = { store, own: { node: OWN } }
  expect(await countUnshared(context, PEER)).toBe(0)
  expect(await nextUnshared(context, PEER, 0, 10)).toEqual([])
})
