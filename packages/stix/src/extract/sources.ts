import PostalMime, { type Email } from 'postal-mime'
import { extractFrom, extractFromText } from './extract.ts'
import type { EmailFaultCode, Extraction, ExtractOptions, Finding } from './finding.ts'
import { type CsvText, readCsv } from './read-csv.ts'
import { readHtml } from './read-html.ts'
import { readPdfText } from './read-pdf-text.ts'

/** Finds observables in a web page: in its text and in addresses that it leads to. */
export function extractFromHtml(html: string, options: ExtractOptions = {}): Extraction {
  return extractFrom(html, readHtml, options)
}

/**
 * Finds observables in the text of a PDF, which somebody else read out of it; form feeds part the
 * pages. What lines and pages tore apart is put together, with the warning `joined-lines`.
 */
export function extractFromPdfText(text: string, options: ExtractOptions = {}): Extraction {
  return extractFrom(text, readPdfText, options)
}

/**
 * Finds observables in comma-separated values (RFC 4180). `part` of each finding is its column: the
 * name in the first row, or `column N`.
 */
export function extractFromCsv(csv: string, options: ExtractOptions = {}): Extraction {
  let table: CsvText | undefined
  const read = (source: string) => {
    table = readCsv(source)
    return table
  }
  const { findings, truncated } = extractFrom(csv, read, options)
  return { findings: findings.map((each) => inColumn(each, table)), truncated }
}

function inColumn(finding: Finding, table: CsvText | undefined): Finding {
  const column = table?.columnAt(finding.offset) ?? 0
  return { ...finding, part: table?.header[column] || `column ${column + 1}` }
}

const MAX_EMAIL = 33_554_432
const MIME_BOUNDS = { maxNestingDepth: 32, maxHeadersSize: 1_048_576, maxRfc822NestingDepth: 4 }
const MAX_PARTS = 1000

/**
 * Finds observables in a raw e-mail (RFC 5322): in its headers, in its text and HTML as decoded
 * (MIME, any character set), in attachments that are text, and in the names of attachments.
 * `part` of each finding names the header, body or attachment that its position counts in.
 *
 * @param raw - attacker-controlled
 *
 * @example
 * const read = await extractFromEmail(bytes)
 * if (read.ok) read.value.findings.filter(({ part }) => part === 'header received')
 */
export async function extractFromEmail(
  raw: Uint8Array,
  options: ExtractOptions = {},
): Promise<{ readonly ok: true; readonly value: Extraction } | EmailRefusal> {
  if (raw.length > MAX_EMAIL) return { ok: false, code: 'email-size' }
  const email = await parseEmail(raw)
  if (email === undefined) return { ok: false, code: 'email-structure' }
  const findings: Finding[] = []
  const max = options.maxFindings ?? 100_000
  let truncated = false
  for (const { part, text, isHtml } of partsOf(email)) {
    const left = { ...options, maxFindings: max - findings.length }
    const found = isHtml ? extractFromHtml(text, left) : extractFromText(text, left)
    for (const finding of found.findings) findings.push({ ...finding, part })
    truncated ||= found.truncated
    if (findings.length >= max) return { ok: true, value: { findings, truncated: true } }
  }
  return { ok: true, value: { findings, truncated } }
}

/** A message that was not read. */
export interface EmailRefusal {
  readonly ok: false
  readonly code: EmailFaultCode
}

async function parseEmail(raw: Uint8Array): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(raw, { ...MIME_BOUNDS, attachmentEncoding: 'arraybuffer' })
  } catch {
    // The library throws for what exceeds its bounds, and for nothing else a message can hold.
    return undefined
  }
}

interface TextPart {
  readonly part: string
  readonly text: string
  readonly isHtml: boolean
}

function* partsOf(email: Email): Generator<TextPart, void, undefined> {
  for (const { key, value } of email.headers.slice(0, MAX_PARTS)) {
    const text = key === 'subject' ? (email.subject ?? value) : value
    yield { part: `header ${key}`, text, isHtml: false }
  }
  if (email.text) yield { part: 'text', text: email.text, isHtml: false }
  if (email.html) yield { part: 'html', text: email.html, isHtml: true }
  for (const [at, { filename, mimeType, content }] of email.attachments
    .slice(0, MAX_PARTS)
    .entries()) {
    const part = `attachment ${at + 1}`
    if (filename) yield { part: `${part} name`, text: filename, isHtml: false }
    if (!mimeType.startsWith('text/') || typeof content === 'string') continue
    const text = new TextDecoder().decode(content)
    yield { part, text, isHtml: mimeType === 'text/html' }
  }
}
