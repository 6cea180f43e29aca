import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { feedContract } from './feed-contract.ts'
import { hostileFeedContract } from './hostile-feed-contract.ts'

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'concert-feeds-'))
const stores: Store[] = []

afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()))
  await fs.rm(folder, { recursive: true, force: true })
})

async function open(): Promise<Store> {
  const store = await openStore({ kind: 'sqlite', path: path.join(folder, `${stores.length}.db`) })
  stores.push(store)
  return store
}

feedContract('sqlite', open)
hostileFeedContract('sqlite', open)
