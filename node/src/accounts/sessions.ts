import { hash } from 'node:crypto'
import type { AccountsDatabase } from './accounts-database.ts'
import type { Need, Person, SessionView } from './person.ts'
import { readRoles } from './roles.ts'
import { isTrue, timeOf } from './stored-values.ts'

/** How sessions are judged. */
export interface SessionRules {
  readonly idleMs: number
  readonly isSecondFactorRequired: boolean
}

/** How old the note of the last request may get. */
const NOTED_MS = 60_000

/** Reads sessions and keys at every request: a change of roles counts at once. */
export class Sessions {
  readonly #database: AccountsDatabase
  readonly #rules: SessionRules
  readonly #now: () => number

  constructor(database: AccountsDatabase, rules: SessionRules, now: () => number) {
    this.#database = database
    this.#rules = rules
    this.#now = now
  }

  /** Who a session belongs to; nobody when it has ended, idled out or its account is disabled. */
  async byToken(token: string): Promise<Person | undefined> {
    const row = await this.#database.db
      .selectFrom('session')
      .innerJoin('user', 'user.id', 'session.userId')
      .select(['session.id as sessionId', 'method', 'ipAddress', 'userAgent', 'expiresAt'])
      .select(['session.createdAt as created', 'session.updatedAt as used'])
      .select(['user.id', 'name', 'email', 'roles', 'language', 'disabled', 'mustChange'])
      .where('token', '=', token)
      .executeTakeFirst()
    if (!row || isTrue(row.disabled)) return undefined
    const session: SessionView = {
      id: row.sessionId,
      method: row.method,
      created: timeOf(row.created),
      expires: timeOf(row.expiresAt),
      used: timeOf(row.used),
      address: row.ipAddress ?? '',
      agent: row.userAgent ?? '',
    }
    const now = this.#now()
    if (session.expires <= now || session.used + this.#rules.idleMs <= now) return undefined
    const needs = this.#needsOf(row.method, isTrue(row.mustChange))
    return { ...personOf(row), needs, session }
  }

  /** Who made an API key. */
  async byKey(key: string): Promise<Person | undefined> {
    const row = await this.#database.db
      .selectFrom('apikey')
      .innerJoin('user', 'user.id', 'apikey.referenceId')
      .select(['user.id', 'user.name', 'email', 'roles', 'language', 'disabled'])
      .select(['enabled', 'expiresAt'])
      .where('key', '=', hash('sha256', key, 'base64url'))
      .executeTakeFirst()
    if (!row || isTrue(row.disabled) || !isTrue(row.enabled)) return undefined
    if (row.expiresAt !== null && timeOf(row.expiresAt) <= this.#now()) return undefined
    return { ...personOf(row), needs: [], session: undefined }
  }

  /** Notes that a session was used, at most once a minute. */
  async touch(person: Person): Promise<void> {
    const { session } = person
    const now = this.#now()
    if (!session || now - session.used < NOTED_MS) return
    await this.#database.db
      .updateTable('session')
      .set({ updatedAt: this.#stored(now) })
      .where('id', '=', session.id)
      .execute()
  }

  /** The sessions of an account, the newest first. */
  async list(userId: string): Promise<readonly SessionView[]> {
    const rows = await this.#database.db
      .selectFrom('session')
      .select(['id', 'method', 'ipAddress', 'userAgent', 'createdAt', 'updatedAt', 'expiresAt'])
      .where('userId', '=', userId)
      .orderBy('createdAt', 'desc')
      .limit(100)
      .execute()
    const now = this.#now()
    return rows
      .map((row) => ({
        id: row.id,
        method: row.method,
        created: timeOf(row.createdAt),
        expires: timeOf(row.expiresAt),
        used: timeOf(row.updatedAt),
        address: row.ipAddress ?? '',
        agent: row.userAgent ?? '',
      }))
      .filter(({ expires, used }) => expires > now && used + this.#rules.idleMs > now)
  }

  /** Ends one session of an account, or all, or all but one. */
  async end(userId: string, which: { id?: string; except?: string } = {}): Promise<void> {
    let query = this.#database.db.deleteFrom('session').where('userId', '=', userId)
    if (which.id !== undefined) query = query.where('id', '=', which.id)
    if (which.except !== undefined) query = query.where('id', '!=', which.except)
    await query.execute()
  }

  #needsOf(method: string, mustChange: boolean): readonly Need[] {
    // A provider and a passkey need no password, so there is none to change.
    if (mustChange && method === 'password') return ['new-password']
    const isWeak = method === 'password' && this.#rules.isSecondFactorRequired
    return isWeak ? ['second-factor'] : []
  }

  #stored(time: number): unknown {
    const date = new Date(time)
    return this.#database.type === 'postgres' ? date : date.toISOString()
  }
}

function personOf(row: {
  id: string
  name: string
  email: string
  roles: string
  language: string
}): Pick<Person, 'id' | 'name' | 'email' | 'language' | 'roles'> {
  const { id, name, email, language } = row
  return { id, name, email, language, roles: readRoles(row.roles) }
}
