import Fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { TIME } from './admin-schemas.ts'
import { validateLazily } from './lazy-validation.ts'
import { refuseBySchema } from './schema-refusal.ts'

const app = Fastify()
validateLazily(app)
refuseBySchema(app)
const clause = {
  type: 'object',
  required: ['path'],
  additionalProperties: false,
  properties: { path: { type: 'string', maxLength: 3 } },
}
const forms = {
  digest: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  from: TIME,
  ids: { type: 'array', minItems: 1 },
  name: { type: 'string', pattern: '^[a-z]+$' },
}
const body = { type: 'object', properties: { where: { type: 'array', items: clause }, ...forms } }
app.post('/views', { schema: { body } }, async () => ({}))
app.post('/broken', async () => {
  throw new TypeError('ours')
})
afterAll(() => app.close())

test.each([
  [{ where: [{ path: 'long' }] }, 'where[0].path', /at most 3/, /3/],
  [{ where: [{ path: 'ok' }, {}] }, 'where[1].path', /required/, /必须填写/],
  [{ where: [{ path: 'ok', more: 1 }] }, 'where[0].more', /./, /[\u4e00-\u9fff]/],
  [{ where: 7 }, 'where', /list/i, /列表/],
  [{ digest: 'deadbeef' }, 'digest', /64 digits/, /64 位/],
  [{ from: 'yesterday' }, 'from', /UTC/, /UTC/],
  [{ ids: [] }, 'ids', /At least 1/, /至少须有 1 项/],
  [{ name: 'A' }, 'name', /form/, /形式/],
])('%j is refused with its place and a sentence in both languages', async (payload, at, en, zh) => {
  const answer = await app.inject({ method: 'POST', url: '/views', payload })
  expect(answer.statusCode).toBe(400)
  const refused = answer.json()
  expect(refused).toMatchObject({ code: 'bad-request', at })
  expect(refused.message.en).toMatch(en)
  expect(refused.message.zh).toMatch(zh)
})

test('what is not of the schema stays what it was', async () => {
  const answer = await app.inject({ method: 'POST', url: '/broken', payload: {} })
  expect(answer.statusCode).toBe(500)
})
