import { readFile } from 'node:fs/promises'
import { rootCertificates } from 'node:tls'
import { fromUtf8 } from '@concert/core'
import type { NotificationsSettings } from '../config/config.ts'
import type { ContactCard } from '../directory/contact-acts.ts'
import { readPrivateFile } from '../files/private-file.ts'
import { NoticeError } from './codes.ts'
import { encryptTo } from './encrypt.ts'
import { mailSubject, mailText, type Told } from './texts.ts'

type MailServer = NonNullable<NotificationsSettings['smtp']>

/** One e-mail to one contact of ours. */
export interface Mail {
  readonly card: ContactCard
  readonly told: Told
  /** The same for every attempt, so that a receiver can drop what came twice. */
  readonly messageId: string
  readonly now: number
}

const TIMEOUT_MS = 30_000

/**
 * Hands an e-mail to the party's mail server: PGP/MIME (RFC 3156) when the contact has a key, never
 * in the clear instead.
 *
 * @throws NoticeError
 */
export async function sendMail(server: MailServer, mail: Mail): Promise<void> {
  const { card, told, messageId, now } = mail
  const to = card.email
  if (to === null) throw new NoticeError('notice-channel-gone')
  const text = mailText(card.languages, told)
  const body = card.pgp === null ? clearBody(text) : await encryptedBody(card.pgp, text, now)
  const head = [
    `From: <${server.from}>`,
    `To: <${to}>`,
    `Subject: ${encodedWord(mailSubject(told))}`,
    `Date: ${new Date(now).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${messageId}`,
    // What answers by itself shall not answer this (RFC 3834 §5).
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
  ]
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(await authorities(server.ca)),
    ...(await login(server.credentials)),
  })
  try {
    const raw = [...head, ...body].join('\r\n')
    await transport.sendMail({ envelope: { from: server.from, to: [to] }, raw })
  } catch (cause) {
    throw new NoticeError('notice-mail', { cause })
  } finally {
    transport.close()
  }
}

/** A subject in ASCII, or as one encoded word (RFC 2047 §2); ours are short. */
function encodedWord(subject: string): string {
  const isAscii = /^[\x20-\x7e]*$/.test(subject)
  return isAscii ? subject : `=?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`
}

function clearBody(text: string): readonly string[] {
  const lines = (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n')
  return [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    lines,
    '',
  ]
}

/** The two parts of an encrypted message (RFC 3156 §4). */
async function encryptedBody(key: string, text: string, now: number): Promise<readonly string[]> {
  const armored = await encryptTo(key, clearBody(text).join('\r\n'), now)
  // Base64 never begins a line with two hyphens and this word.
  const boundary = 'concert-encrypted'
  return [
    `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: application/pgp-encrypted',
    '',
    'Version: 1',
    '',
    `--${boundary}`,
    'Content-Type: application/octet-stream; name="encrypted.asc"',
    '',
    armored.replaceAll(/\r?\n/g, '\r\n').trimEnd(),
    '',
    `--${boundary}--`,
    '',
  ]
}

/** Certificates that vouch for the server beside those that Node trusts; PEM. */
async function authorities(path: string | undefined) {
  if (path === undefined) return {}
  const ca = await readFile(path, 'utf8').catch(() => '')
  if (!ca.includes('-----BEGIN CERTIFICATE-----')) throw new NoticeError('notice-credentials')
  return { tls: { ca: [...rootCertificates, ca] } }
}

async function login(path: string | undefined) {
  if (path === undefined) return {}
  const file = await readPrivateFile(path, 4096)
  const line = file.ok ? (fromUtf8(file.value) ?? '') : ''
  const [, user, pass] = /^([^\r\n:]+):([^\r\n]*)\r?\n?$/.exec(line) ?? []
  if (user === undefined || pass === undefined) throw new NoticeError('notice-credentials')
  return { auth: { user, pass } }
}
