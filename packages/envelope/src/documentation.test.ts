import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { REFUSAL_CODES } from './codes.ts'
import { DOCUMENT_TYPES } from './document.ts'
import { EVIDENCE_STEPS, OFFER_STEPS } from './evidence-report.ts'
import { NOTICE } from './receipt.ts'

const docs = new URL('../../../docs/protocol/', import.meta.url)
const vectors = new URL('../vectors/', import.meta.url)
const page = (name: string) => readFileSync(new URL(`${name}.md`, docs), 'utf8')
const PAGES = [
  'bytes',
  'signatures',
  'identity',
  'statement',
  'envelope',
  'parcel',
  'receipt',
  'mailbox',
  'delivery',
]

test('every refusal code has its row, and no row is of another code', () => {
  const rows = [...page('refusals').matchAll(/^\| `([a-z-]+)` \| .* \| (?:yes|no) \| .+ \|$/gm)]
  expect(rows.map(([, code]) => code)).toEqual(REFUSAL_CODES)
})

test('every step of evidence has its row', () => {
  for (const step of [...EVIDENCE_STEPS, ...OFFER_STEPS]) {
    expect(page('evidence')).toMatch(`\`${step}\``)
  }
})

test('every payload type and the notice are spelled as the code does', () => {
  for (const type of Object.values(DOCUMENT_TYPES))
    expect(page('signatures')).toMatch(`\`${type}\``)
  expect(page('receipt')).toContain(JSON.stringify(NOTICE))
})

describe('the worked bytes are those of the vectors', () => {
  const known = readdirSync(vectors)
    .map((name) => readFileSync(new URL(name, vectors), 'utf8'))
    .map((text) => text + decodedPayloads(text))
    .join('\n')

  test.each(PAGES)('%s.md', (name) => {
    const worked = page(name).matchAll(/\b(?:[0-9a-f]{62}|[0-9a-f]{64})\b/g)
    for (const [digest] of worked) expect(known).toContain(digest)
  })
})

/** What is inside base64 in the vectors, two layers deep, as hexadecimal and as text. */
function decodedPayloads(text: string, depth = 2): string {
  if (depth === 0) return ''
  return [...text.matchAll(/[A-Za-z0-9+/]{40,}={0,2}/g)]
    .map(([found]) => Buffer.from(found, 'base64'))
    .map((bytes) => `${bytes.toString('hex')}\n${bytes}\n${decodedPayloads(`${bytes}`, depth - 1)}`)
    .join('\n')
}
