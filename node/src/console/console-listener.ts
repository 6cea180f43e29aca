import type { Server } from 'node:http'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import { mayCall, type Verdict } from '../accounts/permissions.ts'
import { consoleRefusal, refuseUntil } from '../accounts/texts.ts'
import type { ConsoleSettings } from '../config/config.ts'
import { validateLazily } from '../http/lazy-validation.ts'
import { RequestGate } from '../http/request-gate.ts'
import { tellOfChanges } from '../http/tell-of-changes.ts'
import { trailRequests } from '../http/trail-requests.ts'
import type { LiveHub } from '../live/live-events.ts'
import type { LiveStreams } from '../live/stream.ts'
import { AppPages } from './app-files.ts'
import { authRoutes } from './auth-routes.ts'
import { type Visitor, Visitors } from './visitor.ts'

/** What the console's listener is made of. */
export interface ConsoleParts {
  readonly accounts: Accounts
  readonly settings: ConsoleSettings
  readonly streams: LiveStreams
  readonly hub: LiveHub
  /** The routes below `/api/v1`, the same as the operator's. */
  readonly api: (scope: FastifyInstance, visitors: Visitors) => void
  readonly now: () => number
  /** Where the built console lies, if not beside the node. */
  readonly app?: URL
}

/** Requests of one address in a minute; people behind one proxy without `proxies` share them. */
const PER_MINUTE = 12_000
const AUTH_PER_MINUTE = 1200

/**
 * Makes what answers people: pages, signing in, and the node's routes by session and role.
 *
 * @param server - where requests come in; it listens already
 */
export async function makeConsole(parts: ConsoleParts, server: Server): Promise<FastifyInstance> {
  const { settings, accounts, now } = parts
  const app = makeApp(settings, server)
  const visitors = new Visitors(accounts, settings)
  const pages = new AppPages(parts.app)
  const gates = {
    all: new RequestGate({ perMinute: PER_MINUTE, atOnce: 0, bodyBytes: 0, now }),
    auth: new RequestGate({ perMinute: AUTH_PER_MINUTE, atOnce: 0, bodyBytes: 0, now }),
  }
  validateLazily(app)
  app.decorateRequest('person', undefined)
  app.decorateRequest('refusal', undefined)
  app.decorateRequest('subject', undefined)
  app.decorateRequest('begun', undefined)
  app.decorateRequest('isTrailed', false)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(COMMON_HEADERS)
    if (settings.origin.startsWith('https:')) {
      reply.header('strict-transport-security', 'max-age=31536000')
    }
    const isAuth = request.url.startsWith('/auth/')
    if (!gates.all.admit(request.ip) || (isAuth && !gates.auth.admit(request.ip))) {
      return await refuseUntil(reply, 'too-many-requests', gates.all.next, now())
    }
    return undefined
  })
  await app.register(async (scope) => {
    requireOwnHost(scope, settings)
    authRoutes(scope, { accounts, settings, visitors, streams: parts.streams, now })
  })
  await app.register(async (scope) => {
    requireOwnHost(scope, settings)
    authorise(scope, visitors)
    trailRequests(scope, accounts.trail, '')
    tellOfChanges(scope, parts.hub)
    parts.api(scope, visitors)
  })
  app.setNotFoundHandler((request, reply) => notFound(request, reply, { settings, pages }))
  app.setErrorHandler((error: { statusCode?: number; validation?: unknown }, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return reply.code(status).send(consoleRefusal('bad-request'))
    return reply.code(500).send({ code: 'internal' })
  })
  return app
}

function makeApp({ proxies }: ConsoleSettings, server: Server): FastifyInstance {
  return Fastify({
    logger: false,
    trustProxy: proxies.length > 0 ? [...proxies] : false,
    // Requests are handed over by whoever listens.
    serverFactory: () => server,
  })
}

const COMMON_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  // Answers that are no pages need nothing; a page says its own.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** A name that somebody has pointed at this machine (DNS rebinding) is not ours. */
function requireOwnHost(scope: FastifyInstance, settings: ConsoleSettings): void {
  const { host } = new URL(settings.origin)
  scope.addHook('onRequest', async (request, reply) => {
    if (request.headers.host === host) return undefined
    return await reply.code(421).send(consoleRefusal('origin'))
  })
}

/** Sessions and roles: what the table does not allow is refused, what it does not name as well. */
function authorise(scope: FastifyInstance, visitors: Visitors): void {
  scope.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const visitor = await visitors.read(request)
    request.person = visitor.person
    const refused = verdictFor(request, visitor)
    if (refused === 'allowed') {
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      const foreign = isRead ? undefined : visitors.refusalOf(request, visitor)
      return foreign ? await refuse(request, reply, foreign) : undefined
    }
    return await refuse(request, reply, refused)
  })
}

function verdictFor(
  request: FastifyRequest,
  { person, isKey }: Visitor,
): Verdict | 'second-factor' | 'new-password' {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const route = `${method} ${request.routeOptions.url}`
  const need = person?.needs[0]
  // Who still has to prove something is treated as not signed in, and told what is missing.
  const caller = person && need === undefined ? { roles: person.roles, isKey } : undefined
  const verdict = mayCall(route, caller)
  return verdict === 'signed-out' && need !== undefined ? need : verdict
}

async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  code: Exclude<ReturnType<typeof verdictFor>, 'allowed'> | 'origin' | 'csrf',
): Promise<FastifyReply> {
  request.refusal = code
  return await reply.code(code === 'signed-out' ? 401 : 403).send(consoleRefusal(code))
}

async function notFound(
  request: FastifyRequest,
  reply: FastifyReply,
  { settings, pages }: { readonly settings: ConsoleSettings; readonly pages: AppPages },
): Promise<FastifyReply> {
  const isPage = request.method === 'GET' || request.method === 'HEAD'
  if (!isPage || /^\/(?:api|auth)(?:\/|$)/.test(request.url.split('?')[0] ?? '')) {
    return reply.code(404).send(consoleRefusal('not-found'))
  }
  // Passkeys and cookies belong to one name: other names of this machine lead there.
  const isOwn = request.headers.host === new URL(settings.origin).host
  if (!isOwn) return reply.redirect(`${settings.origin}${pathOf(request)}`, 302)
  return await pages.send(request, reply)
}

/** The path alone, which cannot lead to another host. */
function pathOf(request: FastifyRequest): string {
  return `/${request.url.replace(/^[/\\]+/, '')}`
}
