import { hash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { csrfToken, isSameText, openSignedCookie } from '../accounts/account-secret.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Person } from '../accounts/person.ts'
import type { ConsoleSettings } from '../config/config.ts'

/** Name of the header that every change carries. */
const CSRF_HEADER = 'x-concert-csrf'
/** Name of the header of an API key. */
const KEY_HEADER = 'x-api-key'
const MAX_COOKIES = 8192

/** A request with what its cookies say. */
export interface Visitor {
  readonly person: Person | undefined
  /** Whether an API key speaks, which no other site can make a browser send. */
  readonly isKey: boolean
  /** What the page must say back with every change. */
  readonly csrf: string
}

/** Reads who asks. */
export class Visitors {
  readonly #accounts: Accounts
  readonly #isSecure: boolean
  readonly #origin: string

  constructor(accounts: Accounts, settings: ConsoleSettings) {
    this.#accounts = accounts
    this.#origin = settings.origin
    this.#isSecure = settings.origin.startsWith('https:')
  }

  get #visitorCookie(): string {
    return `${this.#isSecure ? '__Host-' : ''}${this.#accounts.parts.cookiePrefix}.visitor`
  }

  get #sessionCookie(): string {
    return `${this.#isSecure ? '__Secure-' : ''}${this.#accounts.parts.cookiePrefix}.session_token`
  }

  /** Who asks. Somebody without a session needs neither database nor library. */
  async read(request: FastifyRequest): Promise<Visitor> {
    const key = request.headers[KEY_HEADER]
    if (typeof key === 'string' && key.length <= 200) {
      const { sessions } = await this.#accounts.parts.open()
      return { person: await sessions.byKey(key), isKey: true, csrf: '' }
    }
    const cookies = readCookies(request.headers.cookie)
    const signed = cookies.get(this.#sessionCookie)
    const visitor = cookies.get(this.#visitorCookie) ?? ''
    if (signed === undefined || !(await this.#accounts.isSetUp())) {
      return { person: undefined, isKey: false, csrf: await this.#csrf(visitor) }
    }
    const { secret, sessions } = await this.#accounts.parts.open()
    const token = openSignedCookie(secret, signed)
    const person = token === undefined ? undefined : await sessions.byToken(token)
    if (!person || token === undefined) {
      return { person: undefined, isKey: false, csrf: await this.#csrf(visitor) }
    }
    await sessions.touch(person)
    return { person, isKey: false, csrf: csrfToken(secret, token) }
  }

  /** Whether a change came from a page of ours: its origin, and what only that page was told. */
  refusalOf(request: FastifyRequest, visitor: Visitor): 'origin' | 'csrf' | undefined {
    if (visitor.isKey) return undefined
    if (request.headers.origin !== this.#origin) return 'origin'
    const given = request.headers[CSRF_HEADER]
    const isRight = visitor.csrf !== '' && isSameText(String(given ?? ''), visitor.csrf)
    return isRight ? undefined : 'csrf'
  }

  /**
   * What a page says back with every change; somebody without a session gets a cookie to hold the
   * page by.
   */
  async csrfFor(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const visitor = await this.read(request)
    if (visitor.person || visitor.isKey) return visitor.csrf
    const known = readCookies(request.headers.cookie).get(this.#visitorCookie)
    if (known) return await this.#csrf(known)
    const fresh = randomBytes(18).toString('base64url')
    const secure = this.#isSecure ? '; Secure' : ''
    reply.header(
      'set-cookie',
      `${this.#visitorCookie}=${fresh}; Path=/; HttpOnly; SameSite=Strict${secure}`,
    )
    return await this.#csrf(fresh)
  }

  async #csrf(visitor: string): Promise<string> {
    if (visitor === '') return ''
    return csrfToken(await this.#accounts.parts.secret(), `visitor ${hash('sha256', visitor)}`)
  }
}

/** The cookies of a request; the first of two alike counts. */
function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const part of (header ?? '').slice(0, MAX_COOKIES).split(';')) {
    const equals = part.indexOf('=')
    const name = part.slice(0, equals).trim()
    if (equals > 0 && !cookies.has(name)) cookies.set(name, part.slice(equals + 1).trim())
  }
  return cookies
}
