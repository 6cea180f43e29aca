import type { Reader, Transaction } from '../store/store.ts'

const NAME = 'log-generation'

/** Path of a node's log under its host. */
export function logPath(generation: number): string {
  return `/concert/v1/log${generation > 1 ? `/${generation}` : ''}`
}

/**
 * Origin of a node's log: a URL without a scheme. A restore that cannot continue the log begins
 * another under the next generation, so that no origin ever has two histories.
 *
 * @param generation - 1 for the first log, which has no suffix
 */
export function originOf(host: string, generation: number): string {
  return `${host}${logPath(generation)}`
}

/** The generation that an origin names; 1 without a suffix. */
export function generationOf(origin: string): number {
  return Number(/\/concert\/v1\/log\/(\d{1,15})$/.exec(origin)?.[1] ?? 1)
}

/** The generation of the log that this store holds. */
export async function readLogGeneration(reader: Pick<Reader, 'db'>): Promise<number> {
  const row = await reader.db
    .selectFrom('node_state')
    .select('value')
    .where('name', '=', NAME)
    .executeTakeFirst()
  return Number(row?.value ?? 1)
}

/** Makes the store's log one of another generation; its rows are the caller's to change. */
export async function writeLogGeneration(tx: Transaction, generation: number): Promise<void> {
  const value = String(generation)
  await tx.db
    .insertInto('node_state')
    .values({ name: NAME, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
