import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { permissionOf } from '../accounts/permissions.ts'
import { consoleRefusal } from '../accounts/texts.ts'
import type { Trail } from '../accounts/trail.ts'

/** Reads that leave the node as a file: noted like a change. */
const EXPORTS: ReadonlySet<string> = new Set(['GET /api/v1/audit/export'])
/** Fields that say what something was done to. Contents, notes and passwords are none of them. */
const SUBJECTS = ['id', 'ids', 'node', 'peer', 'digest', 'compact', 'account', 'name', 'alias']

/**
 * Notes who did what: every change, every export, and what somebody signed in was refused. A change
 * is noted before it begins: what cannot be noted is not done.
 *
 * @param otherwise - whose act it is when nobody is signed in
 */
export function trailRequests(scope: FastifyInstance, trail: Trail, otherwise: string): void {
  const about = (request: FastifyRequest) => ({
    account: request.person?.id ?? otherwise,
    action: routeOf(request),
    subject: isAboutPeople(request.routeOptions.url)
      ? textOf(request.subject)
      : subjectOf(request.body),
    address: request.ip,
  })
  const end = async (request: FastifyRequest, reply: FastifyReply) => {
    const { begun } = request
    if (begun === undefined) return
    request.begun = undefined
    request.isTrailed = true
    const subject = isAboutPeople(request.routeOptions.url) ? textOf(request.subject) : undefined
    // The node is stopping, or its disk is full: that it was begun stands there.
    await trail.end(begun, outcomeOf(request, reply), subject).catch(() => undefined)
  }
  scope.addHook('preHandler', async (request, reply) => {
    if (!isNoted(request)) return undefined
    const begun = await trail.begin(about(request), actIn(request))
    if (typeof begun === 'object') {
      const at = new Date(begun.time).toISOString()
      return await reply.code(409).send(consoleRefusal(begun.code, at))
    }
    request.begun = begun
    return undefined
  })
  scope.addHook('preSerialization', async (request, reply, payload) => {
    const answer = payload as { readonly code?: unknown; readonly id?: unknown } | null
    if (reply.statusCode >= 400 && typeof answer?.code === 'string') request.refusal ??= answer.code
    if (isAboutPeople(request.routeOptions.url)) request.subject = answer?.id
    return payload
  })
  scope.addHook('onSend', async (request, reply, payload) => {
    // What comes piece by piece is over when the last piece has gone.
    if (!(payload instanceof Readable)) await end(request, reply)
    return payload
  })
  scope.addHook('onResponse', async (request, reply) => {
    await end(request, reply)
    const isDone = reply.statusCode < 400 || reply.statusCode === 401
    if (request.isTrailed || isDone || request.routeOptions.url === undefined) return
    if (!isNoted(request) && !request.person) return
    await trail
      .add({ ...about(request), outcome: outcomeOf(request, reply) })
      .catch(() => undefined)
  })
}

/** What a page calls this act; hostile, and empty unless it is of the form that pages use. */
function actIn({ headers }: FastifyRequest): string {
  const act = headers['x-concert-act']
  return typeof act === 'string' && /^[0-9a-f-]{36}$/.test(act) ? act : ''
}

function routeOf({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${routeOptions.url}`
}

/** Whether a request changes something, or takes a file out of the node. */
function isNoted(request: FastifyRequest): boolean {
  const route = routeOf(request)
  const isRead = request.method === 'GET' || permissionOf(route)?.isQuestion === true
  return request.routeOptions.url !== undefined && (!isRead || EXPORTS.has(route))
}

function outcomeOf({ refusal }: FastifyRequest, { statusCode }: FastifyReply): string {
  return statusCode < 400 ? 'ok' : (refusal ?? String(statusCode))
}

/** Of people the trail has ids alone: their names and addresses are in what the request gave. */
function isAboutPeople(url: string | undefined): boolean {
  return /^\/api\/v1\/(?:accounts|setup)/.test(url ?? '')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function subjectOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return ''
  for (const name of SUBJECTS) {
    const value = (body as Readonly<Record<string, unknown>>)[name]
    if (typeof value === 'string') return value
    if (Array.isArray(value)) return `${value.length}: ${String(value[0])}`
  }
  return ''
}
