/** An act whose answer was lost is asked for again under its number, and is not done twice. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, consoleConfig } from '../testing/browser.ts'
import { type Pair, startPair } from '../testing/pair.ts'

const PASSWORD = 'lamp reads the ledger'
const BODY = {
  role: 'technical',
  name: 'Night desk',
  email: null,
  phone: '+47 555 0100',
  pgp: null,
  hours: 'always',
  zone: 'UTC',
  languages: ['en'],
}
const ADD = '/api/v1/contacts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.restart('a', { console: await consoleConfig({ secondFactor: 'optional' }) })
  for (const email of ['ann@arden.example', 'wei@arden.example']) {
    const added = await pair.a.parts.accounts.add({
      email,
      name: 'Somebody',
      roles: ['operator', 'duty-officer'],
    })
    if (!added.ok) throw new Error(added.code)
    const browser = new Browser(pair.a)
    await browser.signIn(email, added.value.password)
    const order = { currentPassword: added.value.password, newPassword: PASSWORD }
    expect((await browser.post('/auth/change-password', order)).status).toBe(200)
  }
})

afterAll(async () => await pair.close())

async function signedIn(name: string): Promise<Browser> {
  const browser = new Browser(pair.a)
  await browser.signIn(`${name}@arden.example`, PASSWORD)
  return browser
}

const contacts = async () => (await pair.a.parts.people.contacts.list()).length
const once = (act: string) => ({ 'x-concert-act': act })

test('what was done is said to be done, and not done again; another number is another act', async () => {
  const ann = await signedIn('ann')
  const act = randomUUID()
  expect((await ann.post(ADD, BODY, once(act))).status).toBe(200)
  const known = await contacts()
  const again = await ann.post(ADD, BODY, once(act))
  expect(again).toMatchObject({ status: 409, body: { code: 'act-done', at: expect.any(String) } })
  expect(await contacts()).toBe(known)
  expect((await ann.post(ADD, BODY, once(randomUUID()))).status).toBe(200)
  expect(await contacts()).toBe(known + 1)
  // A number is one account's: nobody learns from it what others did, nor keeps them from it.
  const wei = await signedIn('wei')
  expect((await wei.post(ADD, BODY, once(act))).status).toBe(200)
})

test('what was begun and has no end is not begun again; nobody says that it was done', async () => {
  const ann = await signedIn('ann')
  const { trail } = pair.a.parts.accounts
  const session = await ann.load()
  const { id } = session.body.user as unknown as { readonly id: string }
  const act = randomUUID()
  await trail.begin({ account: id, action: `POST ${ADD}`, address: '127.0.0.1' }, act)
  const known = await contacts()
  const asked = await ann.post(ADD, BODY, once(act))
  expect(asked).toMatchObject({ status: 409, body: { code: 'act-begun' } })
  expect(await contacts()).toBe(known)
})

test('what was refused may be asked for again; a number of another form is none', async () => {
  const ann = await signedIn('ann')
  const act = randomUUID()
  const wrong = { ...BODY, hours: 'whenever' }
  expect((await ann.post(ADD, wrong, once(act))).status).toBeGreaterThanOrEqual(400)
  expect((await ann.post(ADD, BODY, once(act))).status).toBe(200)
  for (const odd of ['x'.repeat(2000), "' or 1=1 --", 'A'.repeat(36)]) {
    for (let n = 0; n < 2; n++) {
      const answer = await ann.post(ADD, BODY, once(odd))
      expect(answer.status).toBe(200)
    }
  }
})

test('two at one time: one is done', async () => {
  const ann = await signedIn('ann')
  const act = randomUUID()
  const known = await contacts()
  const answers = await Promise.all([1, 2, 3].map(() => ann.post(ADD, BODY, once(act))))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(await contacts()).toBe(known + 1)
})
