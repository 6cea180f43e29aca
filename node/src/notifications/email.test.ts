import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ALWAYS } from '../directory/hours.ts'
import { makeCertificate, type TestCertificate } from '../testing/certificate.ts'
import { sendMail } from './email.ts'
import { type FakeMailOptions, type FakeMailServer, startFakeMail } from './testing/fake-mail.ts'

const LOGIN = { user: 'concert', password: 'pass:with:colons' }
const MAIL = {
  card: {
    name: 'Duty',
    hours: ALWAYS,
    languages: ['en'],
    email: 'duty@arden.example',
    phone: null,
    pgp: null,
  },
  told: {
    kind: 'request-arrived',
    subject: 'ab'.repeat(32),
    urgency: 'u1',
    exercise: false,
  },
  messageId: '<1@arden.example>',
  now: Date.parse('2026-11-28T09:00:00.000Z'),
} as const

let folder: string
let ca: string
let credentials: string
let certificate: TestCertificate
let server: FakeMailServer | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-mail-'))
  certificate = makeCertificate()
  ca = join(folder, 'ca.pem')
  credentials = join(folder, 'smtp')
  await writeFile(ca, certificate.cert)
  await writeFile(credentials, `${LOGIN.user}:${LOGIN.password}\n`, { mode: 0o600 })
})

afterEach(async () => {
  await server?.close()
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

async function to(options: FakeMailOptions, security: 'tls' | 'starttls', more: object = {}) {
  server = await startFakeMail({ ...options, ...certificate, login: LOGIN })
  const { port } = server
  const from = 'concert@arden.example'
  const settings = { host: '127.0.0.1', port, security, from, ca, credentials, ...more }
  await sendMail(settings, MAIL)
  return server.mails
}

describe('a mail server', () => {
  test.each([
    ['implicit', 'tls'],
    ['starttls', 'starttls'],
  ] as const)(
    'with TLS (%s) gets the mail under it, from who is logged in',
    async (how, security) => {
      const [mail, ...more] = await to({ tls: how }, security)
      expect(more).toEqual([])
      expect(mail).toMatchObject({
        from: '<concert@arden.example>',
        to: '<duty@arden.example>',
        secure: true,
        user: LOGIN.user,
      })
      expect(mail?.raw).toContain('Auto-Submitted: auto-generated')
    },
  )

  test('that offers no TLS where it is required gets nothing, the password least of all', async () => {
    await expect(to({}, 'starttls')).rejects.toMatchObject({ code: 'notice-mail' })
    expect(server?.mails).toEqual([])
  })

  test('whose certificate nobody vouches for gets nothing', async () => {
    await expect(to({ tls: 'implicit' }, 'tls', { ca: undefined })).rejects.toMatchObject({
      code: 'notice-mail',
    })
  })

  test('that does not know the password gets nothing', async () => {
    const wrong = join(folder, 'wrong')
    await writeFile(wrong, 'concert:guess\n', { mode: 0o600 })
    const attempt = to({ tls: 'starttls' }, 'starttls', { credentials: wrong })
    await expect(attempt).rejects.toMatchObject({ code: 'notice-mail' })
    expect(server?.mails).toEqual([])
  })

  test('is not asked with credentials that others can read, nor with authorities that are none', async () => {
    const open = join(folder, 'open')
    await writeFile(open, 'concert:guess\n', { mode: 0o644 })
    for (const more of [{ credentials: open }, { ca: join(folder, 'none.pem') }]) {
      const attempt = to({ tls: 'implicit' }, 'tls', more)
      await expect(attempt).rejects.toMatchObject({ code: 'notice-credentials' })
      await server?.close()
    }
  })
})
