import { ok, type Result, refuse } from '@concert/core'
import type { ConsoleSettings } from '../config/config.ts'
import type { Language } from '../i18n/language.ts'
import { type AccountsDeps, AccountsParts } from './accounts-parts.ts'
import { normalPassword, type PasswordFault, passwordFault } from './password-policy.ts'
import { type Role, readRoles, writeRoles } from './roles.ts'
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

/** Name of the fact in the store that the node has its first account. */
const READY = 'accounts:set-up'
const EMAIL = /^[^\s@"<>()\\,;:]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i
const UNSHOWABLE = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u

/** The people of this node. */
export class Accounts {
  readonly trail: Trail
  readonly guard: SignInGuard
  readonly setupCode: SetupCode
  /** Database, secret, sessions and library, as they are needed. */
  readonly parts: AccountsParts
  readonly #deps: AccountsDeps
  #setUp: Promise<unknown> = Promise.resolve()

  constructor(deps: AccountsDeps) {
    this.#deps = deps
    this.parts = new AccountsParts(deps)
    this.trail = new Trail(deps.store, deps.now)
    this.guard = new SignInGuard(deps.store, deps.now)
    this.setupCode = new SetupCode(deps.config.dataDir)
  }

  get settings(): ConsoleSettings | undefined {
    return this.#deps.config.console
  }

  /** Whether somebody has a second factor, and how many ways of it. */
  async factorsOf(id: string): Promise<{ readonly passkeys: number; readonly hasCode: boolean }> {
    const { database } = await this.parts.open()
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

  /** Whether the node has any accounts. */
  async isSetUp(): Promise<boolean> {
    return (await this.parts.fact(READY)) !== undefined
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
    await this.parts.library()
    const { database } = await this.parts.open()
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
    const library = await this.parts.library()
    const { database, sessions } = await this.parts.open()
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

  /** Names by id, for trails and decisions, and what each may do: who could be the second person. */
  async names(): Promise<readonly Pick<AccountView, 'id' | 'name' | 'roles' | 'disabled'>[]> {
    await this.parts.library()
    const { database } = await this.parts.open()
    const columns = ['id', 'name', 'roles', 'disabled'] as const
    const users = await database.db.selectFrom('user').select(columns).orderBy('name').execute()
    return users.map(({ id, name, roles, disabled }) => {
      return { id, name, roles: [...readRoles(roles)], disabled: isTrue(disabled) }
    })
  }

  async #change(
    who: string,
    change: (account: AccountView) => Promise<Result<null, AccountRefusal>>,
  ): Promise<Result<AccountView, AccountRefusal>> {
    const account = await this.#find(who)
    if (!account) return refuse('account-unknown', 'account')
    const changed = await change(account)
    if (!changed.ok) return changed
    const { sessions } = await this.parts.open()
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
    const library = await this.parts.library()
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
    const { database } = await this.parts.open()
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
    await this.parts.note(READY, new Date(this.#deps.now()).toISOString())
  }
}
