import { utf8 } from '@concert/core'
import { formatVkey, KEY_TYPES } from '@concert/tlog'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseEnvelope } from './envelope.ts'
import { verifyEvidence } from './evidence.ts'
import { makeEvidence } from './evidence-file.ts'
import { type EvidenceReport, OFFER_STEPS } from './evidence-report.ts'
import { explainEvidence } from './explain/explain.ts'
import { type LodgementBody, signLodgement } from './lodgement.ts'
import { mailboxSigner } from './mailbox-key.ts'
import { formatPublishedKeys, type PublishedKeys, parsePublishedKeys } from './published-keys.ts'
import { type SilenceBody, signSilence } from './silence.ts'
import { signTender, type TenderBody } from './tender.ts'
import { type Exchange, exchange, logged } from './testing/exchange.ts'
import { NOW, noteSigner, someDigest } from './testing/nodes.ts'
import { createTestCrypto, publicKeyOf, seedOf } from './testing/port.ts'

const crypto = createTestCrypto('offer')
const NAME = 'cairn.example/mailbox'
const LATER = '2026-11-23T09:15:00.000Z'
const UNTIL = '2026-12-23T09:15:00.000Z'
const { key } = noteSigner(crypto, NAME, KEY_TYPES.note)
const secret = seedOf(`note/${NAME}/${KEY_TYPES.note}`)
const mailbox = mailboxSigner(crypto, publicKeyOf('ed25519', secret), secret)

let ex: Exchange
let keys: PublishedKeys
let file: Uint8Array

beforeAll(async () => {
  ex = await exchange(crypto)
  keys = { ...ex.keys, mailboxes: [formatVkey(key)] }
  file = await fileOf()
})

interface Changes {
  readonly lodgement?: Partial<LodgementBody>
  readonly tender?: Partial<TenderBody>
  readonly silence?: Partial<SilenceBody>
  readonly mailbox?: typeof mailbox
}

/** An exchange without a receipt, tendered and silent, with what a test wants different. */
async function fileOf(changes: Changes = {}): Promise<Uint8Array> {
  const { sender, receiver, parts } = ex
  const envelope = parseEnvelope(crypto, parts.envelope)
  if (!envelope.ok) throw new Error(envelope.code)
  const { digest } = envelope.value
  const { node: from, digest: identity } = sender.identity
  const to = receiver.identity.node
  const parcel = someDigest('parcel')
  const lodgement = await signLodgement(
    crypto,
    {
      ...{ from, to, identity, mailbox: NAME, parcel },
      ...{ envelopes: [digest], answers: null, time: LATER },
      ...changes.lodgement,
    },
    sender.keys,
  )
  const tender = await signTender(
    crypto,
    {
      ...{ mailbox: NAME, lodgement: lodgement.digest, parcel, from, to },
      ...{ received: LATER, until: UNTIL },
      ...changes.tender,
    },
    changes.mailbox ?? mailbox,
  )
  const silence = await signSilence(
    crypto,
    {
      ...{ by: from, identity, envelope: { to, epoch: 1, seq: 1, digest } },
      ...{ tender: tender.digest, deadline: LATER, time: LATER },
      ...changes.silence,
    },
    sender.keys,
  )
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
const failures = async (changes: Changes, published = keys) =>
  failed(await verifyEvidence(crypto, await fileOf(changes), published))

test('a tender and a notice of silence verify, and are said in words', async () => {
  const report = await verifyEvidence(crypto, file, keys)
  expect(failed(report)).toEqual([])
  const offered = report.steps.slice(-OFFER_STEPS.length)
  expect(offered.map(({ step, ok }) => [step, ok])).toEqual(OFFER_STEPS.map((step) => [step, true]))
  const { verdict, shows, gaps } = explainEvidence(report)
  expect(verdict).toBe('holds')
  const said = shows.map(({ en }) => en).join('\n')
  expect(said).toContain(`The mailbox ${NAME} offered it`)
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
    const theirs = seedOf('another mailbox')
    const impostor = mailboxSigner(crypto, publicKeyOf('ed25519', theirs), theirs)
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
  const witness = formatVkey(noteSigner(crypto, NAME, KEY_TYPES.cosignature).key)
  const other = text.replace(formatVkey(key), witness)
  expect(read(other)).toMatchObject({ ok: false, at: 'mailboxes[0]' })
})
