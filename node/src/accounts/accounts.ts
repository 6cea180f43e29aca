import { ok, type Result, refuse } from '@concert/core'
import type { Config, ConsoleSettings, Secrets } from '../config/config.ts'
import { readPrivateFile } from '../files/private-file.ts'
import type { Language } from '../i18n/language.ts'
import type { Store } from '../store/store.ts'
import { loadAccountsSecret } from './account-secret.ts'
import type { AccountsDatabase } from './accounts-database.ts'
import type { AccountsLibrary } from './accounts-library.ts'
import { normalPassword, type PasswordFault, passwordFault } from './password-policy.ts'
import { type Role, readRoles, writeRoles } from './roles.ts'
import { Sessions } from './sessions.ts'
import { makeCode, SetupCode } from './setup-code.ts'
import { SignInGuard } from './sign-in-guard.ts'
import { isTrue, timeOf } from './stored-values.ts'
import { Trail } from './trail.ts'

/** Why an account is not made or changed. */
export type AccountRefusal =
  | 'account-exists'
  | 'account-unknown'
  | 'account-email'
  | 'account-name'
  | 'account-roles'
  | 'last-operator'
  | 'setup-done'
  | 'setup-code'
  | PasswordFault

/** An account as operators see it. */
export interface AccountView {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly disabled: boolean
  readonly created: string
  /** Ways to sign in that are set up. */
  readonly factors: readonly ('password' | 'passkey' | 'code')[]
}

/** An account that was made or reset, with the password that its owner changes at once. */
export interface Credentials {
  readonly id: string
  readonly email: string
  /** Shown this once. */
  readonly password: string
}

/** An account to make. */
export interface NewAccount {
  readonly email: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly language?: Language | undefined
}

/** What accounts need of the node. */
export interface AccountsDeps {
  readonly config: Config
  readonly secrets: Secrets
  readonly store: Store
  readonly node: string
  readonly now: () => number
}

/** The parts behind the accounts once somebody needs them. */
interface Opened {
  readonly database: AccountsDatabase
  readonly secret: string
  readonly sessions: Sessions
}

/** Name of the fact in the store that the node has its first account. */
const READY = 'accounts:set-up'
/** Name of the fact which tables the database of accounts has; a new tag migrates it. */
const TABLES = 'accounts:tables'
const TABLES_TAG = '1.7.25-1'
const EMAIL = /^[^\s@"<>()\\,;:]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i
// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are the point
const UNSHOWABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: end of the pattern

/**
 * The people of this node. Nothing is opened or loaded before it is needed: a node whose console
 * nobody visits pays nothing for it.
 */
export class Accounts {
  readonly trail: Trail
  readonly guard: SignInGuard
  readonly setupCode: SetupCode
  readonly #deps: AccountsDeps
  #opened: Promise<Opened> | undefined
  #ready: Promise<Opened> | undefined
  #secret: Promise<string> | undefined
  #library: Promise<AccountsLibrary> | undefined
  #setUp: Promise<unknown> = Promise.resolve()

  constructor(deps: AccountsDeps) {
    this.#deps = deps
    this.trail = new Trail(deps.store, deps.now)
    this.guard = new SignInGuard(deps.store, deps.now)
    this.setupCode = new SetupCode(deps.config.dataDir)
  }

  get settings(): ConsoleSettings | undefined {
    return this.#deps.config.console
  }

  /** What our cookies begin with: consoles on one machine share its cookies, whatever their port. */
  get cookiePrefix(): string {
    return `concert-${this.#deps.node.slice(0, 8)}`
  }

  /** Database, secret and sessions; the library is loaded only where tables are missing. */
  async open(): Promise<Opened> {
    this.#ready ??= this.#makeReady()
    return await this.#ready
  }

  /** What cookies and pages are signed with; made the first time. */
  async secret(): Promise<string> {
    this.#secret ??= loadAccountsSecret(this.#deps.config.dataDir)
    return await this.#secret
  }

  /** Whether somebody has a second factor, and how many ways of it. */
  async factorsOf(id: string): Promise<{ readonly passkeys: number; readonly hasCode: boolean }> {
    const { database } = await this.open()
    const { db } = database
    const passkeys = await db.selectFrom('passkey').select('id').where('userId', '=', id).execute()
    const codes = await db
      .selectFrom('twoFactor')
      .select('verified')
      .where('userId', '=', id)
      .execute()
    const hasCode = codes.some(({ verified }) => isTrue(verified))
    return { passkeys: passkeys.length, hasCode }
  }

  /** The library that signs people in. */
  async library(): Promise<AccountsLibrary> {
    this.#library ??= this.#load()
    return await this.#library
  }

  /** Closes what was opened. */
  async stop(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined)
    await opened?.database.close()
  }

  /** Whether the node has any accounts. */
  async isSetUp(): Promise<boolean> {
    return (await this.#fact(READY)) !== undefined
  }

  /** Makes the first administrator for whoever knows the set-up code. */
  async setUp(
    code: string,
    account: Omit<NewAccount, 'roles'> & { readonly password: string },
  ): Promise<Result<{ readonly id: string }, AccountRefusal>> {
    const task = this.#setUp.then(() => this.#setUpOnce(code, account))
    this.#setUp = task.catch(() => undefined)
    return await task
  }

  async #setUpOnce(
    code: string,
    { password, ...account }: Omit<NewAccount, 'roles'> & { readonly password: string },
  ): Promise<Result<{ readonly id: string }, AccountRefusal>> {
    if (await this.isSetUp()) return refuse('setup-done')
    if (!(await this.setupCode.isRight(code))) return refuse('setup-code', 'code')
    const fault = this.faultOf(password, account)
    if (fault) return refuse(fault, 'password')
    const made = await this.#make({ ...account, roles: ['operator'] }, password)
    if (!made.ok) return made
    await this.#update(made.value, { mustChange: false })
    await this.#markSetUp()
    await this.setupCode.spend()
    return ok({ id: made.value })
  }

  /** Why a password will not do for somebody. */
  faultOf(
    password: string,
    { email, name }: { readonly email: string; readonly name: string },
  ): PasswordFault | undefined {
    const { host, names } = this.#deps.config
    return passwordFault(password, [email, name, host, names.en, names.zh])
  }

  /** Adds an account with a password that its owner must change. */
  async add(account: NewAccount): Promise<Result<Credentials, AccountRefusal>> {
    const password = makeCode(4)
    const made = await this.#make(account, password)
    if (!made.ok) return made
    // Whoever adds accounts runs the node already: no stranger's code is needed any more.
    await this.#markSetUp()
    await this.setupCode.spend()
    return ok({ id: made.value, email: account.email.toLowerCase(), password })
  }

  /** Every account, by name. */
  async list(): Promise<readonly AccountView[]> {
    await this.library()
    const { database } = await this.open()
    const { db } = database
    const [users, passwords, passkeys, codes] = await Promise.all([
      db.selectFrom('user').selectAll().orderBy('name').execute(),
      db.selectFrom('account').select('userId').where('password', 'is not', null).execute(),
      db.selectFrom('passkey').select('userId').distinct().execute(),
      db.selectFrom('twoFactor').select(['userId', 'verified']).execute(),
    ])
    const having = (rows: readonly { userId: string }[]) => new Set(rows.map((row) => row.userId))
    const factors = {
      password: having(passwords),
      passkey: having(passkeys),
      code: having(codes.filter(({ verified }) => isTrue(verified))),
    }
    return users.map((user) => ({
      id: user.id,
      name: user.name,
      email: user.email,
      roles: [...readRoles(user.roles)],
      disabled: isTrue(user.disabled),
      created: new Date(timeOf(user.createdAt)).toISOString(),
      factors: (['password', 'passkey', 'code'] as const).filter((way) =>
        factors[way].has(user.id),
      ),
    }))
  }

  /** Gives an account other roles; its sessions end, so that nothing goes on under the old ones. */
  async setRoles(
    who: string,
    roles: readonly Role[],
  ): Promise<Result<AccountView, AccountRefusal>> {
    return await this.#change(who, async (account) => {
      if (!roles.includes('operator') && (await this.#isLastOperator(account))) {
        return refuse('last-operator')
      }
      await this.#update(account.id, { roles: writeRoles(roles) })
      return ok(null)
    })
  }

  /** Bars an account, or lets it in again. */
  async setDisabled(who: string, disabled: boolean): Promise<Result<AccountView, AccountRefusal>> {
    return await this.#change(who, async (account) => {
      if (disabled && (await this.#isLastOperator(account))) return refuse('last-operator')
      await this.#update(account.id, { disabled })
      return ok(null)
    })
  }

  /** Gives an account a new password and takes its second factors away. */
  async reset(who: string): Promise<Result<Credentials, AccountRefusal>> {
    const library = await this.library()
    const { database, sessions } = await this.open()
    const account = await this.#find(who)
    if (!account) return refuse('account-unknown', 'account')
    const password = makeCode(4)
    await library.setPassword(account.id, password)
    const { db } = database
    await db.deleteFrom('twoFactor').where('userId', '=', account.id).execute()
    await db.deleteFrom('passkey').where('userId', '=', account.id).execute()
    await db.deleteFrom('apikey').where('referenceId', '=', account.id).execute()
    await this.#update(account.id, { mustChange: true, twoFactorEnabled: false })
    await sessions.end(account.id)
    await this.guard.forgive(account.email)
    return ok({ id: account.id, email: account.email, password })
  }

  /** Notes that somebody has chosen a password of their own. */
  async passwordChanged(id: string): Promise<void> {
    await this.#update(id, { mustChange: false })
  }

  /** Keeps the language that somebody reads. */
  async setLanguage(id: string, language: Language): Promise<void> {
    await this.#update(id, { language })
  }

  /** Names by id, for trails and decisions. */
  async names(): Promise<readonly { readonly id: string; readonly name: string }[]> {
    await this.library()
    const { database } = await this.open()
    return await database.db.selectFrom('user').select(['id', 'name']).orderBy('name').execute()
  }

  async #change(
    who: string,
    change: (account: AccountView) => Promise<Result<null, AccountRefusal>>,
  ): Promise<Result<AccountView, AccountRefusal>> {
    const account = await this.#find(who)
    if (!account) return refuse('account-unknown', 'account')
    const changed = await change(account)
    if (!changed.ok) return changed
    const { sessions } = await this.open()
    await sessions.end(account.id)
    const now = await this.#find(account.id)
    return now ? ok(now) : refuse('account-unknown', 'account')
  }

  /** By id or mail address. */
  async #find(who: string): Promise<AccountView | undefined> {
    const wanted = who.trim().toLowerCase()
    return (await this.list()).find(({ id, email }) => id === wanted || email === wanted)
  }

  async #isLastOperator({ id }: AccountView): Promise<boolean> {
    const able = (await this.list()).filter((a) => !a.disabled && a.roles.includes('operator'))
    return able.length === 1 && able[0]?.id === id
  }

  async #make(account: NewAccount, password: string): Promise<Result<string, AccountRefusal>> {
    const library = await this.library()
    if (!EMAIL.test(account.email)) return refuse('account-email', 'email')
    const name = account.name.trim()
    if (name === '' || [...name].length > 100 || UNSHOWABLE.test(name) || !name.isWellFormed()) {
      return refuse('account-name', 'name')
    }
    if (account.roles.length === 0) return refuse('account-roles', 'roles')
    if (await this.#find(account.email)) return refuse('account-exists', 'email')
    const id = await library.createUser({
      email: account.email,
      name,
      roles: writeRoles(account.roles),
      language: account.language ?? '',
    })
    await library.setPassword(id, normalPassword(password))
    return ok(id)
  }

  async #update(id: string, values: Readonly<Record<string, string | boolean>>): Promise<void> {
    const { database } = await this.open()
    const stored = Object.entries(values).map(([name, value]) => {
      const isNumber = typeof value === 'boolean' && database.type === 'sqlite'
      return [name, isNumber ? Number(value) : value]
    })
    await database.db
      .updateTable('user')
      .set(Object.fromEntries(stored))
      .where('id', '=', id)
      .execute()
  }

  async #markSetUp(): Promise<void> {
    await this.#note(READY, new Date(this.#deps.now()).toISOString())
  }

  async #fact(name: string): Promise<string | undefined> {
    const row = await this.#deps.store.read.db
      .selectFrom('node_state')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.value
  }

  async #note(name: string, value: string): Promise<void> {
    await this.#deps.store.transact(async (tx) => {
      await tx.db
        .insertInto('node_state')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
    })
  }

  async #makeReady(): Promise<Opened> {
    const opened = await this.#openOnce()
    if ((await this.#fact(TABLES)) !== TABLES_TAG) await this.library()
    return opened
  }

  async #openOnce(): Promise<Opened> {
    this.#opened ??= this.#open()
    return await this.#opened
  }

  async #open(): Promise<Opened> {
    const { config, secrets, now } = this.#deps
    const { openAccountsDatabase } = await import('./accounts-database.ts')
    const database = await openAccountsDatabase(config, secrets)
    const secret = await this.secret()
    const settings = config.console
    const rules = {
      idleMs: (settings?.idleMinutes ?? 60) * 60_000,
      isSecondFactorRequired: settings?.secondFactor !== 'optional',
    }
    return { database, secret, sessions: new Sessions(database, rules, now) }
  }

  async #load(): Promise<AccountsLibrary> {
    const { openAccountsLibrary } = await import('./accounts-library.ts')
    const { database, secret } = await this.#openOnce()
    const { config } = this.#deps
    const settings = config.console
    const oidc = settings?.oidc
    const clientSecret = oidc ? await readClientSecret(oidc.secretFile) : ''
    const library = await openAccountsLibrary({
      database,
      secret,
      origin: settings?.origin ?? 'http://localhost',
      cookiePrefix: this.cookiePrefix,
      nodeName: config.names.en,
      sessionHours: settings?.sessionHours ?? 12,
      ...(oidc && { oidc: { ...oidc, clientSecret } }),
    })
    await this.#note(TABLES, TABLES_TAG)
    return library
  }
}

async function readClientSecret(path: string): Promise<string> {
  const read = await readPrivateFile(path, 4096)
  return read.ok ? Buffer.from(read.value).toString('utf8').trim() : ''
}
