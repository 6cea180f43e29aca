import { base64, utf8 } from '@concert/core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyEvidence } from './evidence.ts'
import { makeEvidence, parseEvidence } from './evidence-file.ts'
import { EVIDENCE_STEPS, type EvidenceReport, type EvidenceStep } from './evidence-report.ts'
import { trimProof } from './evidence-trim.ts'
import { EVIDENCE_MESSAGES } from './explain/step-texts.ts'
import { formatPublishedKeys, parsePublishedKeys } from './published-keys.ts'
import { type Exchange, exchange, logged, publishedKeys, shareDraft } from './testing/exchange.ts'
import { nextIdentity, revoking, testNode } from './testing/nodes.ts'
import { createTestCrypto, seedOf } from './testing/port.ts'

const crypto = createTestCrypto('evidence')
let ex: Exchange
let file: Uint8Array

beforeAll(async () => {
  ex = await exchange(crypto)
  file = makeEvidence(ex.parts)
})

const failed = (report: EvidenceReport) =>
  report.steps.filter((step) => step.ok === false).map(({ step, code }) => [step, code])
const stepOf = (report: EvidenceReport, name: EvidenceStep) =>
  report.steps.find(({ step }) => step === name)!
const verify = (parts: Partial<Exchange['parts']>, keys = ex.keys) =>
  verifyEvidence(crypto, makeEvidence({ ...ex.parts, ...parts }), keys)

test('a whole exchange verifies at every step', async () => {
  const report = await verifyEvidence(crypto, file, ex.keys)
  expect(failed(report)).toEqual([])
  expect(report.verified).toBe(true)
  expect(report.steps.map(({ step }) => step)).toEqual(EVIDENCE_STEPS)
  expect(report.steps.every(({ ok }) => ok === true)).toBe(true)
  expect(stepOf(report, 'sender-witness')).toMatchObject({
    facts: { witnesses: 'cairn', witnessed: '2026-11-23T09:01:00.000Z' },
    quorum: { name: 'cairn', isMet: true, time: '2026-11-23T09:01:00.000Z', members: [] },
  })
  expect(stepOf(report, 'items').facts).toEqual({ shown: 2, total: 5 })
})

test('a byte changed anywhere makes it fail and names a step', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: file.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, mask) => {
        const bytes = Uint8Array.from(file)
        bytes[at] = bytes[at]! ^ mask
        const report = await verifyEvidence(crypto, bytes, ex.keys)
        expect(report.verified).toBe(false)
        expect(failed(report).length).toBeGreaterThan(0)
      },
    ),
    { numRuns: 400 },
  )
})

test('another letter anywhere, so that JSON and base64 stay good, fails too', async () => {
  const letters = utf8('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \n')
  const places = [...file.keys()].filter((at) => /[\w+/=]/.test(String.fromCharCode(file[at]!)))
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places),
      fc.constantFrom(...letters),
      async (at, letter) => {
        fc.pre(file[at] !== letter)
        const bytes = Uint8Array.from(file)
        bytes[at] = letter
        expect((await verifyEvidence(crypto, bytes, ex.keys)).verified).toBe(false)
      },
    ),
    { numRuns: 400 },
  )
})

test('every byte outside the long documents, by every digit', async () => {
  const text = new TextDecoder().decode(file)
  const spans = [...text.matchAll(/"(?:index|total|v|path)":(\d+)/g)]
  expect(spans.length).toBe(5)
  for (const span of spans) {
    const at = span.index + span[0].length - 1
    for (let digit = 0x30; digit <= 0x39; digit++) {
      if (file[at] === digit) continue
      const bytes = Uint8Array.from(file)
      bytes[at] = digit
      expect((await verifyEvidence(crypto, bytes, ex.keys)).verified).toBe(false)
    }
  }
})

describe('what may be absent', () => {
  test('the receipt, the content, the items, both proofs', async () => {
    const report = await verify({
      content: null,
      items: [],
      envelopeOpening: null,
      envelopeProof: null,
      receipt: null,
      receiptOpening: null,
      receiptProof: null,
    })
    expect(report.verified).toBe(true)
    const absent = report.steps.filter(({ why }) => why === 'absent').map(({ step }) => step)
    expect(absent).toEqual([
      'content',
      'items',
      'sender-log',
      'sender-witness',
      'receipt-signature',
      'receipt-names-envelope',
      'receipt-holds',
      'receiver-log',
      'receiver-witness',
    ])
  })

  test('a quorum that the keys do not ask for, when the witness is known all the same', async () => {
    const policy = ex.keys.policy.replace('quorum cairn', 'quorum none')
    const report = await verify({}, { ...ex.keys, policy })
    expect(report.verified).toBe(true)
    expect(stepOf(report, 'sender-witness')).toMatchObject({
      ok: null,
      why: 'not-asked',
      facts: { cosignatures: 1 },
    })
  })

  test('but not half of a pair', async () => {
    expect(failed(await verify({ envelopeOpening: null }))).toEqual([['file', 'malformed']])
    expect(failed(await verify({ receipt: null }))).toEqual([['file', 'malformed']])
  })
})

describe('each step fails by its name', () => {
  test('keys: a node that nobody vouches for', async () => {
    const report = await verify({}, { ...ex.keys, nodes: ex.keys.nodes.slice(0, 1) })
    expect(failed(report)).toEqual([['keys', 'unknown-identity']])
  })

  test('identities: missing, scattered, of a stranger', async () => {
    const [first, second] = ex.parts.identities as [Uint8Array, Uint8Array]
    expect(failed(await verify({ identities: [second] }))[0]).toEqual([
      'sender-identity',
      'malformed',
    ])
    expect(failed(await verify({ identities: [first, second, first] }))).toEqual([
      ['file', 'malformed'],
    ])
  })

  test('content and items that are not the ones committed to', async () => {
    const { content, items } = ex.parts
    const other = { ...content!, bytes: utf8('{}') }
    expect(failed(await verify({ content: other }))).toEqual([['content', 'commitment-mismatch']])
    const swapped = [{ ...items[0]!, bytes: items[1]!.bytes }]
    expect(failed(await verify({ items: swapped }))).toEqual([['items', 'commitment-mismatch']])
    const more = [{ ...items[0]!, total: 6 }]
    expect(failed(await verify({ items: more }))).toEqual([['items', 'commitment-mismatch']])
  })

  test('an envelope that lists another statement', async () => {
    const other = await exchange(crypto, { statement: { exercise: false } })
    const report = await verify({ statement: other.parts.statement })
    expect(failed(report)).toEqual([['envelope-lists-statement', 'statement-missing']])
    expect(stepOf(report, 'receipt-holds')).toMatchObject({ ok: null, why: 'not-checked' })
  })

  test('logs: a proof of another document, a strange signature line, no quorum', async () => {
    const digest = seedOf('other').toHex()
    const proof = await logged(crypto, ex.sender, 'sent', digest, null)
    expect(failed(await verify({ envelopeProof: proof }))).toEqual([['sender-log', 'log-proof']])
    const none = await exchange(crypto, { cosigned: null })
    expect(failed(await verify(none.parts))).toEqual([
      ['sender-witness', 'witness-quorum'],
      ['receiver-witness', 'witness-quorum'],
    ])
    const policy = ''
    expect(failed(await verify({}, { ...ex.keys, policy }))).toEqual([
      ['sender-witness', 'unknown-key'],
      ['receiver-witness', 'unknown-key'],
    ])
    const extra = ex.parts.envelopeProof!.replace('\nindex', `\nextra ${base64(utf8('x'))}\nindex`)
    expect(failed(await verify({ envelopeProof: extra }))).toEqual([['file', 'malformed']])
  })

  test('a receipt for another envelope, by somebody else, of less', async () => {
    const envelope = { from: ex.sender.identity.node, epoch: 1, seq: 2, digest: '00'.repeat(32) }
    const other = await exchange(crypto, { receipt: { envelope } })
    expect(failed(await verifyEvidence(crypto, makeEvidence(other.parts), ex.keys))).toEqual([
      ['receipt-names-envelope', 'digest-mismatch'],
    ])
    const less = await exchange(crypto, { receipt: { held: [] } })
    expect(failed(await verifyEvidence(crypto, makeEvidence(less.parts), ex.keys))).toEqual([
      ['receipt-holds', 'commitment-mismatch'],
    ])
    const refused = await exchange(crypto, {
      receipt: { held: [], disposition: 'refused', code: 'quota' },
    })
    const report = await verifyEvidence(crypto, makeEvidence(refused.parts), ex.keys)
    expect(report.verified).toBe(true)
    expect(stepOf(report, 'receipt-names-envelope').facts).toEqual({
      epoch: 1,
      seq: 1,
      disposition: 'refused',
      code: 'quota',
    })
    expect(stepOf(report, 'receipt-holds')).toMatchObject({ ok: null, why: 'says-less' })
  })
})

describe('a key that was revoked later', () => {
  const revokedAt = async (at: string) => {
    const { sender, receiver } = ex
    const ids = sender.keys.map(({ id }) => id)
    const next = await nextIdentity(
      crypto,
      revoking(sender.draft, ids, at),
      sender.root,
      sender.identity,
    )
    return [sender.identity.document, next.document, receiver.identity.document]
  }

  test('counts when its signature was witnessed before', async () => {
    const identities = await revokedAt('2026-11-23T09:01:00.001Z')
    expect(failed(await verify({ identities }))).toEqual([])
  })

  test('does not count when it was witnessed later, or not at all', async () => {
    const identities = await revokedAt('2026-11-23T09:01:00.000Z')
    expect(failed(await verify({ identities }))).toEqual([['sender-witness', 'key-revoked']])
    const bare = { identities, envelopeOpening: null, envelopeProof: null }
    expect(failed(await verify(bare))).toEqual([['sender-witness', 'key-revoked']])
  })
})

test('a statement that a third node wrote needs its identity too', async () => {
  const cairn = await testNode(crypto, 'cairn')
  const other = await exchange(crypto, { statement: shareDraft(cairn) })
  const identities = [...other.parts.identities, cairn.identity.document]
  const keys = publishedKeys(crypto, [other.sender, other.receiver, cairn])
  const unsigned = await verifyEvidence(crypto, makeEvidence({ ...other.parts, identities }), keys)
  // The sender's keys are not the author's.
  expect(failed(unsigned)[0]).toEqual(['statement-signature', 'unknown-key'])
  const missing = await verifyEvidence(crypto, makeEvidence(other.parts), keys)
  expect(failed(missing)[0]).toEqual(['statement-signature', 'malformed'])
})

test('published keys: any spelling, no log lines, a readable policy', async () => {
  const { sha256 } = crypto
  const bytes = formatPublishedKeys(ex.keys)
  expect(parsePublishedKeys(sha256, bytes)).toEqual({ ok: true, value: ex.keys })
  const pretty = utf8(JSON.stringify(ex.keys, null, 2))
  expect(parsePublishedKeys(sha256, pretty).ok).toBe(true)
  const { vkey } = ex.sender.identity.log
  const withLog = formatPublishedKeys({ ...ex.keys, policy: `log ${vkey}\nquorum none\n` })
  expect(parsePublishedKeys(sha256, withLog)).toMatchObject({ code: 'malformed', at: 'policy.log' })
  const bad = formatPublishedKeys({ ...ex.keys, policy: 'quorum nobody\n' })
  expect(parsePublishedKeys(sha256, bad).ok).toBe(false)
  expect(failed(await verify({}, { ...ex.keys, policy: 'x' }))[0]).toEqual(['keys', 'malformed'])
})

test('a file above its bound is not read', () => {
  const big = new Uint8Array((64 << 20) + 1)
  expect(parseEvidence(crypto, big)).toEqual({ ok: false, code: 'too-large', at: 'file' })
})

test('every step has its sentences in both languages', () => {
  for (const step of EVIDENCE_STEPS) {
    const { en, zh, proves, doesNotProve } = EVIDENCE_MESSAGES[step]
    for (const text of [en, proves.en, doesNotProve.en]) expect(text).toMatch(/^[A-Z].*\.$/)
    for (const text of [zh, proves.zh, doesNotProve.zh])
      expect(text).toMatch(/[\u4e00-\u9fff].*。$/)
  }
})

test('lines that the verifier cannot check are dropped before a file is made', async () => {
  const keys = { ...ex.keys, policy: '' }
  const identities = [ex.sender.identity, ex.receiver.identity]
  const trim = (proof: string | null) => trimProof(crypto, proof!, keys, identities)
  const envelopeProof = trim(ex.parts.envelopeProof)
  const receiptProof = trim(ex.parts.receiptProof)
  expect(failed(await verify({ envelopeProof, receiptProof }, keys))).toEqual([])
  expect(trimProof(crypto, ex.parts.envelopeProof!, ex.keys, identities)).toBe(
    ex.parts.envelopeProof,
  )
  expect(() => trim('nothing')).toThrow(TypeError)
})
