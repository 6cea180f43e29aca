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

async function signedIn(role: Role, email = `${role}@belmar.example`): Promise<Browser> {
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

const EVENT = {
  Event: {
    uuid: '5f1c2a7e-0000-4000-8000-000000000001',
    info: 'Phishing against a bank',
    date: '2026-05-01',
    timestamp: '1777600000',
    Attribute: [
      {
        uuid: '5f1c2a7e-0000-4000-8000-000000000002',
        type: 'domain',
        category: 'Network activity',
        value: 'bank-login.example',
        to_ids: true,
        timestamp: '1777600000',
      },
      {
        uuid: '5f1c2a7e-0000-4000-8000-000000000003',
        type: 'ip-dst',
        category: 'Network activity',
        value: 'not an address',
        to_ids: true,
        timestamp: '1777600000',
      },
    ],
  },
}

test('a MISP event becomes its objects, and every attribute that says nothing is named', async () => {
  const misp = await signedIn('analyst', 'misp@belmar.example')
  const preview = await misp.upload(
    '/api/v1/import/preview?tlp=green&format=misp',
    JSON.stringify({ response: [EVENT, { Event: { uuid: 'none' } }] }),
  )
  expect(JSON.parse(preview.text)).toMatchObject({
    types: { indicator: 1, report: 1 },
    faultCount: 2,
    faults: [
      { code: 'misp-value', at: '[0] Attribute[1]', message: { en: expect.any(String) } },
      { code: 'feed-malformed', at: '[1] Event' },
    ],
  })
  const wrong = await misp.upload('/api/v1/import/preview?tlp=green&format=misp', '[]')
  expect(JSON.parse(wrong.text)).toMatchObject({ read: 0, faults: [{ code: 'feed-malformed' }] })
  const broken = await misp.upload('/api/v1/import/preview?tlp=green&format=misp', '{"Event"')
  expect(JSON.parse(broken.text)).toMatchObject({ read: 0, faultCount: 1 })
})

test('values are taken out of a text or table; what carries a warning stays out and is named', async () => {
  const analyst = await signedIn('analyst', 'text@belmar.example')
  const text = '钓鱼网站 hxxps://pay[.]evil-shop[.]net/a，控制服务器为 45.77.3.9；内网 10.0.0.7。'
  const preview = await analyst.upload('/api/v1/import/preview?tlp=amber&format=text', text)
  const seen = JSON.parse(preview.text)
  expect(seen.findings).toMatchObject([
    { kind: 'url', value: 'https://pay.evil-shop.net/a', line: 1, warnings: [] },
    { kind: 'ipv4-addr', value: '45.77.3.9' },
    { kind: 'ipv4-addr', value: '10.0.0.7', warnings: [{ code: 'private-address' }] },
  ])
  expect(seen).toMatchObject({ types: { indicator: 2 }, faultCount: 1 })
  expect(seen.faults[0]).toMatchObject({
    code: 'private-address',
    message: { zh: expect.any(String) },
  })
  const csv = 'ioc,note\n45.77.3.9,c2\npay.evil-shop.net,"shop, false"\n'
  const table = await analyst.upload('/api/v1/import/upload?tlp=amber&format=csv', csv)
  const last = JSON.parse(table.text.trim().split('\n').at(-1) ?? '')
  expect(last).toMatchObject({ event: 'done', faultCount: 0 })
  expect(last.added).toBeGreaterThan(1)
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
