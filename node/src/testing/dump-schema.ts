import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openStore, type StoreOptions } from '../store/open-store.ts'
import { startTestPostgres } from './postgres.ts'
import { dumpFile, dumpSchema } from './schema-dump.ts'

/** `npm run schema`: writes the schema dumps that are committed beside the migrations. */
async function main(): Promise<void> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'concert-schema-'))
  const server = await startTestPostgres()
  try {
    await dump({ kind: 'sqlite', path: path.join(folder, 'schema.db') })
    await dump({ kind: 'postgres', url: await server.createDatabase() })
  } finally {
    await server.stop()
    await fs.rm(folder, { recursive: true, force: true })
  }
}

async function dump(options: StoreOptions): Promise<void> {
  const store = await openStore(options)
  try {
    await fs.writeFile(dumpFile(store.engine), await dumpSchema(store.read))
  } finally {
    await store.close()
  }
}

await main()
