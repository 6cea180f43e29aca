import { openSqliteStore } from './sqlite/sqlite-store.ts'
import type { Store } from './store.ts'

/** Which engine, and where. `maxBytes` is the operator's quota for the database file. */
export type StoreOptions =
  | { readonly kind: 'sqlite'; readonly path: string; readonly maxBytes?: number }
  | { readonly kind: 'postgres'; readonly url: string }

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
  return await openPostgresStore(options)
}
