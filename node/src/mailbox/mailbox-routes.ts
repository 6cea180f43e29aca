import { canonicalBytes, type Json, parseStrictJson } from '@concert/core'
import { MAILBOX_MEDIA_TYPE } from '@concert/envelope'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { RequestGate } from '../http/request-gate.ts'
import type { Mailbox, MailboxCode, MailboxLimits } from './mailbox.ts'
import type { TrustedNodes } from './trusted-nodes.ts'

/** Prefix of a mailbox's routes. */
export const MAILBOX_PREFIX = '/concert/v1/mailbox'

/** Room for a lodgement beside the parcel. */
const FRAME_BYTES = 128 << 10
const MAX_IDENTITY_BYTES = 1 << 20
const MAX_POLL_BYTES = 64 << 10
const REQUESTS_PER_MINUTE = 600
const BODIES_AT_ONCE = 8
const BODIES_OF_ONE_ADDRESS = 2

const STATUS: Readonly<Record<MailboxCode, number>> = {
  'not-accepted': 403,
  malformed: 400,
  'digest-mismatch': 400,
  'wrong-recipient': 400,
  'unknown-peer': 403,
  'too-large': 413,
  quota: 429,
  busy: 503,
  stale: 409,
}

/** What the routes serve. */
export interface MailboxRoutesOptions {
  readonly mailbox: Mailbox
  readonly nodes: TrustedNodes
  readonly limits: MailboxLimits
  now(): number
}

/** `identity`, `deposit` and `poll`: all that a mailbox does, for listed nodes alone. */
export async function mailboxRoutes(
  app: FastifyInstance,
  { mailbox, nodes, limits, now }: MailboxRoutesOptions,
): Promise<void> {
  const door = new Door(now)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request, reply) => {
    if (!door.enter(request, reply)) await refused(reply, 'busy')
  })
  app.addHook('preHandler', async () => await nodes.refresh())
  app.post(
    `${MAILBOX_PREFIX}/deposit`,
    { bodyLimit: limits.parcelBytes + FRAME_BYTES },
    async (request, reply) => {
      const taken = await mailbox.deposit(bodyOf(request))
      if (!taken.ok) return refused(reply, taken.code)
      return reply.type('application/json').send(Buffer.from(taken.value))
    },
  )
  app.post(`${MAILBOX_PREFIX}/poll`, { bodyLimit: MAX_POLL_BYTES }, async (request, reply) => {
    const next = await mailbox.poll(bodyOf(request))
    if (!next.ok) return refused(reply, next.code, next.at)
    if (next.value === null) return reply.code(204).send()
    return reply.type(MAILBOX_MEDIA_TYPE).send(Buffer.from(next.value))
  })
  app.post(
    `${MAILBOX_PREFIX}/identity`,
    { bodyLimit: MAX_IDENTITY_BYTES },
    async (request, reply) => {
      const chain = chainOf(bodyOf(request))
      if (chain) await mailbox.learn(chain.node, chain.documents)
      return reply.code(204).send()
    },
  )
}

function bodyOf(request: FastifyRequest): Uint8Array {
  return request.body instanceof Uint8Array ? request.body : new Uint8Array(0)
}

function refused(reply: FastifyReply, code: MailboxCode, at?: string): FastifyReply {
  // Of all that was refused, only a poll's count helps who asked.
  const body = code === 'stale' ? { code, count: Number(at) } : { code }
  return reply.code(STATUS[code]).type('application/json').send(body)
}

/** Reads `{node, identities}`. @param bytes - attacker-controlled */
function chainOf(
  bytes: Uint8Array,
): { readonly node: string; readonly documents: readonly Uint8Array[] } | undefined {
  const parsed = parseStrictJson(bytes)
  const body = parsed.ok ? parsed.value : null
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  const { node, identities } = body as Readonly<Record<string, Json>>
  if (typeof node !== 'string' || !Array.isArray(identities)) return undefined
  return { node, documents: (identities as readonly Json[]).map((each) => canonicalBytes(each)) }
}

/** Bounds requests and the bodies held at a time, of everybody and of each address. */
class Door {
  readonly #gate: RequestGate
  readonly #inside = new Map<string, number>()

  constructor(now: () => number) {
    const bounds = { perMinute: REQUESTS_PER_MINUTE, atOnce: BODIES_AT_ONCE, bodyBytes: 0, now }
    this.#gate = new RequestGate(bounds)
  }

  /** Lets a request in until its answer is out. */
  enter({ ip }: FastifyRequest, reply: FastifyReply): boolean {
    const inside = this.#inside.get(ip) ?? 0
    if (inside >= BODIES_OF_ONE_ADDRESS || !this.#gate.admit(ip) || !this.#gate.enter()) {
      return false
    }
    this.#inside.set(ip, inside + 1)
    reply.raw.once('close', () => this.#leave(ip))
    return true
  }

  #leave(ip: string): void {
    this.#gate.leave()
    const inside = (this.#inside.get(ip) ?? 1) - 1
    if (inside === 0) this.#inside.delete(ip)
    else this.#inside.set(ip, inside)
  }
}
