import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, consoleConfig, totp, totpSecret } from '../testing/browser.ts'
import { type Pair, startPair } from '../testing/pair.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'

const EMAIL = 'mei@arden.example'
const PASSWORD = 'lamp reads the ledger'

let postgres: TestPostgres
let pair: Pair

beforeAll(async () => {
  postgres = await startTestPostgres()
  const [a, b] = [await postgres.createDatabase(), await postgres.createDatabase()]
  pair = await startPair({ databases: { a, b } })
  await pair.restart('a', { console: await consoleConfig() })
})

afterAll(async () => {
  await pair.close()
  await postgres.stop()
})

test('in PostgreSQL accounts have a schema of their own, and everything goes as in SQLite', async () => {
  const { accounts } = pair.a.parts
  const browser = new Browser(pair.a)
  await browser.load()
  const code = await accounts.setupCode.ensure()
  const account = { code, name: 'Mei 梅', email: EMAIL, password: PASSWORD }
  expect((await browser.post('/api/v1/setup', account)).status).toBe(200)
  expect((await browser.signIn(EMAIL, PASSWORD)).status).toBe(200)
  const enabled = await browser.post('/auth/two-factor/enable', { password: PASSWORD })
  const secret = totpSecret(String(enabled.body.totpURI))
  const given = { code: totp(secret, Date.now()) }
  expect((await browser.post('/auth/two-factor/verify-totp', given)).status).toBe(200)
  await browser.load()
  expect((await browser.get('/api/v1/status')).status).toBe(200)
  const key = await browser.post('/auth/api-key/create', { name: 'report' })
  const program = new Browser(pair.a)
  const header = { 'x-api-key': String(key.body.key) }
  expect((await program.get('/api/v1/status', header)).status).toBe(200)
  expect(await accounts.list()).toMatchObject([
    { email: EMAIL, roles: ['operator'], disabled: false, factors: ['password', 'code'] },
  ])
})

test('sessions last over a restart of the node, and end with a reset', async () => {
  const browser = new Browser(pair.a)
  const made = await pair.a.parts.accounts.add({
    email: 'x@y.example',
    name: 'X',
    roles: ['analyst'],
  })
  if (!made.ok) throw new Error(made.code)
  await browser.signIn('x@y.example', made.value.password)
  const { console: settings } = pair.a.parts.context.config
  await pair.restart('a', settings ? { console: settings } : {})
  expect((await browser.load()).body).toMatchObject({ needs: ['new-password'] })
  expect((await pair.a.parts.accounts.reset('x@y.example')).ok).toBe(true)
  expect((await browser.load()).body.user).toBeNull()
})
