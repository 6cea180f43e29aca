import type { Config, Secrets } from '../config/config.ts'
import { readPrivateFile } from '../files/private-file.ts'
import type { Store } from '../store/store.ts'
import { loadAccountsSecret } from './account-secret.ts'
import type { AccountsDatabase } from './accounts-database.ts'
import type { AccountsLibrary } from './accounts-library.ts'
import { Sessions } from './sessions.ts'

/** What accounts need of the node. */
export interface AccountsDeps {
  readonly config: Config
  readonly secrets: Secrets
  readonly store: Store
  readonly node: string
  readonly now: () => number
}

/** What is behind the accounts once somebody needs it. */
export interface OpenedAccounts {
  readonly database: AccountsDatabase
  readonly secret: string
  readonly sessions: Sessions
}

/** Name of the fact in the store which tables the database of accounts has; a new tag migrates it. */
const TABLES = 'accounts:tables'
const TABLES_TAG = '1.7.25-1'
const MAX_SECRET_BYTES = 4096

/** Made once, when first asked for; a failure is not kept. */
class Lazy<T> {
  readonly #make: () => Promise<T>
  #made: Promise<T> | undefined

  constructor(make: () => Promise<T>) {
    this.#make = make
  }

  async get(): Promise<T> {
    this.#made ??= this.#make()
    try {
      return await this.#made
    } catch (error) {
      this.#made = undefined
      throw error
    }
  }

  /** What was made, if anything. */
  async made(): Promise<T | undefined> {
    return await this.#made?.catch(() => undefined)
  }
}

/**
 * Database, secret, sessions and library of the accounts, each opened or loaded when it is needed:
 * a node whose console nobody visits pays nothing for them.
 */
export class AccountsParts {
  readonly #deps: AccountsDeps
  readonly #secret: Lazy<string>
  readonly #opened: Lazy<OpenedAccounts>
  readonly #library: Lazy<AccountsLibrary>
  readonly #ready: Lazy<OpenedAccounts>

  constructor(deps: AccountsDeps) {
    this.#deps = deps
    this.#secret = new Lazy(() => loadAccountsSecret(deps.config.dataDir))
    this.#opened = new Lazy(() => this.#open())
    this.#library = new Lazy(() => this.#load())
    this.#ready = new Lazy(() => this.#makeReady())
  }

  /** What our cookies begin with: consoles on one machine share its cookies, whatever their port. */
  get cookiePrefix(): string {
    return `concert-${this.#deps.node.slice(0, 8)}`
  }

  /** Database and sessions; the library is loaded only where tables are missing. */
  async open(): Promise<OpenedAccounts> {
    return await this.#ready.get()
  }

  /** What cookies and pages are signed with; made the first time. */
  async secret(): Promise<string> {
    return await this.#secret.get()
  }

  /** The library that signs people in. */
  async library(): Promise<AccountsLibrary> {
    return await this.#library.get()
  }

  /** Closes what was opened. */
  async stop(): Promise<void> {
    const opened = await this.#opened.made()
    await opened?.database.close()
  }

  /** A fact about the accounts in the node's store. */
  async fact(name: string): Promise<string | undefined> {
    const row = await this.#deps.store.read.db
      .selectFrom('node_state')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.value
  }

  /** Keeps a fact. */
  async note(name: string, value: string): Promise<void> {
    await this.#deps.store.transact(async (tx) => {
      await tx.db
        .insertInto('node_state')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
    })
  }

  async #makeReady(): Promise<OpenedAccounts> {
    const opened = await this.#opened.get()
    if ((await this.fact(TABLES)) !== TABLES_TAG) await this.library()
    return opened
  }

  async #open(): Promise<OpenedAccounts> {
    const { config, secrets, now } = this.#deps
    const { openAccountsDatabase } = await import('./accounts-database.ts')
    const secret = await this.secret()
    const database = await openAccountsDatabase(config, secrets)
    const settings = config.console
    const rules = {
      idleMs: (settings?.idleMinutes ?? 60) * 60_000,
      isSecondFactorRequired: settings?.secondFactor !== 'optional',
    }
    return { database, secret, sessions: new Sessions(database, rules, now) }
  }

  async #load(): Promise<AccountsLibrary> {
    const { openAccountsLibrary } = await import('./accounts-library.ts')
    const { database, secret } = await this.#opened.get()
    const { console: settings, names } = this.#deps.config
    const oidc = settings?.oidc
    const clientSecret = oidc ? await readClientSecret(oidc.secretFile) : ''
    const library = await openAccountsLibrary({
      database,
      secret,
      origin: settings?.origin ?? 'http://localhost',
      cookiePrefix: this.cookiePrefix,
      nodeName: names.en,
      sessionHours: settings?.sessionHours ?? 12,
      ...(oidc && { oidc: { ...oidc, clientSecret } }),
    })
    await this.note(TABLES, TABLES_TAG)
    return library
  }
}

async function readClientSecret(path: string): Promise<string> {
  const read = await readPrivateFile(path, MAX_SECRET_BYTES)
  return read.ok ? Buffer.from(read.value).toString('utf8').trim() : ''
}
