import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openSignedCookie } from '../accounts/account-secret.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { ADDRESS_HEADER } from '../accounts/address-header.ts'
import type { Person } from '../accounts/person.ts'
import { type ConsoleCode, consoleRefusal, refuseUntil } from '../accounts/texts.ts'
import type { ConsoleSettings } from '../config/config.ts'
import type { LiveStreams } from '../live/stream.ts'
import { authErrorCode } from './auth-errors.ts'
import { AUTH_ROUTES, type AuthStage, passedBody } from './auth-requests.ts'
import { ProviderProbe } from './provider-probe.ts'
import type { Visitors } from './visitor.ts'

/** What the routes of signing in need. */
export interface AuthParts {
  readonly accounts: Accounts
  readonly settings: ConsoleSettings
  readonly visitors: Visitors
  readonly streams: LiveStreams
  readonly now: () => number
}

/** Sign-ins whose password is being checked at one time: each takes a core and 32 MB. */
const PASSWORDS_AT_ONCE = 4
const PASSWORDS_WAITING = 64
/** By then those that wait now have had their turn. */
const PASSWORDS_MS = 10_000
const PASSKEY_SIGN_IN = 'POST /auth/passkey/verify-authentication'
const PASSKEY_OPTIONS = '/auth/passkey/generate-authenticate-options'
const TO_PROVIDER = 'POST /auth/sign-in/social'
const CALLBACK = 'GET /auth/callback/oidc'
const CHANGE_PASSWORD = 'POST /auth/change-password'

/** The accounts library below `/auth`: a closed list of its routes, behind our own checks. */
export function authRoutes(app: FastifyInstance, parts: AuthParts): void {
  const desk = new AuthDesk(parts)
  for (const route of Object.keys(AUTH_ROUTES)) {
    const [method, url] = route.split(' ') as ['GET' | 'POST', string]
    app.route({ method, url, handler: (request, reply) => desk.answer(route, request, reply) })
  }
}

/** What the library answered. */
interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** What may be asked again, and from when on, in milliseconds since 1970 UTC. */
interface Later {
  readonly code: 'sign-in-barred' | 'too-many-requests'
  readonly until: number
}

class AuthDesk {
  readonly #parts: AuthParts
  readonly #probe = new ProviderProbe()
  #checking = 0
  readonly #waiting: (() => void)[] = []

  constructor(parts: AuthParts) {
    this.#parts = parts
  }

  async answer(route: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const definition = AUTH_ROUTES[route]
    const body = definition && passedBody(definition, request.body)
    if (!definition || body === undefined) return this.#refuse(reply, 400, 'bad-request')
    const visitor = await this.#parts.visitors.read(request)
    if (visitor.isKey) return this.#refuse(reply, 403, 'personal')
    const { person } = visitor
    const isCallback = route === CALLBACK
    const foreign = request.method === 'GET' ? undefined : this.#foreign(request, visitor)
    if (foreign) return this.#refuse(reply, 403, foreign)
    const closed = isCallback ? undefined : await this.#closed(route, definition.stage, person)
    if (closed) return this.#refuse(reply, closed === 'signed-out' ? 401 : 403, closed)
    if (route === PASSKEY_SIGN_IN && !isUserVerified(body.response)) {
      return this.#refuse(reply, 401, 'passkey-failed')
    }
    if (route === CHANGE_PASSWORD && person) {
      const fault = this.#parts.accounts.faultOf(String(body.newPassword), person)
      if (fault) return this.#refuse(reply, 409, fault, 'newPassword')
    }
    const { oidc } = this.#parts.settings
    if (route === TO_PROVIDER && oidc && !(await this.#probe.answers(oidc.issuer))) {
      return this.#refuse(reply, 503, 'oidc-unreachable')
    }
    const isPasswordChecked = 'password' in body || 'currentPassword' in body
    const answer = isPasswordChecked
      ? await this.#askWithPassword(person?.email ?? String(body.email), request, body)
      : await this.#ask(request, body)
    if ('until' in answer) {
      return refuseUntil(reply, answer.code, answer.until, this.#parts.now())
    }
    await this.#after(route, request, answer, person)
    return this.#send(request, reply, answer)
  }

  #foreign(request: FastifyRequest, visitor: Awaited<ReturnType<Visitors['read']>>) {
    return this.#parts.visitors.refusalOf(request, visitor)
  }

  /** Why a route is closed to somebody. */
  async #closed(
    route: string,
    stage: AuthStage,
    person: Person | undefined,
  ): Promise<ConsoleCode | undefined> {
    if (!person) return stage === 'open' ? undefined : 'signed-out'
    const { passkeys, hasCode } = await this.#parts.accounts.factorsOf(person.id)
    const isWeak = person.needs.length > 0
    // A stolen password must not add a second factor beside the owner's, nor shut the owner out.
    const isForeignEnrolment = isWeak && (passkeys > 0 || hasCode)
    const isEnrolment = stage === 'enrol' || route.startsWith('POST /auth/two-factor/verify-')
    const isOwners = isEnrolment || route === CHANGE_PASSWORD
    if (isOwners && isForeignEnrolment) return 'second-factor'
    if (isEnrolment && person.needs.includes('new-password')) return 'new-password'
    if (stage === 'full' && isWeak) return person.needs[0] ?? 'second-factor'
    if (this.#parts.settings.secondFactor !== 'required') return undefined
    const isLast =
      (route.endsWith('/delete-passkey') && passkeys <= 1 && !hasCode) ||
      (route.endsWith('/two-factor/disable') && passkeys === 0)
    return isLast ? 'last-factor' : undefined
  }

  /** Lets the library check a password, here as at signing in: a stolen session must not guess. */
  async #askWithPassword(
    email: string,
    request: FastifyRequest,
    body: Readonly<Record<string, unknown>>,
  ): Promise<Answer | Later> {
    const { accounts, now } = this.#parts
    const { guard } = accounts
    const { ip: address } = request
    const until = await guard.barredUntil(email, address)
    if (until > 0) return { code: 'sign-in-barred', until }
    if (this.#waiting.length >= PASSWORDS_WAITING) {
      return { code: 'too-many-requests', until: now() + PASSWORDS_MS }
    }
    await guard.attempt(email, address)
    const answer = await this.#oneOfFew(() => this.#ask(request, body))
    if (answer.status < 400) await guard.forgive(email, address)
    else await guard.failed(address)
    return answer
  }

  async #oneOfFew<T>(task: () => Promise<T>): Promise<T> {
    while (this.#checking >= PASSWORDS_AT_ONCE) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#checking++
    try {
      return await task()
    } finally {
      this.#checking--
      this.#waiting.shift()?.()
    }
  }

  async #ask(request: FastifyRequest, body: Readonly<Record<string, unknown>>): Promise<Answer> {
    const { accounts, settings } = this.#parts
    const library = await accounts.parts.library()
    const headers = new Headers({ [ADDRESS_HEADER]: request.ip })
    for (const name of ['cookie', 'user-agent', 'origin'] as const) {
      const value = request.headers[name]
      if (value !== undefined) headers.set(name, value.slice(0, 8192))
    }
    const isPost = request.method === 'POST'
    if (isPost) headers.set('content-type', 'application/json')
    const answer = await library.handle(
      new Request(`${settings.origin}${request.url}`, {
        method: request.method,
        headers,
        ...(isPost && { body: JSON.stringify(body) }),
      }),
    )
    const { status, headers: given } = answer
    return { status, headers: given, body: asJson(await answer.text()) }
  }

  /** What follows from a success: notes, and the end of what was open under the old state. */
  async #after(
    route: string,
    request: FastifyRequest,
    answer: Answer,
    person: Person | undefined,
  ): Promise<void> {
    const { accounts, streams } = this.#parts
    const isDone = answer.status < 400
    if (isDone && person && route === CHANGE_PASSWORD) await accounts.passwordChanged(person.id)
    if (isDone && person && route.endsWith('/sign-out')) streams.endOf(person.id)
    if (isDone && person && route.endsWith('/verify-registration') && person.needs.length > 0) {
      // The new passkey proves itself by a sign-in; the weak session has done its work.
      const { sessions } = await accounts.parts.open()
      await sessions.end(person.id)
    }
    const isCallback = route === CALLBACK
    if (request.method === 'GET' && !isCallback) return
    await accounts.trail.add({
      account: person?.id ?? (isCallback ? await this.#accountOf(answer) : accountIn(answer)),
      action: route.replace(/^\w+ \/auth\//, ''),
      outcome: isDone ? 'ok' : codeOf(request, answer, this.#parts.settings),
      address: request.ip,
    })
  }

  /** Whose session an answer begins, when its body does not say. */
  async #accountOf({ headers }: Answer): Promise<string> {
    const { secret, sessions } = await this.#parts.accounts.parts.open()
    for (const cookie of headers.getSetCookie()) {
      const value = /\.session_token=([^;]+)/.exec(cookie)?.[1]
      const token = value === undefined ? undefined : openSignedCookie(secret, value)
      const person = token === undefined ? undefined : await sessions.byToken(token)
      if (person) return person.id
    }
    return ''
  }

  #send(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
    reply.header('cache-control', 'no-store')
    for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
    const location = answer.headers.get('location')
    if (answer.status >= 300 && answer.status < 400 && location !== null) {
      return reply.code(answer.status).header('location', location).send()
    }
    const { body } = answer
    if (answer.status >= 400) {
      return this.#refuse(
        reply,
        // Not 502: this node answers, and a page that reads 502 takes it for silent.
        answer.status >= 500 ? 503 : answer.status,
        codeOf(request, answer, this.#parts.settings),
      )
    }
    if (request.url.startsWith(PASSKEY_OPTIONS)) {
      return reply.send({ ...Object(body), userVerification: 'required' })
    }
    return reply.send(withoutTokens(body))
  }

  #refuse(reply: FastifyReply, status: number, code: ConsoleCode, at?: string): FastifyReply {
    return reply.code(status).send(consoleRefusal(code, at))
  }
}

/** Our code for what the library refused. A provider that did not answer is none to the library. */
function codeOf(
  request: FastifyRequest,
  { status, body }: Answer,
  { oidc }: ConsoleSettings,
): ConsoleCode {
  const path = request.url.split('?')[0] ?? ''
  if (path === '/auth/sign-in/social' && oidc) return 'oidc-unreachable'
  return authErrorCode(path, status, (body as { readonly code?: unknown } | null)?.code)
}

/** The account that a sign-in led to. */
function accountIn({ body }: Answer): string {
  const user = (body as { readonly user?: { readonly id?: unknown } } | null)?.user
  return typeof user?.id === 'string' ? user.id : ''
}

/**
 * Whether the authenticator says that its owner proved who they are (WebAuthn §6.1, flag UV). The
 * library asks for presence alone, and presence is no second factor; the flags are signed.
 *
 * @param response - hostile
 */
function isUserVerified(response: unknown): boolean {
  const inner = (
    response as { readonly response?: { readonly authenticatorData?: unknown } } | null
  )?.response?.authenticatorData
  if (typeof inner !== 'string' || inner.length > 4000) return false
  return ((Buffer.from(inner, 'base64url')[32] ?? 0) & 4) !== 0
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A page has no use for the session's token, and a script that got in would have. */
function withoutTokens(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const { token: _token, session: _session, ...rest } = body as Record<string, unknown>
  return rest
}
