import { ConcertError } from '@concert/core'
import type { Config, Secrets } from './config/config.ts'
import { databasePath } from './operation/data-files.ts'
import { APPLICATION_NAME, openStore } from './store/open-store.ts'
import type { Store } from './store/store.ts'

/**
 * Opens the store that the configuration names.
 *
 * @param application - what PostgreSQL is told; commands that are no node have names of their own
 * @throws ConcertError `database-url` when PostgreSQL has none; what `openStore` throws
 */
export async function openNodeStore(
  { config, secrets }: { readonly config: Config; readonly secrets: Secrets },
  application: string = APPLICATION_NAME,
): Promise<Store> {
  if (config.store.engine === 'postgres') {
    if (!secrets.databaseUrl) throw new ConcertError('database-url')
    return await openStore({ kind: 'postgres', url: secrets.databaseUrl, application })
  }
  const path = databasePath(config.dataDir)
  const { maxBytes } = config.store
  return await openStore({ kind: 'sqlite', path, ...(maxBytes === undefined ? {} : { maxBytes }) })
}
