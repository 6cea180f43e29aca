import type { StoreOptions } from '../store/open-store.ts'
import type { Store, Transaction } from '../store/store.ts'

/** The store of the test that is running, and where it is. */
export interface Opened {
  store(): Store
  options(): StoreOptions
  /** Closes the store and opens it again. */
  reopen(): Promise<void>
}

/** Writes a fact under a name that has none. */
export function setFact(tx: Transaction, name: string, value: string): Promise<unknown> {
  return tx.db.insertInto('node_state').values({ name, value }).execute()
}

/** The fact of a name. */
export async function fact(
  { read }: Pick<Store, 'read'>,
  name: string,
): Promise<string | undefined> {
  const query = read.db.selectFrom('node_state').select('value').where('name', '=', name)
  return (await query.executeTakeFirst())?.value
}

/** The names of all facts, sorted. */
export async function facts({ read }: Pick<Store, 'read'>): Promise<string[]> {
  const rows = await read.db.selectFrom('node_state').select('name').orderBy('name').execute()
  return rows.map(({ name }) => name)
}

/** Rows for `log_pending`, each its own. */
export function leaves(count: number): [Uint8Array][] {
  return Array.from({ length: count }, (_, n) => [Buffer.from(`leaf ${n}`)])
}

/** Bytes as lower-case hex digits. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
