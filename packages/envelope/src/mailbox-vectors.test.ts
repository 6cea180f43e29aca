import { equalBytes, utf8 } from '@concert/core'
import { beforeAll, expect, test } from 'vitest'
import vectors from '../vectors/mailbox.json' with { type: 'json' }
import type { Identity } from './identity.ts'
import { parseLodgement, verifyLodgement } from './lodgement.ts'
import { packFrame, splitFrame } from './mailbox-frame.ts'
import { parseMailboxKey } from './mailbox-key.ts'
import { parsePoll, verifyPoll } from './poll.ts'
import { parseSilence, verifySilence } from './silence.ts'
import { parseTender, verifyTender } from './tender.ts'
import { NOW_MS, testNode } from './testing/nodes.ts'
import { createTestCrypto } from './testing/port.ts'

const crypto = createTestCrypto()
let arden: Identity
let belmar: Identity

beforeAll(async () => {
  arden = (await testNode(crypto, 'arden')).identity
  belmar = (await testNode(crypto, 'belmar')).identity
})

async function check(kind: string, bytes: Uint8Array) {
  if (kind === 'lodgement') {
    const parsed = parseLodgement(crypto, bytes)
    if (!parsed.ok) return parsed
    const signed = await verifyLodgement(crypto, parsed.value, arden, NOW_MS)
    return signed.ok ? parsed : signed
  }
  if (kind === 'poll') {
    const parsed = parsePoll(crypto, bytes)
    if (!parsed.ok) return parsed
    const signed = await verifyPoll(crypto, parsed.value, belmar, NOW_MS)
    return signed.ok ? parsed : signed
  }
  if (kind === 'silence') {
    const parsed = parseSilence(crypto, bytes)
    if (!parsed.ok) return parsed
    const signed = await verifySilence(crypto, parsed.value, arden, NOW_MS)
    return signed.ok ? parsed : signed
  }
  const key = parseMailboxKey(crypto.sha256, vectors.vkey)
  const parsed = parseTender(crypto, bytes)
  if (!parsed.ok || !key.ok) return parsed
  const signed = await verifyTender(crypto, parsed.value, key.value)
  return signed.ok ? parsed : signed
}

test.each(vectors.documents)('$name', async ({ kind, document, digest }) => {
  expect(await check(kind, utf8(document))).toMatchObject({ ok: true, value: { digest } })
})

test('a frame is taken apart as it was made, and what is cut short is none', () => {
  const documents = vectors.documents.slice(0, 2).map(({ document }) => utf8(document))
  const parcel = Uint8Array.of(1, 2, 3)
  const frame = packFrame(documents, parcel)
  const parts = splitFrame(frame, 2)
  expect(parts?.documents.every((part, i) => equalBytes(part, documents[i] ?? parcel))).toBe(true)
  expect(parts && equalBytes(parts.parcel, parcel)).toBe(true)
  expect(splitFrame(frame.subarray(0, 6), 1)).toBeUndefined()
  expect(splitFrame(Uint8Array.of(0, 1, 0, 1), 1)).toBeUndefined()
  expect(splitFrame(Uint8Array.of(0, 0, 0, 0), 1)?.documents[0]).toEqual(new Uint8Array(0))
})
