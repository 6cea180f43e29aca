import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../accounts/roles.ts'
import { Browser, consoleConfig } from '../testing/browser.ts'
import { type Pair, startPair } from '../testing/pair.ts'

const LIST = 'phish-1.example\nhxxps://phish-2[.]example/login\n<script>alert(1)</script>\n'
let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.restart('b', { console: await consoleConfig({ secondFactor: 'optional' }) })
})

afterAll(() => pair.close())

async function signedIn(role: Role): Promise<Browser> {
  const email = `${role}@belmar.example`
  const made = await pair.b.parts.accounts.add({ email, name: 'Somebody', roles: [role] })
  if (!made.ok) throw new Error(made.code)
  const browser = new Browser(pair.b)
  await browser.signIn(email, made.value.password)
  const newPassword = 'lamp reads the ledger'
  await browser.post('/auth/change-password', { currentPassword: made.value.password, newPassword })
  await browser.load()
  return browser
}

async function held(): Promise<number> {
  const page = await pair.b.parts.intelligence.list({ own: true, after: 0, type: 'indicator' })
  return page.objects.length
}

test('a dropped file is looked at first, then taken in, with its faults', async () => {
  const analyst = await signedIn('analyst')
  const preview = await analyst.upload('/api/v1/import/preview?tlp=green&labels=phishing', LIST)
  expect(preview.status).toBe(200)
  expect(JSON.parse(preview.text)).toMatchObject({ types: { indicator: 2 }, faultCount: 1 })
  expect(await held()).toBe(0)
  const done = await analyst.upload('/api/v1/import/upload?tlp=green', LIST)
  const last = JSON.parse(done.text.trim().split('\n').at(-1) ?? '')
  expect(last).toMatchObject({ event: 'done', added: 2, faultCount: 1 })
  expect(await held()).toBe(2)
  const wrong = await analyst.upload('/api/v1/import/upload?tlp=purple', LIST)
  expect(wrong.status).toBe(400)
})

test('nobody at the console imports a file by its path on the node, and readers import nothing', async () => {
  const analyst = await signedIn('duty-officer')
  const path = '/etc/passwd'
  const byPath = await analyst.post('/api/v1/import', { path, tlp: 'green', labels: [] })
  expect(byPath).toMatchObject({ status: 403, body: { code: 'role-missing' } })
  const researcher = await signedIn('researcher')
  const answer = await researcher.upload('/api/v1/import/upload?tlp=green', LIST)
  expect(answer.status).toBe(403)
})
