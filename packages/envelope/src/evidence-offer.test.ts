import { utf8 } from '@concert/core'
import { formatVkey, KEY_TYPES } from '@concert/tlog'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyEvidence } from './evidence.ts'
import { makeEvidence } from './evidence-file.ts'
import { type EvidenceReport, OFFER_STEPS } from './evidence-report.ts'
import { explainEvidence } from './explain/explain.ts'
import { formatPublishedKeys, type PublishedKeys, parsePublishedKeys } from './published-keys.ts'
import { type Exchange, exchange, logged } from './testing/exchange.ts'
import {
  MAILBOX,
  type MailboxChanges,
  mailboxDocuments,
  mailboxKey,
  mailboxVkey,
} from './testing/mailbox-documents.ts'
import { NOW, noteSigner, someDigest } from './testing/nodes.ts'
import { createTestCrypto, seedOf } from './testing/port.ts'

const crypto = createTestCrypto('offer')
let ex: Exchange
let keys: PublishedKeys
let file: Uint8Array

beforeAll(async () => {
  ex = await exchange(crypto)
  keys = { ...ex.keys, mailboxes: [mailboxVkey(crypto)] }
  file = await fileOf()
})

/** An exchange without a receipt, tendered and silent, with what a test wants different. */
async function fileOf(changes: MailboxChanges = {}): Promise<Uint8Array> {
  const { sender, parts } = ex
  const { lodgement, tender, silence } = await mailboxDocuments(crypto, ex, changes)
  const proof = await logged(crypto, sender, 'silence', silence.digest, 1_764_000_000)
  return makeEvidence({
    ...parts,
    receipt: null,
    receiptOpening: null,
    receiptProof: null,
    offer: { lodgement: lodgement.bytes, tender: tender.bytes },
    silence: { document: silence.bytes, opening: seedOf('opening/receipt'), proof },
  })
}

const failed = (report: EvidenceReport) =>
  report.steps.filter((step) => step.ok === false).map(({ step, code }) => [step, code])
const failures = async (changes: MailboxChanges, published = keys) =>
  failed(await verifyEvidence(crypto, await fileOf(changes), published))

test('a tender and a notice of silence verify, and are said in words', async () => {
  const report = await verifyEvidence(crypto, file, keys)
  expect(failed(report)).toEqual([])
  const offered = report.steps.slice(-OFFER_STEPS.length)
  expect(offered.map(({ step, ok }) => [step, ok])).toEqual(OFFER_STEPS.map((step) => [step, true]))
  const { verdict, shows, gaps } = explainEvidence(report)
  expect(verdict).toBe('holds')
  const said = shows.map(({ en }) => en).join('\n')
  expect(said).toContain(`The mailbox ${MAILBOX} offered it`)
  expect(said).toContain('no receipt had come by')
  expect(gaps.some(({ en }) => en.startsWith('No receipt is in the file'))).toBe(true)
  for (const { en, zh } of shows) expect(`${en}${zh}`).not.toMatch(/\{\w+\}/)
})

test('without either, nothing is said of them', async () => {
  const report = await verifyEvidence(crypto, makeEvidence(ex.parts), keys)
  expect(report.verified).toBe(true)
  expect(report.steps.some(({ step }) => OFFER_STEPS.includes(step as 'tender'))).toBe(false)
})

describe('each step fails by its name', () => {
  test('a lodgement for somebody else, of another envelope, by another', async () => {
    const { sender, receiver } = ex
    expect(await failures({ lodgement: { to: sender.identity.node } })).toEqual([
      ['lodgement', 'wrong-recipient'],
    ])
    expect(await failures({ lodgement: { envelopes: [someDigest('other')] } })).toEqual([
      ['lodgement', 'digest-mismatch'],
    ])
    expect(await failures({ lodgement: { from: receiver.identity.node } })).toEqual([
      ['lodgement', 'bad-signature'],
    ])
  })

  test('a tender for another parcel, of a mailbox unknown, or signed by another key', async () => {
    expect(await failures({ tender: { parcel: someDigest('other') } })).toEqual([
      ['tender', 'digest-mismatch'],
    ])
    expect(await failures({}, ex.keys)).toEqual([['tender', 'unknown-key']])
    const impostor = mailboxKey(crypto, 'another mailbox')
    expect(await failures({ mailbox: impostor })).toEqual([['tender', 'unknown-key']])
  })

  test('a notice before its deadline, of another envelope, of another tender', async () => {
    expect(await failures({ silence: { time: NOW } })).toEqual([['file', 'malformed']])
    const envelope = { to: ex.receiver.identity.node, epoch: 1, seq: 2, digest: someDigest('x') }
    expect(await failures({ silence: { envelope } })).toEqual([
      ['silence-signature', 'digest-mismatch'],
    ])
    expect(await failures({ silence: { tender: someDigest('other') } })).toEqual([
      ['silence-signature', 'digest-mismatch'],
    ])
  })
})

test('a byte changed anywhere makes it fail', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: file.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, mask) => {
        const bytes = Uint8Array.from(file)
        bytes[at] = (bytes[at] ?? 0) ^ mask
        expect((await verifyEvidence(crypto, bytes, keys)).verified).toBe(false)
      },
    ),
    { numRuns: 200 },
  )
})

test('published keys hold mailboxes, or no member of that name', () => {
  const read = (text: string) => parsePublishedKeys(crypto.sha256, utf8(text))
  const text = new TextDecoder().decode(formatPublishedKeys(keys))
  expect(read(text)).toEqual({ ok: true, value: keys })
  expect(new TextDecoder().decode(formatPublishedKeys(ex.keys))).not.toContain('mailboxes')
  const without = text.replace(/"mailboxes":\[[^\]]*\]/, '"mailboxes":null')
  expect(read(without)).toMatchObject({ ok: false, at: 'mailboxes' })
  const witness = formatVkey(noteSigner(crypto, MAILBOX, KEY_TYPES.cosignature).key)
  const other = text.replace(mailboxVkey(crypto), witness)
  expect(read(other)).toMatchObject({ ok: false, at: 'mailboxes[0]' })
})
