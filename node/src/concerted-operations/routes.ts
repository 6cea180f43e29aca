import type { Json } from '@concert/core'
import { OPERATION_REASONS, STEP_ACTIONS, STEP_STATUS } from '@concert/threads'
import type { JsonSchemaToTsProvider } from '@fastify/type-provider-json-schema-to-ts'
import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import { sendCoded } from '../http/send-coded.ts'
import type { NodeParts } from '../node-parts.ts'
import { CACAO_FAULTS } from './cacao/faults.ts'
import { importPlaybook } from './cacao/import-playbook.ts'
import { OPERATION_CODES } from './codes.ts'

const NODE = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
const STEP_ID = { type: 'string', minLength: 1, maxLength: 40 } as const
const TIME = { type: 'string', maxLength: 24 } as const
const REASON = { type: 'string', enum: OPERATION_REASONS } as const
const BOTH = {
  type: 'object',
  required: ['en', 'zh'],
  additionalProperties: false,
  properties: {
    en: { type: 'string', minLength: 1, maxLength: 2000 },
    zh: { type: 'string', minLength: 1, maxLength: 2000 },
  },
} as const

const PLAN = {
  start: TIME,
  steps: {
    type: 'array',
    minItems: 1,
    maxItems: 200,
    items: {
      type: 'object',
      required: ['id', 'party', 'action', 'after'],
      additionalProperties: false,
      properties: {
        id: STEP_ID,
        party: { type: 'integer', minimum: 0, maximum: 15 },
        action: { type: 'string', enum: STEP_ACTIONS },
        after: { type: 'array', maxItems: 32, items: STEP_ID },
      },
    },
  },
  words: {
    type: 'object',
    required: ['title', 'purpose', 'steps'],
    additionalProperties: false,
    properties: {
      title: BOTH,
      purpose: BOTH,
      steps: { type: 'object', maxProperties: 200, additionalProperties: BOTH },
    },
  },
} as const

const IMPORT = {
  type: 'object',
  required: ['playbook'],
  additionalProperties: false,
  properties: { playbook: { type: 'object' } },
} as const satisfies JSONSchema

const LIST = {
  type: 'object',
  additionalProperties: false,
  properties: { exercise: { type: 'boolean' } },
} as const satisfies JSONSchema

const BY_ID = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: NODE },
} as const satisfies JSONSchema

const PROPOSE = {
  type: 'object',
  required: ['peers', 'start', 'steps', 'words'],
  additionalProperties: false,
  properties: {
    peers: { type: 'array', minItems: 1, maxItems: 15, items: NODE },
    exercise: { type: 'boolean' },
    ...PLAN,
  },
} as const satisfies JSONSchema

const AMEND = {
  type: 'object',
  required: ['id', 'start', 'steps', 'words'],
  additionalProperties: false,
  properties: { id: NODE, ...PLAN },
} as const satisfies JSONSchema

const DECIDE = {
  type: 'object',
  required: ['id', 'round', 'decision'],
  additionalProperties: false,
  properties: {
    id: NODE,
    round: { type: 'integer', minimum: 1, maximum: 1000 },
    decision: { type: 'string', enum: ['go', 'no-go'] },
    reason: REASON,
  },
} as const satisfies JSONSchema

const STEP = {
  type: 'object',
  required: ['id', 'step', 'status'],
  additionalProperties: false,
  properties: { id: NODE, step: STEP_ID, status: { type: 'string', enum: STEP_STATUS } },
} as const satisfies JSONSchema

const ABORT = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: NODE, reason: REASON },
} as const satisfies JSONSchema

const CLOSE = {
  type: 'object',
  required: ['id', 'result'],
  additionalProperties: false,
  properties: { id: NODE, result: { type: 'string', enum: ['succeeded', 'part', 'failed'] } },
} as const satisfies JSONSchema

/** The operator's routes of concerted operations. */
export function operationRoutes(plain: FastifyInstance, { people }: NodeParts): void {
  const app = plain.withTypeProvider<JsonSchemaToTsProvider>()
  const desk = people.operations
  app.post('/api/v1/operations/list', { schema: { body: LIST } }, async (request) => {
    return { operations: await desk.list(request.body.exercise ?? false) }
  })
  app.post('/api/v1/operations/show', { schema: { body: BY_ID } }, async (request, reply) => {
    return sendCoded(reply, OPERATION_CODES, await desk.show(request.body.id))
  })
  app.post('/api/v1/operations/playbook', { schema: { body: BY_ID } }, async (request, reply) => {
    return sendCoded(reply, OPERATION_CODES, await desk.playbook(request.body.id))
  })
  app.post('/api/v1/operations/import', { schema: { body: IMPORT } }, async (request) => {
    const { playbook, faults, leftOut } = importPlaybook(request.body.playbook as Json)
    const said = faults.map(({ code, at }) => ({ code, at, message: CACAO_FAULTS[code] }))
    return { playbook, faults: said, leftOut }
  })
  app.post('/api/v1/operations', { schema: { body: PROPOSE } }, async (request, reply) => {
    const { peers, exercise = false, ...plan } = request.body
    return sendCoded(reply, OPERATION_CODES, await desk.propose(peers, plan, exercise))
  })
  app.post('/api/v1/operations/amend', { schema: { body: AMEND } }, async (request, reply) => {
    const { id, ...plan } = request.body
    return sendCoded(reply, OPERATION_CODES, await desk.amend(id, plan))
  })
  app.post('/api/v1/operations/decide', { schema: { body: DECIDE } }, async (request, reply) => {
    const { id, round, decision, reason = 'no-reason-given' } = request.body
    return sendCoded(reply, OPERATION_CODES, await desk.decide(id, { round, decision, reason }))
  })
  app.post('/api/v1/operations/launch', { schema: { body: BY_ID } }, async (request, reply) => {
    return sendCoded(reply, OPERATION_CODES, await desk.launch(request.body.id))
  })
  app.post('/api/v1/operations/step', { schema: { body: STEP } }, async (request, reply) => {
    const { id, step, status } = request.body
    return sendCoded(reply, OPERATION_CODES, await desk.step(id, step, status))
  })
  app.post('/api/v1/operations/abort', { schema: { body: ABORT } }, async (request, reply) => {
    const { id, reason = 'no-reason-given' } = request.body
    return sendCoded(reply, OPERATION_CODES, await desk.abort(id, { reason }))
  })
  app.post('/api/v1/operations/close', { schema: { body: CLOSE } }, async (request, reply) => {
    const { id, result } = request.body
    return sendCoded(reply, OPERATION_CODES, await desk.close(id, { result }))
  })
}
