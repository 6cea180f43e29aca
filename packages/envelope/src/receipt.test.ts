import { describe, expect, test } from 'vitest'
import { signAnswer, verifyAnswer } from './answer.ts'
import { parseEnvelope, verifyEnvelope } from './envelope.ts'
import { NOTICE, parseReceipt, signReceipt, verifyReceipt } from './receipt.ts'
import { exchange } from './testing/exchange.ts'
import { NOW, NOW_MS, someDigest } from './testing/nodes.ts'
import { createTestCrypto } from './testing/port.ts'

const crypto = createTestCrypto('receipt')
const { sender, receiver, parts } = await exchange(crypto)
const LATE = Date.parse('2028-01-01T00:00:00.000Z')

describe('an envelope', () => {
  const parsed = parseEnvelope(crypto, parts.envelope)
  if (!parsed.ok) throw new Error(parsed.code)
  const envelope = parsed.value

  test('is signed by its sender', async () => {
    const verify = (identity = sender.identity, at = NOW_MS) =>
      verifyEnvelope(crypto, envelope, identity, at)
    expect(await verify()).toEqual({ ok: true, value: null })
    expect(await verify(receiver.identity)).toMatchObject({ code: 'unknown-identity' })
    const other = { ...sender.identity, node: receiver.identity.node }
    expect(await verify(other)).toMatchObject({ code: 'bad-signature', at: 'envelope.from' })
    expect(await verify(sender.identity, LATE)).toMatchObject({ code: 'key-expired' })
  })

  test('is not a receipt', () => {
    expect(parseReceipt(crypto, parts.envelope)).toMatchObject({ at: 'receipt.payloadType' })
    expect(parseEnvelope(crypto, parts.statement)).toMatchObject({ at: 'envelope.payloadType' })
  })
})

describe('a receipt', () => {
  const parsed = parseReceipt(crypto, parts.receipt!)
  if (!parsed.ok) throw new Error(parsed.code)
  const receipt = parsed.value

  test('says in both languages that it is not agreement', () => {
    expect(receipt.notice).toEqual(NOTICE)
  })

  test('is signed by its maker', async () => {
    const verify = (identity = receiver.identity, at = NOW_MS) =>
      verifyReceipt(crypto, receipt, identity, at)
    expect(await verify()).toEqual({ ok: true, value: null })
    expect(await verify(sender.identity)).toMatchObject({ code: 'unknown-identity' })
    const other = { ...receiver.identity, node: sender.identity.node }
    expect(await verify(other)).toMatchObject({ code: 'bad-signature', at: 'receipt.by' })
    expect(await verify(receiver.identity, LATE)).toMatchObject({ code: 'key-expired' })
  })

  test.each([
    ['disposition', { disposition: 'read' as 'accepted' }],
    ['code', { code: 'Not A Code' }],
    ['own_at', { own_at: { short: 1 } }],
    ['received', { received: '2026-02-30T00:00:00.000Z' }],
    [
      'envelope.seq',
      { envelope: { from: sender.identity.node, epoch: 1, seq: 0, digest: someDigest('e') } },
    ],
  ])('%s is closed', async (at, change) => {
    const { document, digest, v, signers, notice, ...body } = receipt
    const { bytes } = await signReceipt(crypto, { ...body, ...change }, receiver.keys)
    expect(parseReceipt(crypto, bytes)).toMatchObject({ code: 'malformed', at: `receipt.${at}` })
  })
})

describe('an answer', () => {
  const draft = {
    by: receiver.identity.node,
    to: sender.identity.node,
    identity: receiver.identity.digest,
    parcel: someDigest('parcel'),
    code: 'gap' as const,
    expected: { epoch: 1, seq: 3, prev: someDigest('head') },
    log_size: 7,
    time: NOW,
  }

  test('says what is expected', async () => {
    const { bytes, digest } = await signAnswer(crypto, draft, receiver.keys)
    const answer = await verifyAnswer(crypto, bytes, receiver.identity, NOW_MS)
    expect(answer).toMatchObject({ ok: true, value: { ...draft, digest } })
    expect(await verifyAnswer(crypto, bytes, sender.identity, NOW_MS)).toMatchObject({
      code: 'unknown-identity',
    })
    expect(await verifyAnswer(crypto, bytes, receiver.identity, LATE)).toMatchObject({
      code: 'key-expired',
    })
  })

  test('has only codes that consume no sequence number', async () => {
    const code = 'bad-act' as 'gap'
    const { bytes } = await signAnswer(crypto, { ...draft, code }, receiver.keys)
    expect(await verifyAnswer(crypto, bytes, receiver.identity, NOW_MS)).toMatchObject({
      code: 'malformed',
      at: 'answer.code',
    })
  })
})
