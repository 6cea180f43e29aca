import { randomUUID } from 'node:crypto'
import { createTaxiiServer } from '../server.ts'
import type { Collection } from '../store.ts'
import { taxiiConformance } from '../testing/conformance-contract.ts'
import { uuidOf } from '../testing/made-objects.ts'
import { MemoryTaxiiStore } from './memory-store.ts'

taxiiConformance('the memory store', async () => {
  const collections = (who: string): readonly Collection[] => {
    if (who === 'stranger') return []
    const one = { id: uuidOf(1), title: 'One', alias: 'one' }
    return [{ ...one, canRead: who !== 'writer', canWrite: who !== 'reader' }]
  }
  const server = createTaxiiServer<string>({
    maxDirect: 1000,
    info: { title: 'Test', apiRoot: '/taxii2/api/', maxContentLength: 1_000_000 },
    store: new MemoryTaxiiStore(collections, Date.now),
    authenticate: async (credentials) => {
      const token = credentials.kind === 'bearer' ? credentials.token : ''
      return ['all', 'reader', 'writer', 'stranger'].includes(token) ? token : undefined
    },
    now: Date.now,
    uuid: randomUUID,
  })
  return { server, collection: `/taxii2/api/collections/${uuidOf(1)}/` }
})
