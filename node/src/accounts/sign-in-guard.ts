import { hash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Store, Transaction } from '../store/store.ts'

const MINUTE = 60_000

/** How many failures bar the next attempt, for how long, and how long they are remembered. */
interface Limit {
  readonly failures: number
  readonly barredMs: number
  readonly memoryMs: number
}

/**
 * For one account from one place few: whoever guesses is barred. For an account from anywhere many:
 * a stranger must not be able to keep a duty officer out, and passkeys go on. From one place for
 * whatever accounts: one password tried on everybody is guessing too.
 */
const LIMITS: Readonly<Record<Kind, Limit>> = {
  pair: { failures: 5, barredMs: 15 * MINUTE, memoryMs: 15 * MINUTE },
  account: { failures: 50, barredMs: 15 * MINUTE, memoryMs: 60 * MINUTE },
  place: { failures: 100, barredMs: 15 * MINUTE, memoryMs: 15 * MINUTE },
}

type Kind = 'pair' | 'account' | 'place'

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

  /** Counts an attempt before it is judged, so that many at once gain nothing. */
  async attempt(account: string, address: string): Promise<void> {
    const keys = keysOf(account, address)
    await this.#store.transact(async (tx) => {
      await this.#count(tx, 'pair', keys.pair)
      await this.#count(tx, 'account', keys.account)
      await this.#forgetOld(tx)
    })
  }

  /** Counts a failure towards the place alone: right passwords of many behind it are none. */
  async failed(address: string): Promise<void> {
    const { place } = keysOf('', address)
    await this.#store.transact(async (tx) => await this.#count(tx, 'place', place))
  }

  /** Forgets an account's failures, after a right password or by an operator's word. */
  async forgive(account: string, address?: string): Promise<void> {
    const keys = keysOf(account, address ?? '')
    const pairs = address === undefined ? `${keys.account}:%` : keys.pair
    await this.#store.transact(async (tx) => {
      await tx.db
        .deleteFrom('sign_in_failures')
        .where((where) => where.or([where('who', '=', keys.account), where('who', 'like', pairs)]))
        .execute()
    })
  }

  async #count(tx: Transaction, kind: Kind, who: string): Promise<void> {
    const now = this.#now()
    const { failures: most, barredMs, memoryMs } = LIMITS[kind]
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

  async #forgetOld(tx: Transaction): Promise<void> {
    const now = this.#now()
    await tx.db
      .deleteFrom('sign_in_failures')
      .where('first', '<', now - LIMITS.account.memoryMs)
      .where('until', '<', now)
      .execute()
  }
}

/** Neither names nor addresses are kept, only their digests. */
function keysOf(account: string, address: string): Readonly<Record<Kind, string>> {
  const name = account.trim().toLowerCase()
  const network = networkOf(address)
  const digest = (text: string) => hash('sha256', text, 'hex').slice(0, 32)
  const [person, place] = [digest(`account\n${name}`), digest(`place\n${network}`)]
  return { pair: `${person}:${place}`, account: person, place: `:${place}` }
}

/** One subscriber has a whole /64 of IPv6. */
function networkOf(address: string): string {
  return isIPv6(address) ? address.split(':').slice(0, 4).join(':') : address
}
