import { afterAll, beforeAll, expect, test } from 'vitest'
import { Authenticator } from '../testing/authenticator.ts'
import { Browser, consoleConfig } from '../testing/browser.ts'
import { type Pair, startPair } from '../testing/pair.ts'

const EMAIL = 'wei@belmar.example'
const PASSWORD = 'lamp reads the ledger'

let pair: Pair
let key: Authenticator

beforeAll(async () => {
  pair = await startPair()
  await pair.restart('b', { console: await consoleConfig() })
  key = new Authenticator(pair.b.consoleUrl ?? '')
})

afterAll(async () => {
  await pair.close()
})

async function withPassword(): Promise<Browser> {
  const browser = new Browser(pair.b)
  const answer = await browser.signIn(EMAIL, PASSWORD)
  expect(answer.status).toBe(200)
  return browser
}

async function withKey(authenticator: Authenticator): Promise<Browser> {
  const browser = new Browser(pair.b)
  await browser.load()
  const options = await browser.get('/auth/passkey/generate-authenticate-options')
  const response = authenticator.get(options.body as unknown as { challenge: string })
  await browser.post('/auth/passkey/verify-authentication', { response })
  await browser.load()
  return browser
}

async function register(browser: Browser, authenticator: Authenticator) {
  const options = await browser.get('/auth/passkey/generate-register-options')
  if (options.status !== 200) return options
  const made = authenticator.make(options.body as unknown as Parameters<Authenticator['make']>[0])
  return await browser.post('/auth/passkey/verify-registration', { response: made, name: 'desk' })
}

test('a new account changes its password, makes a passkey, and signs in with it', async () => {
  const made = await pair.b.parts.accounts.add({ email: EMAIL, name: 'Wei 魏', roles: ['analyst'] })
  if (!made.ok) throw new Error(made.code)
  const browser = new Browser(pair.b)
  await browser.signIn(EMAIL, made.value.password)
  expect((await browser.load()).body.needs).toEqual(['new-password'])
  expect((await register(browser, key)).body.code).toBe('new-password')
  const change = { currentPassword: made.value.password, newPassword: PASSWORD }
  const poor = await browser.post('/auth/change-password', {
    ...change,
    newPassword: 'wei@belmar.ex',
  })
  expect(poor.body.code).toBe('password-personal')
  expect((await browser.post('/auth/change-password', change)).status).toBe(200)
  expect((await browser.load()).body.needs).toEqual(['second-factor'])
  expect((await register(browser, key)).status).toBe(200)
  expect((await browser.load()).body.user).toBeNull()
  const signedIn = await withKey(key)
  expect((await signedIn.load()).body).toMatchObject({ needs: [], session: { method: 'passkey' } })
  expect((await signedIn.get('/api/v1/objects')).status).toBe(200)
})

test('whoever has the password alone gets nowhere and adds no passkey of their own', async () => {
  const thief = await withPassword()
  expect((await thief.load()).body.needs).toEqual(['second-factor'])
  const own = new Authenticator(pair.b.consoleUrl ?? '')
  expect(await register(thief, own)).toMatchObject({ status: 403, body: { code: 'second-factor' } })
  const enabled = await thief.post('/auth/two-factor/enable', { password: PASSWORD })
  expect(enabled).toMatchObject({ status: 403, body: { code: 'second-factor' } })
  expect((await thief.get('/auth/passkey/list-user-passkeys')).status).toBe(403)
  const change = { currentPassword: PASSWORD, newPassword: 'the owner is shut out' }
  const changed = await thief.post('/auth/change-password', change)
  expect(changed).toMatchObject({ status: 403, body: { code: 'second-factor' } })
  expect((await thief.get('/api/v1/sessions')).body.code).toBe('second-factor')
})

test('a key that was not registered, or whose owner did not prove themselves, does not sign in', async () => {
  const stranger = await withKey(new Authenticator(pair.b.consoleUrl ?? ''))
  expect((await stranger.load()).body.user).toBeNull()
  key.verifies = false
  expect((await (await withKey(key)).load()).body.user).toBeNull()
  key.verifies = true
  expect((await (await withKey(key)).load()).body.user).not.toBeNull()
})

test('the last second factor cannot be taken away', async () => {
  const browser = await withKey(key)
  const answer = await fetch(`${browser.origin}/auth/passkey/list-user-passkeys`, {
    headers: { cookie: [...browser.cookies].map(([n, v]) => `${n}=${v}`).join('; ') },
  })
  const [only] = (await answer.json()) as { id: string }[]
  const deleted = await browser.post('/auth/passkey/delete-passkey', { id: only?.id })
  expect(deleted).toMatchObject({ status: 403, body: { code: 'last-factor' } })
})
