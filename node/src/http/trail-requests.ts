import type { FastifyInstance } from 'fastify'
import { permissionOf } from '../accounts/permissions.ts'
import type { Trail } from '../accounts/trail.ts'

/** Reads that leave the node as a file: noted like a change. */
const EXPORTS: ReadonlySet<string> = new Set(['GET /api/v1/audit/export'])
/** Fields that say what something was done to. Contents, notes and passwords are none of them. */
const SUBJECTS = ['id', 'ids', 'node', 'peer', 'digest', 'compact', 'account', 'name', 'alias']

/**
 * Notes who did what: every change, every export, and what somebody signed in was refused.
 *
 * @param otherwise - whose act it is when nobody is signed in
 */
export function trailRequests(scope: FastifyInstance, trail: Trail, otherwise: string): void {
  scope.addHook('preSerialization', async (request, reply, payload) => {
    const answer = payload as { readonly code?: unknown; readonly id?: unknown } | null
    if (reply.statusCode >= 400 && typeof answer?.code === 'string') request.refusal ??= answer.code
    if (isAboutPeople(request.routeOptions.url)) request.subject = answer?.id
    return payload
  })
  scope.addHook('onResponse', async (request, reply) => {
    const { url } = request.routeOptions
    if (url === undefined) return
    const route = `${request.method} ${url}`
    const isDone = reply.statusCode < 400
    const isRead = request.method === 'GET' || permissionOf(route)?.isQuestion === true
    if (isRead && !EXPORTS.has(route) && (isDone || !request.person)) return
    if (!isDone && reply.statusCode === 401) return
    await trail
      .add({
        account: request.person?.id ?? otherwise,
        action: route,
        subject: isAboutPeople(url) ? textOf(request.subject) : subjectOf(request.body),
        outcome: isDone ? 'ok' : (request.refusal ?? String(reply.statusCode)),
        address: request.ip,
      })
      // The node is stopping, or its disk is full: the answer has gone already.
      .catch(() => undefined)
  })
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
