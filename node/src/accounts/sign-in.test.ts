import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, consoleConfig, totp, totpSecret } from '../testing/browser.ts'
import { type Pair, startPair } from '../testing/pair.ts'

const PASSWORD = 'lamp reads the ledger'
const EMAIL = 'mei@arden.example'

let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.restart('a', { console: await consoleConfig() })
})

afterAll(async () => {
  await pair.close()
})

async function setupCode(): Promise<string> {
  const { dataDir } = pair.a.parts.context.config
  await pair.a.parts.accounts.setupCode.ensure()
  return (await readFile(join(dataDir, 'accounts', 'setup-code'), 'utf8')).trim()
}

test('a stranger cannot set the node up; whoever has the code can, once', async () => {
  const browser = new Browser(pair.a)
  expect((await browser.load()).body).toMatchObject({ user: null, setup: true })
  const account = { name: 'Mei 梅', email: EMAIL, password: PASSWORD }
  const code = await setupCode()
  const wrong = await browser.post('/api/v1/setup', { ...account, code: '0000-0000-0000-0000' })
  expect(wrong).toMatchObject({ status: 409, body: { code: 'setup-code' } })
  const short = await browser.post('/api/v1/setup', { ...account, code, password: 'short' })
  expect(short.body).toMatchObject({ code: 'password-short', at: 'password' })
  const given = code.toLowerCase().replaceAll('-', ' ')
  expect((await browser.post('/api/v1/setup', { ...account, code: given })).status).toBe(200)
  const again = await browser.post('/api/v1/setup', { ...account, email: 'x@y.example', code })
  expect(again.body.code).toBe('setup-done')
  expect((await browser.load()).body.setup).toBe(false)
})

test('a password alone opens nothing but setting up a second factor; a code then opens the rest', async () => {
  const browser = new Browser(pair.a)
  expect((await browser.signIn(EMAIL, PASSWORD)).status).toBe(200)
  const session = await browser.load()
  expect(session.body).toMatchObject({ needs: ['second-factor'], user: { email: EMAIL } })
  const early = await browser.get('/api/v1/status')
  expect(early).toMatchObject({ status: 403, body: { code: 'second-factor' } })
  const enabled = await browser.post('/auth/two-factor/enable', { password: PASSWORD })
  expect(enabled.status).toBe(200)
  const secret = totpSecret(String(enabled.body.totpURI))
  const wrong = await browser.post('/auth/two-factor/verify-totp', { code: '000000' })
  expect(wrong.body.code).toBe('code-wrong')
  const before = [...browser.cookies.values()].join()
  const right = await browser.post('/auth/two-factor/verify-totp', {
    code: totp(secret, Date.now()),
  })
  expect(right.status).toBe(200)
  expect(right.body).not.toHaveProperty('token')
  expect([...browser.cookies.values()].join()).not.toBe(before)
  expect((await browser.load()).body).toMatchObject({ needs: [], session: { method: 'code' } })
  expect((await browser.get('/api/v1/status')).status).toBe(200)

  const other = new Browser(pair.a)
  await other.load()
  const first = await other.post('/auth/sign-in/email', { email: EMAIL, password: PASSWORD })
  expect(first.body).toMatchObject({ twoFactorRedirect: true })
  expect((await other.load()).body.user).toBeNull()
  const second = await other.post('/auth/two-factor/verify-totp', {
    code: totp(secret, Date.now()),
  })
  expect(second.status).toBe(200)
  expect((await other.load()).body.user).toMatchObject({ email: EMAIL })
})
