import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, consoleConfig } from '../testing/browser.ts'
import { freePort } from '../testing/free-port.ts'
import { OidcProvider } from '../testing/oidc-provider.ts'
import { type Pair, startPair } from '../testing/pair.ts'

let pair: Pair
let provider: OidcProvider

beforeAll(async () => {
  pair = await startPair()
  provider = await OidcProvider.start()
  const secretFile = join(pair.setup.a.config.dataDir, 'oidc-secret')
  await writeFile(secretFile, 'between us')
  await chmod(secretFile, 0o600)
  const names = { en: 'Ministry', zh: '主管部门' }
  const oidc = { issuer: provider.issuer, clientId: 'concert', secretFile, names }
  await pair.restart('a', { console: await consoleConfig({ oidc }) })
  const email = 'lin@arden.example'
  await pair.a.parts.accounts.add({ email, name: 'Lin', roles: ['diplomat'] })
})

afterAll(async () => {
  await pair.close()
  await provider.stop()
})

async function comeBack(claims: Readonly<Record<string, unknown>>): Promise<Browser> {
  const browser = new Browser(pair.a)
  expect((await browser.load()).body.signIn).toMatchObject({ oidc: { zh: '主管部门' } })
  const begun = await browser.post('/auth/sign-in/social')
  const url = new URL(String(begun.body.url))
  expect(url.origin).toBe(provider.issuer)
  expect(url.searchParams.get('code_challenge_method')).toBe('S256')
  provider.claims = claims
  provider.nonce = url.searchParams.get('nonce')
  const state = url.searchParams.get('state') ?? ''
  await browser.get(`/auth/callback/oidc?code=given&state=${encodeURIComponent(state)}`)
  await browser.load()
  return browser
}

test('somebody whom the provider knows and the operator has added signs in, without a password', async () => {
  const claims = { sub: '1', email: 'lin@arden.example', email_verified: true, name: 'Lin' }
  const browser = await comeBack(claims)
  const { body } = await browser.load()
  expect(body).toMatchObject({ user: { name: 'Lin' }, needs: [], session: { method: 'oidc' } })
  expect(body.roles).toEqual(['diplomat'])
  const [signedIn] = await pair.a.parts.accounts.trail.list({ action: 'callback/oidc' })
  expect(signedIn).toMatchObject({
    account: String((body.user as unknown as { id: string }).id),
    outcome: 'ok',
  })
})

test('somebody whom the operator has not added gets no account, whatever the provider says', async () => {
  const claims = { sub: '2', email: 'new@arden.example', email_verified: true, roles: 'operator' }
  expect((await (await comeBack(claims)).load()).body.user).toBeNull()
  const accounts = await pair.a.parts.accounts.list()
  expect(accounts.map(({ email }) => email)).toEqual(['lin@arden.example'])
})

test('who comes back with nothing is sent to where people sign in, with the reason', async () => {
  const browser = new Browser(pair.a)
  await browser.load()
  const ended = async (query: string) => {
    const { headers, status } = await fetch(`${browser.origin}/auth/callback/oidc?${query}`, {
      redirect: 'manual',
    })
    return [status, headers.get('location')]
  }
  const begun = await browser.post('/auth/sign-in/social')
  const state = new URL(String(begun.body.url)).searchParams.get('state') ?? ''
  const there = '/sign-in?error=state_mismatch'
  // Begun in another browser; made up; nothing at all.
  expect(await ended(`code=given&state=${state}`)).toEqual([302, there])
  expect(await ended('code=given&state=made-up')).toEqual([302, there])
  expect(await ended('')).toEqual([302, expect.stringMatching(/^\/sign-in\?error=/)])
})

test('a token of another issuer or for another state signs nobody in', async () => {
  const claims = { sub: '1', email: 'lin@arden.example', email_verified: true }
  const other = await comeBack({ ...claims, iss: 'http://evil.example' })
  expect((await other.load()).body.user).toBeNull()
  const browser = new Browser(pair.a)
  await browser.load()
  await browser.get('/auth/callback/oidc?code=given&state=made-up')
  expect((await browser.load()).body.user).toBeNull()
})

test('a provider that does not answer is named, and the password goes on', async () => {
  const names = { en: 'Ministry', zh: '主管部门' }
  const secretFile = join(pair.setup.a.config.dataDir, 'oidc-secret')
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const oidc = { issuer, clientId: 'concert', secretFile, names }
  await pair.restart('b', { console: await consoleConfig({ oidc, secondFactor: 'optional' }) })
  const added = await pair.b.parts.accounts.add({
    email: 'lin@belmar.example',
    name: 'Lin',
    roles: ['diplomat'],
  })
  const browser = new Browser(pair.b)
  await browser.load()
  const { status, body } = await browser.post('/auth/sign-in/social')
  expect([status >= 400, body.code]).toEqual([true, 'oidc-unreachable'])
  const signedIn = await browser.signIn('lin@belmar.example', added.ok ? added.value.password : '')
  expect(signedIn.status).toBe(200)
  // It is asked again whenever somebody comes: no node is started anew for it.
  const back = await OidcProvider.start(port)
  const other = new Browser(pair.b)
  await other.load()
  expect((await other.post('/auth/sign-in/social')).status).toBe(200)
  await back.stop()
})
