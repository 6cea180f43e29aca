import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import type { NodeContext } from '../context.ts'
import { LANGUAGES } from '../i18n/language.ts'
import { LIVE_KINDS } from '../live/live-events.ts'
import type { LiveStreams } from '../live/stream.ts'
import type { Accounts } from './accounts.ts'
import type { SessionView } from './person.ts'
import { sendAccount } from './routes.ts'
import { consoleRefusal, refuseUntil } from './texts.ts'

const TEXT = { type: 'string', minLength: 1, maxLength: 300 } as const

const SET_UP = {
  type: 'object',
  required: ['code', 'name', 'email', 'password'],
  additionalProperties: false,
  properties: {
    code: { type: 'string', minLength: 1, maxLength: 60 },
    name: { type: 'string', minLength: 1, maxLength: 100 },
    email: TEXT,
    password: { type: 'string', minLength: 1, maxLength: 1000 },
    language: { type: 'string', enum: LANGUAGES },
  },
} as const satisfies JSONSchema

const REVOKE = {
  type: 'object',
  required: ['which'],
  additionalProperties: false,
  properties: { which: { type: 'string', enum: ['one', 'others', 'all'] }, id: TEXT },
} as const satisfies JSONSchema

const LANGUAGE = {
  type: 'object',
  required: ['language'],
  additionalProperties: false,
  properties: { language: { type: 'string', enum: LANGUAGES } },
} as const satisfies JSONSchema

/** What the routes of one's own session need. */
export interface SessionParts {
  readonly context: NodeContext
  readonly accounts: Accounts
  readonly streams: LiveStreams
  /** What a page says back with every change; on the operator's listener nothing. */
  readonly csrf: (request: FastifyRequest, reply: FastifyReply) => Promise<string>
}

/** Who I am here, my sessions, the first administrator, and live updates. */
export function sessionRoutes(plain: FastifyInstance, parts: SessionParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const { accounts, streams } = parts
  app.get('/api/v1/session', async (request, reply) => await viewSession(parts, request, reply))
  app.post('/api/v1/session/language', { schema: { body: LANGUAGE } }, async (request) => {
    const { person } = request
    if (person) await accounts.setLanguage(person.id, request.body.language)
    return {}
  })
  app.get('/api/v1/setup', async () => ({ open: !(await accounts.isSetUp()) }))
  app.post('/api/v1/setup', { schema: { body: SET_UP } }, async (request, reply) => {
    const { code, ...account } = request.body
    const until = await accounts.guard.barredUntil('set-up', request.ip)
    if (until > 0) return refuseUntil(reply, 'sign-in-barred', until, parts.context.now())
    await accounts.guard.attempt('set-up', request.ip)
    const made = await accounts.setUp(code, account)
    if (made.ok || made.code !== 'setup-code') await accounts.guard.forgive('set-up', request.ip)
    return sendAccount(reply, made)
  })
  app.get('/api/v1/sessions', async (request) => {
    const { person } = request
    if (!person) return { sessions: [] }
    const { sessions } = await accounts.parts.open()
    const own = await sessions.list(person.id)
    return { sessions: own.map((session) => viewOf(session, person.session?.id)) }
  })
  app.post('/api/v1/sessions/revoke', { schema: { body: REVOKE } }, async (request, reply) => {
    const { person } = request
    const { which, id } = request.body
    if (!person || (which === 'one' && id === undefined)) {
      return reply.code(400).send(consoleRefusal('bad-request', 'id'))
    }
    const { sessions } = await accounts.parts.open()
    await sessions.end(person.id, {
      ...(which === 'one' && id !== undefined && { id }),
      ...(which === 'others' && person.session && { except: person.session.id }),
    })
    streams.endOf(person.id)
    return {}
  })
  const schema = {
    description: `Server-sent events, named by what changed (${LIVE_KINDS.join(', ')}), or reload.`,
  }
  app.get('/api/v1/events', { schema }, async (request, reply) => {
    return await liveEvents(parts, request, reply)
  })
}

function viewOf(session: SessionView, own: string | undefined) {
  const { id, method, address, agent } = session
  return {
    id,
    method,
    address,
    agent,
    created: new Date(session.created).toISOString(),
    used: new Date(session.used).toISOString(),
    expires: new Date(session.expires).toISOString(),
    isCurrent: id === own,
  }
}

async function viewSession(parts: SessionParts, request: FastifyRequest, reply: FastifyReply) {
  const { accounts, context } = parts
  const { person } = request
  const { own, config, now } = context
  const { names, host, economy } = own.identity
  const settings = config.console
  return {
    user: person ? { id: person.id, name: person.name, email: person.email } : null,
    roles: person ? [...person.roles] : [],
    needs: person?.needs ?? [],
    session: person?.session
      ? {
          id: person.session.id,
          method: person.session.method,
          expires: new Date(person.session.expires).toISOString(),
        }
      : null,
    node: { id: own.node, host, names, economy },
    language: person?.language || config.lang,
    csrf: await parts.csrf(request, reply),
    setup: !(await accounts.isSetUp()),
    signIn: {
      password: true,
      passkey: true,
      oidc: settings?.oidc ? settings.oidc.names : null,
      secondFactor: settings?.secondFactor ?? 'required',
    },
    time: new Date(now()).toISOString(),
  }
}

async function liveEvents(
  { accounts, streams }: SessionParts,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { person } = request
  const key = person?.session?.id ?? person?.id ?? 'operator'
  if (!streams.hasRoomFor(key)) {
    return reply.code(429).send(consoleRefusal('too-many-streams'))
  }
  await streams.ready()
  streams.start(request, reply, {
    key,
    account: person?.id ?? 'operator',
    roles: person?.roles ?? new Set(),
    isStillValid: async () => {
      if (!person?.session) return true
      const { sessions } = await accounts.parts.open()
      const own = await sessions.list(person.id)
      return own.some(({ id }) => id === person.session?.id)
    },
  })
  return reply
}
