import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, consoleConfig } from '../testing/browser.ts'
import { type Pair, startPair } from '../testing/pair.ts'
import { PERMISSIONS, permissionOf } from './permissions.ts'
import { ROLES, type Role } from './roles.ts'

let pair: Pair
const passwords = new Map<string, string>()
const own = 'lamp reads the ledger'

beforeAll(async () => {
  pair = await startPair()
  const config = { console: await consoleConfig({ secondFactor: 'optional' }) }
  await pair.restart('a', config)
  for (const role of ROLES) await account(`${role}@arden.example`, [role])
})

afterAll(async () => {
  await pair.close()
})

async function account(email: string, roles: readonly Role[], name = 'Somebody'): Promise<string> {
  const made = await pair.a.parts.accounts.add({ email, name, roles })
  if (!made.ok) throw new Error(made.code)
  const browser = new Browser(pair.a)
  await browser.signIn(email, made.value.password)
  const changed = await browser.post('/auth/change-password', {
    currentPassword: made.value.password,
    newPassword: own,
  })
  if (changed.status !== 200) throw new Error(JSON.stringify(changed.body))
  passwords.set(email, own)
  return made.value.id
}

async function signedIn(role: string): Promise<Browser> {
  const browser = new Browser(pair.a)
  const answer = await browser.signIn(`${role}@arden.example`, own)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return browser
}

test('each role is refused every route that the table does not give it, and nothing else', async () => {
  const { port } = new URL(pair.a.consoleUrl ?? '')
  expect(port).not.toBe('')
  for (const role of ROLES) {
    const browser = await signedIn(role)
    for (const route of Object.keys(PERMISSIONS)) {
      const [method, path = ''] = route.split(' ')
      const who = permissionOf(route)?.who
      if (who === 'anyone' || who === 'signed-in' || path.endsWith('/events')) continue
      const isGiven = who?.includes(role)
      // Where it is given, a body that follows no schema is refused before anything happens.
      if (isGiven && method === 'POST' && permissionOf(route)) continue
      const answer = method === 'GET' ? await browser.get(path) : await browser.post(path)
      if (isGiven) expect(answer.status, `${role} ${route}`).not.toBe(403)
      else expect(answer, `${role} ${route}`).toMatchObject(refusal('role-missing'))
    }
  }
})

const refusal = (code: string) => ({ status: 403, body: { code } })

test('a change needs our origin and what the page was told; another session says something else', async () => {
  const browser = await signedIn('operator')
  const other = await signedIn('operator')
  const path = '/api/v1/session/language'
  const json = { language: 'zh' }
  expect((await browser.post(path, json)).status).toBe(200)
  const foreign = [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: `${browser.origin}.evil.example` },
  ]
  for (const headers of foreign) {
    expect(await browser.post(path, json, headers)).toMatchObject(refusal('origin'))
  }
  for (const csrf of ['', 'x'.repeat(43), other.csrf]) {
    expect(await browser.post(path, json, { 'x-concert-csrf': csrf })).toMatchObject(
      refusal('csrf'),
    )
  }
  const signIn = await new Browser(pair.a).post('/auth/sign-in/email', {
    email: 'a',
    password: 'b',
  })
  expect(signIn).toMatchObject(refusal('csrf'))
})

test('a session that a stranger planted is worth nothing after signing in', async () => {
  const stranger = new Browser(pair.a)
  await stranger.load()
  const victim = new Browser(pair.a)
  for (const [name, value] of stranger.cookies) victim.cookies.set(name, value)
  const name = `${pair.a.parts.accounts.parts.cookiePrefix}.session_token`
  victim.cookies.set(name, 'planted.c2lnbmVk')
  await victim.load()
  await victim.post('/auth/sign-in/email', { email: 'analyst@arden.example', password: own })
  expect(victim.cookies.get(name)).not.toContain('planted')
  expect((await victim.load()).body.user).not.toBeNull()
  expect((await stranger.load()).body.user).toBeNull()
})

test('cookies are HttpOnly and SameSite=Strict, and no answer holds the token', async () => {
  const browser = new Browser(pair.a)
  await browser.load()
  const answer = await browser.post('/auth/sign-in/email', {
    email: 'analyst@arden.example',
    password: own,
  })
  const cookies = answer.headers.getSetCookie()
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) {
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Strict/i)
  }
  const token = [...browser.cookies].find(([name]) => name.endsWith('session_token'))?.[1] ?? ''
  expect(JSON.stringify(answer.body)).not.toContain(token.split('.')[0])
})

test('accounts that exist, do not exist and are disabled fail alike; guessing is barred', async () => {
  const guess = async (email: string, password: string) => {
    const browser = new Browser(pair.a)
    await browser.load()
    return await browser.post('/auth/sign-in/email', { email, password })
  }
  await account('gone@arden.example', ['analyst'])
  await pair.a.parts.accounts.setDisabled('gone@arden.example', true)
  const answers = [
    await guess('auditor@arden.example', 'not this at all'),
    await guess('nobody@arden.example', 'not this at all'),
    await guess('gone@arden.example', own),
  ]
  const [first] = answers
  for (const { status, body } of answers)
    expect({ status, body }).toEqual({
      status: 401,
      body: first?.body,
    })
  expect(first?.body.code).toBe('sign-in-failed')
  for (const email of ['auditor@arden.example', 'nobody@arden.example']) {
    for (let i = 0; i < 4; i++) await guess(email, `guess number ${i}`)
    expect(await guess(email, own)).toMatchObject({ status: 429, body: { code: 'sign-in-barred' } })
  }
  await pair.a.parts.accounts.guard.forgive('auditor@arden.example', '127.0.0.1')
  expect((await guess('auditor@arden.example', own)).status).toBe(200)
})

test('a stolen session cannot guess the password it would need', async () => {
  await account('watched@arden.example', ['analyst'])
  const browser = new Browser(pair.a)
  await browser.signIn('watched@arden.example', own)
  const guess = async (currentPassword: string) =>
    await browser.post('/auth/change-password', {
      currentPassword,
      newPassword: 'some other ledger',
    })
  for (let i = 0; i < 5; i++) expect((await guess(`guess ${i}`)).status).toBe(400)
  expect(await guess(own)).toMatchObject({ status: 429, body: { code: 'sign-in-barred' } })
})

test('a session ends with its roles: a stolen cookie is worth nothing after a change', async () => {
  await account('mover@arden.example', ['operator', 'analyst'])
  const browser = new Browser(pair.a)
  await browser.signIn('mover@arden.example', own)
  expect((await browser.get('/api/v1/accounts')).status).toBe(200)
  await pair.a.parts.accounts.setRoles('mover@arden.example', ['analyst'])
  expect((await browser.get('/api/v1/accounts')).status).toBe(401)
  await browser.signIn('mover@arden.example', own)
  expect(await browser.get('/api/v1/accounts')).toMatchObject(refusal('role-missing'))
  const two = new Browser(pair.a)
  await two.signIn('mover@arden.example', own)
  expect((await two.get('/api/v1/sessions')).body.sessions).toHaveLength(2)
  expect((await two.post('/api/v1/sessions/revoke', { which: 'all' })).status).toBe(200)
  expect((await browser.load()).body.user).toBeNull()
  expect((await two.load()).body.user).toBeNull()
})

test('the last operator stays; nobody gives themselves a role by a field of the library', async () => {
  const refused = await pair.a.parts.accounts.setDisabled('operator@arden.example', true)
  expect(refused).toMatchObject({ ok: false, code: 'last-operator' })
  const browser = await signedIn('researcher')
  for (const path of [
    '/auth/update-user',
    '/auth/sign-up/email',
    '/auth/get-session',
    '/auth/list-sessions',
  ]) {
    const answer = await browser.post(path, {
      roles: 'operator',
      email: 'x@y.example',
      password: own,
      name: 'x',
    })
    expect(answer.status).toBe(404)
  }
  const changed = await browser.post('/auth/change-password', {
    currentPassword: own,
    newPassword: 'another quiet ledger',
    roles: 'operator',
  })
  expect(changed.status).toBe(200)
  expect((await browser.load()).body.roles).toEqual(['researcher'])
})

test('hostile names are refused or come back as text, never as a page', async () => {
  const { accounts } = pair.a.parts
  const add = async (name: string) =>
    await accounts.add({ email: `x${Math.random()}@y.example`, name, roles: ['analyst'] })
  for (const name of ['a\u202eb', 'a\u0000b', ' ', 'x'.repeat(101), 'a\u200bb', '\ud800']) {
    expect(await add(name)).toMatchObject({ ok: false, code: 'account-name' })
  }
  const markup = '<img src=x onerror=alert(1)>'
  expect((await add(markup)).ok).toBe(true)
  const browser = await signedIn('operator')
  const answer = await browser.get('/api/v1/people')
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(JSON.stringify(answer.body)).toContain(markup)
})

test('the trail says who did what and was refused what, without secrets', async () => {
  const researcher = await pair.a.parts.accounts.add({
    email: 'curious@arden.example',
    name: 'Curious',
    roles: ['researcher'],
  })
  if (!researcher.ok) throw new Error(researcher.code)
  const { id, password } = researcher.value
  const browser = new Browser(pair.a)
  await browser.signIn('curious@arden.example', password)
  await browser.post('/auth/change-password', { currentPassword: password, newPassword: own })
  await browser.load()
  await browser.post('/api/v1/share', { peer: 'f'.repeat(64), tlp: 'green' })
  const auditor = await signedIn('auditor')
  const trail = await auditor.get(`/api/v1/audit?account=${id}`)
  const entries = trail.body.entries as unknown as { action: string; outcome: string }[]
  expect(entries.map(({ action, outcome }) => [action, outcome])).toEqual([
    ['POST /api/v1/share', 'role-missing'],
    ['change-password', 'ok'],
    ['sign-in/email', 'ok'],
  ])
  expect(JSON.stringify(trail.body)).not.toMatch(/ledger|arden\.example/)
  const exported = await fetch(`${auditor.origin}/api/v1/audit/export`, {
    headers: { cookie: [...auditor.cookies].map(([n, v]) => `${n}=${v}`).join('; ') },
  })
  const lines = (await exported.text()).trim().split('\n')
  expect(lines.length).toBeGreaterThan(entries.length)
})

test('what the trail cannot note is not done, and what is under way stands there as begun', async () => {
  const { accounts } = pair.a.parts
  const browser = await signedIn('analyst')
  const kept = { name: 'a', query: { q: 'a.example' } }
  const { begin, end } = accounts.trail
  accounts.trail.begin = async () => {
    throw new Error('disk full')
  }
  expect((await browser.post('/api/v1/intel/saved', kept)).status).toBe(500)
  accounts.trail.begin = begin
  expect((await browser.get('/api/v1/intel/saved')).body).toMatchObject({ searches: [] })
  accounts.trail.end = async () => {
    throw new Error('killed')
  }
  expect((await browser.post('/api/v1/intel/saved', kept)).status).toBe(200)
  accounts.trail.end = end
  const [last] = await accounts.trail.list({ action: 'POST /api/v1/intel/saved' })
  expect(last).toMatchObject({ outcome: 'begun' })
  await browser.post('/api/v1/intel/saved/remove', { id: 999 })
  const [refused] = await accounts.trail.list({ action: 'POST /api/v1/intel/saved/remove' })
  expect(refused).toMatchObject({ outcome: 'not-found' })
})

test('an API key acts for its owner, reads no accounts library, and approves nothing', async () => {
  const browser = await signedIn('release-officer')
  const made = await browser.post('/auth/api-key/create', { name: 'nightly report' })
  expect(made.status).toBe(200)
  const key = { 'x-api-key': String(made.body.key), origin: '', 'x-concert-csrf': '' }
  const program = new Browser(pair.a)
  expect((await program.get('/api/v1/status', key)).status).toBe(200)
  const order = { peer: 'f'.repeat(64), note: 'x', ids: ['indicator--x'] }
  expect(await program.post('/api/v1/release/approve', order, key)).toMatchObject(
    refusal('personal'),
  )
  expect(await program.post('/auth/api-key/create', { name: 'more' }, key)).toMatchObject(
    refusal('personal'),
  )
  expect((await program.get('/api/v1/status', { 'x-api-key': 'concert_nothing' })).status).toBe(401)
  await pair.a.parts.accounts.setDisabled('release-officer@arden.example', true)
  expect((await program.get('/api/v1/status', key)).status).toBe(401)
  await pair.a.parts.accounts.setDisabled('release-officer@arden.example', false)
})

test('another name that leads to this machine is not the console', async () => {
  const answer = await fetch(`${pair.a.consoleUrl}/api/v1/session`)
  expect(answer.status).toBe(200)
  const { port } = new URL(pair.a.consoleUrl ?? '')
  const other = await fetch(`http://localhost:${port}/api/v1/session`)
  expect(other.status).toBe(421)
  const page = await fetch(`http://localhost:${port}//evil.example/x`, { redirect: 'manual' })
  expect(page.headers.get('location')).toBe(`${pair.a.consoleUrl}/evil.example/x`)
})
