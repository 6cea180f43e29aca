import { hash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Store } from '../store/store.ts'

const MINUTE = 60_000

/** How many failures bar the next attempt, for how long, and how long they are remembered. */
interface Limit {
  readonly failures: number
  readonly barredMs: number
  readonly memoryMs: number
}

/**
 * From one place few: whoever guesses is barred. From anywhere many: a stranger must not be able to
 * keep a duty officer out, so the limit for an account as a whole is high, and passkeys go on.
 */
const LIMITS: Readonly<Record<'place' | 'account', Limit>> = {
  place: { failures: 5, barredMs: 15 * MINUTE, memoryMs: 15 * MINUTE },
  account: { failures: 50, barredMs: 15 * MINUTE, memoryMs: 60 * MINUTE },
}

/** Counts failed attempts to sign in, the same for accounts that exist and for others. */
export class SignInGuard {
  readonly #store: Store
  readonly #now: () => number

  constructor(store: Store, now: () => number) {
    this.#store = store
    this.#now = now
  }

  /** Until when somebody may not try again, in milliseconds since 1970; 0 when they may. */
  async barredUntil(account: string, address: string): Promise<number> {
    const rows = await this.#store.read.db
      .selectFrom('sign_in_failures')
      .select('until')
      .where('who', 'in', Object.values(keysOf(account, address)))
      .execute()
    const until = Math.max(0, ...rows.map((row) => row.until))
    return until > this.#now() ? until : 0
  }

  /** Counts a failure before the attempt is judged, so that many at once gain nothing. */
  async attempt(account: string, address: string): Promise<void> {
    const now = this.#now()
    const keys = keysOf(account, address)
    await this.#store.transact(async (tx) => {
      for (const kind of ['place', 'account'] as const) {
        const { failures: most, barredMs, memoryMs } = LIMITS[kind]
        const who = keys[kind]
        await tx.lock(`sign-in ${who}`)
        const known = await tx.db
          .selectFrom('sign_in_failures')
          .select(['failures', 'first'])
          .where('who', '=', who)
          .executeTakeFirst()
        const isRecent = known !== undefined && now - known.first < memoryMs
        const failures = isRecent ? known.failures + 1 : 1
        const values = {
          failures,
          first: isRecent ? known.first : now,
          until: failures >= most ? now + barredMs : 0,
        }
        await tx.db
          .insertInto('sign_in_failures')
          .values({ who, ...values })
          .onConflict((conflict) => conflict.column('who').doUpdateSet(values))
          .execute()
      }
      const oldest = now - LIMITS.account.memoryMs
      await tx.db
        .deleteFrom('sign_in_failures')
        .where('first', '<', oldest)
        .where('until', '<', now)
        .execute()
    })
  }

  /** Forgets failures, after a right password or by an operator's word. */
  async forgive(account: string, address?: string): Promise<void> {
    const keys = keysOf(account, address ?? '')
    const gone = address === undefined ? [keys.account] : [keys.place, keys.account]
    await this.#store.transact(async (tx) => {
      await tx.db.deleteFrom('sign_in_failures').where('who', 'in', gone).execute()
    })
  }
}

/** Neither names nor addresses are kept, only their digests. */
function keysOf(account: string, address: string): Readonly<Record<'place' | 'account', string>> {
  const name = account.trim().toLowerCase()
  const digest = (text: string) => hash('sha256', text, 'hex').slice(0, 32)
  return {
    place: digest(`place\n${name}\n${networkOf(address)}`),
    account: digest(`account\n${name}`),
  }
}

/** One subscriber has a whole /64 of IPv6. */
function networkOf(address: string): string {
  return isIPv6(address) ? address.split(':').slice(0, 4).join(':') : address
}
