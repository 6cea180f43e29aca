import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { openStore } from '../../store/open-store.ts'
import type { Store } from '../../store/store.ts'
import { searchContract } from './search-contract.ts'

let last: Store | undefined
let folder = ''

afterEach(async () => {
  await last?.close()
  await rm(folder, { recursive: true, force: true })
})

searchContract('sqlite', async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-search-'))
  last = await openStore({ kind: 'sqlite', path: join(folder, 'concert.db') })
  return last
})
