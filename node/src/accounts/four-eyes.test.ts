import { canonicalBytes } from '@concert/core'
import { readStixObject } from '@concert/stix'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAudit } from '../release/audit.ts'
import { Browser, consoleConfig } from '../testing/browser.ts'
import { indicators, type Pair, startPair, waitFor } from '../testing/pair.ts'
import { nodeStatus } from '../trust/node-status.ts'
import type { Role } from './roles.ts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.restart('a', { console: await consoleConfig({ secondFactor: 'optional' }) })
  await pair.peerAndConfirm()
  await pair.agreeCompact()
})

afterAll(() => pair.close())

async function signedIn(email: string, roles: readonly Role[]) {
  const made = await pair.a.parts.accounts.add({ email, name: 'Somebody', roles })
  if (!made.ok) throw new Error(made.code)
  const browser = new Browser(pair.a)
  await browser.signIn(email, made.value.password)
  const newPassword = 'lamp reads the ledger'
  await browser.post('/auth/change-password', { currentPassword: made.value.password, newPassword })
  await browser.load()
  return { browser, id: made.value.id }
}

test('at the console two people let an object go, whatever name a request gives', async () => {
  const author = await signedIn('mei@arden.example', ['analyst', 'release-officer'])
  const second = await signedIn('wei@arden.example', ['release-officer'])
  const [plain] = indicators(pair.a, 0, 1)
  const pattern = "[email-addr:value = 'phisher@evil.example']"
  const held = readStixObject(canonicalBytes({ ...plain?.value, pattern }))
  if (!held.ok) throw new Error('object')
  await pair.a.parts.intelligence.importObjects([held.value])
  const peer = pair.b.parts.context.own.node
  await author.browser.post('/api/v1/share', { peer, tlp: 'green', as: second.id })
  const order = { peer, note: 'case 7', ids: [held.value.view.id] }
  for (const as of [undefined, second.id, 'operator']) {
    const own = await author.browser.post('/api/v1/release/approve', {
      ...order,
      ...(as && { as }),
    })
    expect(own).toMatchObject({ status: 409, body: { code: 'four-eyes' } })
  }
  const approved = await second.browser.post('/api/v1/release/approve', order)
  expect(approved).toMatchObject({ status: 200, body: { decided: 1 } })
  await waitFor(async () => (await nodeStatus(pair.b.parts)).objects.received > 0)
  const decisions = await readAudit(pair.a.parts.context, { after: 0 })
  expect(decisions.slice(0, 2).map(({ actor, action }) => [actor, action])).toEqual([
    [author.id, 'queued'],
    [second.id, 'approved'],
  ])
  // The trail is written when an answer has gone.
  const approvals = { action: 'POST /api/v1/release/approve' }
  const { trail: kept } = pair.a.parts.accounts
  await waitFor(async () => (await kept.list(approvals)).length === 4)
  const trail = await kept.list(approvals)
  expect(trail.map(({ account, outcome }) => [account, outcome])).toEqual([
    [second.id, 'ok'],
    ...Array.from({ length: 3 }, () => [author.id, 'four-eyes']),
  ])
})
