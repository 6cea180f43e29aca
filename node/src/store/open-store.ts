import { openSqliteStore } from './sqlite/sqlite-store.ts'
import type { Store } from './store.ts'

/** What PostgreSQL shows as the name of a node's connections. */
export const APPLICATION_NAME = 'concert'

/** Which engine, and where. `maxBytes` is the operator's quota for the database file. `application` tells commands from nodes. */
export type StoreOptions =
  | { readonly kind: 'sqlite'; readonly path: string; readonly maxBytes?: number }
  | { readonly kind: 'postgres'; readonly url: string; readonly application?: string }

/**
 * Opens the store, making or migrating its tables first.
 *
 * @throws StoreError `store-newer` or `store-changed` when another version of this program made the
 *   database, `store-failed` when it cannot be reached; nothing is changed then.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  if (options.kind === 'sqlite') return await openSqliteStore(options)
  // Loaded only where it is used: an embedded node carries no PostgreSQL client.
  const { openPostgresStore } = await import('./postgres/postgres-store.ts')
  return await openPostgresStore({ application: APPLICATION_NAME, ...options })
}
