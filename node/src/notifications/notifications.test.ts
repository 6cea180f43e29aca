import { createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { decrypt, generateKey, readMessage, readPrivateKey } from 'openpgp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ContactCard } from '../directory/contact-acts.ts'
import { ALWAYS } from '../directory/hours.ts'
import { type Pair, startPair, waitFor } from '../testing/pair.ts'
import { channelHealth } from './channels.ts'
import { listNotices, markSeen } from './feed.ts'
import { type NewNotice, notify } from './notice.ts'
import { type FakeMailServer, startFakeMail } from './testing/fake-mail.ts'
import { mailText, noticeLine } from './texts.ts'

const KEY = Buffer.alloc(24, 7)
const SUBJECT = 'ab'.repeat(32)

interface Call {
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

let pair: Pair
let mail: FakeMailServer
let hook: http.Server
let folder: string
const calls: Call[] = []
let hookStatus = 200

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-notices-'))
  const secret = join(folder, 'hook.secret')
  await writeFile(secret, `whsec_${KEY.toString('base64')}\n`, { mode: 0o600 })
  mail = await startFakeMail()
  hook = http.createServer(async (request, response) => {
    calls.push({ headers: request.headers, body: await text(request) })
    response.writeHead(hookStatus).end('ok')
  })
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
  const address = hook.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const url = `http://127.0.0.1:${port}/hook`
  pair = await startPair({
    config: {
      notifications: {
        smtp: {
          host: '127.0.0.1',
          port: mail.port,
          security: 'none',
          from: 'concert@arden.example',
        },
        webhooks: [
          { name: 'chat', url, secret },
          { name: 'training', url: `${url}/drills`, secret, drills: true },
          { name: 'inside', url: 'http://169.254.169.254/latest', secret },
        ],
        allow: ['127.0.0.0/8'],
        checkMs: 3_600_000,
      },
    },
  })
})

afterAll(async () => {
  await pair.close()
  await mail.close()
  hook.closeAllConnections()
  await new Promise((resolve) => hook.close(resolve))
  await rm(folder, { recursive: true })
})

async function contact(change: Partial<ContactCard>, role: 'technical' | 'policy' | 'hotline') {
  const card = { name: 'Wei', hours: ALWAYS, languages: ['zh-CN'], phone: null, pgp: null }
  const whole = { ...card, email: 'wei@arden.example', ...change }
  const added = await pair.a.parts.people.contacts.add({ role, card: whole })
  if (!added.ok) throw new Error(added.code)
}

async function tell(change: Partial<NewNotice> = {}): Promise<boolean> {
  const { context } = pair.a.parts
  const notice: NewNotice = {
    mark: `test ${Math.random()}`,
    kind: 'request-arrived',
    subject: SUBJECT,
    urgency: 'u0',
    exercise: false,
    line: 'technical',
    ...change,
  }
  return await context.store.transact((tx) => notify(tx, context, notice))
}

const send = async () => await pair.a.parts.people.outbox.sendDue()
const feed = async (exercise = false) => await listNotices(pair.a.parts.context, { exercise })

describe('a notice', () => {
  test('names id and urgency, in the language of the reader, and leaves as mail and webhook', async () => {
    await contact({}, 'technical')
    await tell({ mark: 'once' })
    expect(await tell({ mark: 'once' })).toBe(false)
    await send()
    expect(mail.mails).toHaveLength(1)
    const { raw, to, from } = mail.mails[0]!
    expect([from, to]).toEqual(['<concert@arden.example>', '<wei@arden.example>'])
    expect(raw).toContain('Subject: [Concert] U0 abababababababab')
    expect(raw).toContain('Auto-Submitted: auto-generated')
    const body = Buffer.from(raw.split('\r\n\r\n')[1] ?? '', 'base64').toString()
    expect(body).toBe(mailText(['zh'], { ...(await feed())[0]!, kind: 'request-arrived' }))
    expect(body).toContain('收到协助请求')
    expect(body).not.toContain('request')
    expect(calls).toHaveLength(2)
  })

  test('a webhook is signed over id, time and body', () => {
    const { headers, body } = calls[0]!
    const id = String(headers['webhook-id'])
    const time = String(headers['webhook-timestamp'])
    const mac = createHmac('sha256', KEY).update(`${id}.${time}.${body}`).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${mac}`)
    expect(JSON.parse(body)).toEqual({
      type: 'request-arrived',
      timestamp: expect.stringMatching(/Z$/),
      data: { subject: SUBJECT, urgency: 'u0', exercise: false },
    })
  })

  test('goes to no address of an internal network that the operator did not name', async () => {
    const inside = (await feed())[0]?.sent.find(({ target }) => target === 'inside')
    expect(inside).toMatchObject({ state: 'waiting', attempts: 1, code: 'not-https' })
  })

  test('of a drill says so everywhere, and goes to webhooks for drills alone', async () => {
    const before = { mails: mail.mails.length, calls: calls.length, live: (await feed()).length }
    await tell({ exercise: true, mark: 'drill' })
    await send()
    expect((await feed()).length).toBe(before.live)
    expect((await feed(true)).map(({ sent }) => sent.map(({ target }) => target))).toEqual([
      [expect.any(String), 'training'],
    ])
    const subject = /Subject: =\?UTF-8\?B\?(.*)\?=/.exec(mail.mails.at(-1)?.raw ?? '')?.[1]
    expect(Buffer.from(subject ?? '', 'base64').toString()).toMatch(/^\[Concert\] DRILL 演练 U0/)
    expect(calls.slice(before.calls)).toMatchObject([
      { body: expect.stringContaining('"exercise":true') },
    ])
    const told = { ...(await feed(true))[0]!, kind: 'request-arrived' } as const
    expect(noticeLine('en', told)).toMatch(/^\[DRILL\] \[U0\]/)
    expect(mailText(['en'], told)).toMatch(/^THIS IS A DRILL/)
  })

  test('to a contact with a key is encrypted, headers aside', async () => {
    const made = await generateKey({ userIDs: [{ email: 'key@arden.example' }], format: 'armored' })
    const pgp = made.publicKey.replaceAll('\r\n', '\n')
    await contact({ email: 'key@arden.example', languages: ['en'], pgp }, 'policy')
    await tell({ line: 'policy', mark: 'sealed' })
    await send()
    const { raw } = mail.mails.at(-1)!
    expect(raw).toContain('multipart/encrypted; protocol="application/pgp-encrypted"')
    expect(raw).not.toContain('text/plain')
    const armored = /-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----/.exec(raw)?.[0]
    const opened = await decrypt({
      message: await readMessage({ armoredMessage: armored ?? '' }),
      decryptionKeys: await readPrivateKey({ armoredKey: made.privateKey }),
    })
    const inner = String(opened.data).split(/\r?\n\r?\n/)[1] ?? ''
    expect(Buffer.from(inner, 'base64').toString()).toContain('A request has arrived')
  })

  test('is never sent in the clear when the key cannot be used', async () => {
    const pgp =
      '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nnot a key\n-----END PGP PUBLIC KEY BLOCK-----\n'
    await contact({ email: 'broken@arden.example', pgp }, 'hotline')
    const before = mail.mails.length
    await tell({ line: 'hotline', mark: 'broken' })
    await send()
    expect(mail.mails.length).toBe(before)
    const [notice] = await feed()
    expect(notice?.sent[0]).toMatchObject({
      channel: 'email',
      state: 'waiting',
      code: 'notice-key',
    })
  })

  test('is tried again, less and less often, under one id; then it is given up', async () => {
    mail.refuse(2)
    hookStatus = 503
    const before = mail.mails.length
    await tell({ mark: 'again' })
    const sent = async () => (await feed())[0]?.sent ?? []
    for (let i = 0; i < 14; i++) {
      await send()
      pair.skew.a += 7 * 3_600_000
    }
    expect(mail.mails.length).toBe(before + 1)
    expect((await sent())[0]).toMatchObject({ state: 'sent', attempts: 3, code: null })
    expect((await sent())[1]).toMatchObject({
      state: 'given-up',
      attempts: 12,
      code: 'notice-status',
    })
    const ids = calls.slice(-4).map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids).size).toBeLessThanOrEqual(2)
    hookStatus = 200
    pair.skew.a = 0
  })

  test('outlives a restart in the outbox', async () => {
    mail.refuse(1)
    await tell({ mark: 'restart' })
    await send()
    await pair.restart('a')
    const before = mail.mails.length
    pair.skew.a = 3_600_000
    // The node has a round of its own under way, perhaps.
    await Promise.all([send(), send(), send()])
    await waitFor(async () => mail.mails.length > before)
    await send()
    expect(mail.mails.length).toBe(before + 1)
    pair.skew.a = 0
  })

  test('is seen by somebody, once', async () => {
    const { context } = pair.a.parts
    const [notice] = await feed()
    const id = notice?.id ?? 0
    expect(await markSeen(context, id, 'wei')).toEqual({ ok: true, value: { id } })
    expect(await markSeen(context, id, 'ann')).toMatchObject({ code: 'notice-unknown' })
    const unseen = await listNotices(context, { exercise: false, unseen: true })
    expect(unseen.some((entry) => entry.id === id)).toBe(false)
  })

  test('shows in the health of its channel, which names no address', async () => {
    await tell()
    await send()
    const channels = await channelHealth(pair.a.parts.context)
    expect(channels.map(({ channel, name }) => [channel, name])).toEqual([
      ['email', '127.0.0.1'],
      ['webhook', 'chat'],
      ['webhook', 'training'],
      ['webhook', 'inside'],
    ])
    const [byMail, chat, , inside] = channels
    expect(byMail?.sent).toBeGreaterThan(0)
    expect(Date.parse(chat?.lastSent ?? '')).toBeGreaterThan(0)
    expect(inside).toMatchObject({ sent: 0, lastSent: null, code: 'not-https' })
    expect((inside?.waiting ?? 0) + (inside?.givenUp ?? 0)).toBeGreaterThan(0)
  })
})
