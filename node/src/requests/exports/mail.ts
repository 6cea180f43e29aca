import { type ExportSource, stableUuid } from './export-source.ts'
import { bodyOf, titleOf } from './tickets.ts'
import { xarfReports } from './xarf.ts'

/** Base64 of one encoded word: with the header's name its line stays within 76 characters. */
const WORD = 52

/**
 * A mail (RFC 5322) with the request in words and, attached, its X-ARF v4 reports: what an abuse
 * desk's mailbox, RTIR included, takes in. It is written to a file; nothing here sends it.
 */
export function requestMail(source: ExportSource, now: number): string {
  const { detail, asker } = source
  const boundary = `concert-${detail.id.slice(0, 24)}`
  const reports = xarfReports(source)
  const parts = [part('text/plain; charset=utf-8', bodyOf(source))]
  if (reports.length > 0) {
    const file = 'attachment; filename="xarf.json"'
    parts.push(part('application/json; charset=utf-8', JSON.stringify(reports), file))
  }
  const head = [
    `From: abuse@${asker.host}`,
    `Date: ${new Date(now).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${stableUuid(detail.id, 'mail')}@${asker.host.replaceAll(':', '.')}>`,
    `Subject: ${encodedWords(titleOf(source))}`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
  ]
  const body = parts.map((text) => `--${boundary}\r\n${text}`).join('')
  return `${head.join('\r\n')}\r\n\r\n${body}--${boundary}--\r\n`
}

function part(type: string, text: string, disposition = 'inline'): string {
  const base64 = Buffer.from(text, 'utf8').toString('base64')
  const lines = base64.match(/.{1,76}/g) ?? []
  const head = [
    `Content-Type: ${type}`,
    `Content-Disposition: ${disposition}`,
    'Content-Transfer-Encoding: base64',
  ]
  return `${head.join('\r\n')}\r\n\r\n${lines.join('\r\n')}\r\n`
}

/** RFC 2047: encoded words, a line each, never cut within a character. */
function encodedWords(text: string): string {
  const words: string[] = []
  let word = ''
  for (const character of text.replaceAll(/[\r\n]+/g, ' ')) {
    const next = word + character
    if (Buffer.from(next, 'utf8').toString('base64').length > WORD) {
      words.push(word)
      word = character
    } else word = next
  }
  words.push(word)
  return words
    .map((each) => `=?UTF-8?B?${Buffer.from(each, 'utf8').toString('base64')}?=`)
    .join('\r\n ')
}
