import { Readable } from 'node:stream'
import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import { LANGUAGES } from '../i18n/language.ts'
import type { LiveStreams } from '../live/stream.ts'
import type { Accounts } from './accounts.ts'
import { ROLES } from './roles.ts'
import { type ConsoleCode, consoleRefusal } from './texts.ts'

const TEXT = { type: 'string', minLength: 1, maxLength: 300 } as const
const NAME = { type: 'string', minLength: 1, maxLength: 100 } as const
const LANGUAGE = { type: 'string', enum: LANGUAGES } as const
const ROLE_LIST = {
  type: 'array',
  minItems: 1,
  maxItems: ROLES.length,
  items: { type: 'string', enum: ROLES },
} as const

const ADD = {
  type: 'object',
  required: ['email', 'name', 'roles'],
  additionalProperties: false,
  properties: { email: TEXT, name: NAME, roles: ROLE_LIST, language: LANGUAGE },
} as const satisfies JSONSchema

const SET_ROLES = {
  type: 'object',
  required: ['account', 'roles'],
  additionalProperties: false,
  properties: { account: TEXT, roles: ROLE_LIST },
} as const satisfies JSONSchema

const BY_ACCOUNT = {
  type: 'object',
  required: ['account'],
  additionalProperties: false,
  properties: { account: TEXT },
} as const satisfies JSONSchema

const COUNT = { type: 'string', pattern: '^[0-9]{1,15}$' } as const
const TRAIL = {
  type: 'object',
  additionalProperties: false,
  properties: {
    after: COUNT,
    before: COUNT,
    account: { type: 'string', maxLength: 100 },
    action: { type: 'string', maxLength: 100 },
  },
} as const satisfies JSONSchema

/** Accounts, their names, and the trail of what was done. */
export function accountRoutes(
  plain: FastifyInstance,
  accounts: Accounts,
  streams: LiveStreams,
): void {
  void plain.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      if (accounts.settings) return undefined
      return await reply.code(409).send(consoleRefusal('console-off'))
    })
    peopleRoutes(scope, accounts, streams)
  })
  trailRoutes(plain, accounts)
}

function peopleRoutes(plain: FastifyInstance, accounts: Accounts, streams: LiveStreams): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.get('/api/v1/people', async () => ({ people: await accounts.names() }))
  app.get('/api/v1/accounts', async () => ({ accounts: await accounts.list() }))
  app.post('/api/v1/accounts', { schema: { body: ADD } }, async (request, reply) => {
    return sendAccount(reply, await accounts.add(request.body))
  })
  app.post('/api/v1/accounts/roles', { schema: { body: SET_ROLES } }, async (request, reply) => {
    const changed = await accounts.setRoles(request.body.account, request.body.roles)
    if (changed.ok) streams.endOf(changed.value.id)
    return sendAccount(reply, changed)
  })
  for (const [name, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    app.post(
      `/api/v1/accounts/${name}`,
      { schema: { body: BY_ACCOUNT } },
      async (request, reply) => {
        const changed = await accounts.setDisabled(request.body.account, disabled)
        if (changed.ok) streams.endOf(changed.value.id)
        return sendAccount(reply, changed)
      },
    )
  }
  app.post('/api/v1/accounts/reset', { schema: { body: BY_ACCOUNT } }, async (request, reply) => {
    const reset = await accounts.reset(request.body.account)
    if (reset.ok) streams.endOf(reset.value.id)
    return sendAccount(reply, reset)
  })
}

function trailRoutes(plain: FastifyInstance, accounts: Accounts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  app.get('/api/v1/audit', { schema: { querystring: TRAIL } }, async (request) => {
    return { entries: await accounts.trail.list(filterOf(request.query)) }
  })
  app.get('/api/v1/audit/export', { schema: { querystring: TRAIL } }, async (request, reply) => {
    return reply
      .type('application/x-ndjson')
      .header('content-disposition', 'attachment; filename="concert-audit.ndjson"')
      .send(Readable.from(accounts.trail.lines(filterOf(request.query))))
  })
}

function filterOf({
  after,
  before,
  ...rest
}: {
  readonly after?: string
  readonly before?: string
  readonly account?: string
  readonly action?: string
}) {
  return {
    ...rest,
    ...(after !== undefined && { after: Number(after) }),
    ...(before !== undefined && { before: Number(before) }),
  }
}

/** Sends a value, or 409 with the code and its sentence in both languages. */
export function sendAccount(
  reply: FastifyReply,
  result: { ok: true; value: unknown } | { ok: false; code: ConsoleCode; at?: string },
): unknown {
  return result.ok ? result.value : reply.code(409).send(consoleRefusal(result.code, result.at))
}
