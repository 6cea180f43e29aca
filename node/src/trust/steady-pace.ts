import type { CryptoPort } from '@concert/core'
import { leafFor } from '@concert/envelope'
import type { Transaction } from '../store/store.ts'
import type { SteadyPace } from './log-types.ts'

/** A {@link SteadyPace} at one moment. */
export interface PaceNow extends SteadyPace {
  /** Milliseconds since 1970 UTC. */
  readonly now: number
  /** Makes a leaf that stands for nothing. */
  cover(): Uint8Array
}

const STATE = 'log-pace'

/** A leaf of role cover: nobody can tell it from others, and nobody can open it. */
export function coverLeaf(
  { sha256, random }: Pick<CryptoPort, 'sha256' | 'random'>,
  origin: string,
): Uint8Array {
  return leafFor(sha256, random(32), 'cover', origin, random(32).toHex())
}

/**
 * Whether it is time for the next checkpoint, and if so notes that it was made. The time is kept
 * in the database, so that several processes together keep one pace. A tenth early is in time:
 * timers are not exact. A time in the future was written by a clock that was wrong.
 */
export async function takeTurn(tx: Transaction, { now, everyMs }: PaceNow): Promise<boolean> {
  const query = tx.db.selectFrom('node_state').select('value').where('name', '=', STATE)
  const row = await query.executeTakeFirst()
  const waited = now - Number(row?.value ?? 0)
  if (waited >= 0 && waited < everyMs - everyMs / 10) return false
  const value = String(now)
  await tx.db
    .insertInto('node_state')
    .values({ name: STATE, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
  return true
}
