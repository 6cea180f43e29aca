import { concat, u64, utf8 } from '@concert/core'
import { describe, expect, test } from 'vitest'
import vectors from '../vectors/mldsa44.json' with { type: 'json' }
import { openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { formatCheckpoint } from './checkpoint-text.ts'
import { formatVkey, makeNoteKey, parseVkey } from './keys.ts'
import { formatNote, parseNote, withSignatures } from './note.ts'
import { cosignText, makeNoteSigner, signText, verifyNote } from './note-verify.ts'
import { openUnderPolicy } from './policy.ts'
import { formatPolicy, parsePolicy } from './policy-text.ts'
import { KEY_TYPES } from './signature-types.ts'
import { logSigner, sha256, testCrypto, testSigner, witnessSigner } from './testing/port.ts'

const origin = 'arden.example/log'
const checkpoint = { origin, size: 5, root: Uint8Array.from(sha256(utf8('root'))) }
const text = formatCheckpoint(checkpoint)
const arden = logSigner(origin)
const quantumArden = testSigner(origin, KEY_TYPES.mlDsa44)
const cairn = testSigner('cairn.example', KEY_TYPES.mlDsa44)
const TIME = 1_700_000_000

describe("torchwood's log that signs with ML-DSA-44", () => {
  test('its key and its checkpoint are read, written and verified', async () => {
    const key = parseVkey(sha256, vectors.vkey)
    if (!key.ok) throw new Error(key.code)
    expect(formatVkey(key.value)).toBe(vectors.vkey)
    const trust = { logs: [key.value], witnesses: [] }
    const opened = await openCheckpoint(testCrypto, vectors.note, trust)
    if (!opened.ok) throw new Error(opened.code)
    expect(opened.value.checkpoint).toMatchObject({ origin: 'example.com/mldsa-log', size: 1 })
    expect(formatNote(opened.value.note)).toBe(vectors.note)
  })

  test('and not with another size', async () => {
    const key = parseVkey(sha256, vectors.vkey)
    if (!key.ok) throw new Error(key.code)
    const changed = vectors.note.replace('\n1\n', '\n2\n')
    const trust = { logs: [key.value], witnesses: [] }
    expect(await openCheckpoint(testCrypto, changed, trust)).toMatchObject({
      code: 'bad-signature',
    })
  })
})

describe('cosignatures of type 06', () => {
  test('sign the cosigned_message of tlog-cosignature, field by field', async () => {
    const messages: Uint8Array[] = []
    const recorder = {
      key: cairn.key,
      async sign(message: Uint8Array) {
        messages.push(message)
        return await cairn.sign(message)
      },
    }
    const line = await cosignText(recorder, text, TIME)
    expect(messages[0]).toEqual(
      concat(
        utf8('subtree/v1\n\0'),
        Uint8Array.of(13),
        utf8('cairn.example'),
        u64(TIME),
        Uint8Array.of(17),
        utf8(origin),
        u64(0),
        u64(5),
        checkpoint.root,
      ),
    )
    expect(line.signature).toHaveLength(8 + 2420)
    const note = { text, signatures: [line] }
    expect(await verifyNote(testCrypto, note, [cairn.key])).toEqual({
      ok: true,
      value: [{ key: cairn.key, time: TIME }],
    })
  })

  test.each([
    ['another time', { time: TIME + 1 }],
    ['another size', { text: formatCheckpoint({ ...checkpoint, size: 6 }) }],
    ['another origin', { text: formatCheckpoint({ ...checkpoint, origin: 'belmar.example/log' }) }],
    ['an extension line', { text: `${text}extension\n` }],
    ['a text that is no checkpoint', { text: 'minutes of the meeting\n' }],
  ])('do not verify for %s', async (_, change) => {
    const line = await cosignText(cairn, text, TIME)
    const signature = Uint8Array.from(line.signature)
    if ('time' in change) signature.set(u64(change.time))
    const note = {
      text: 'text' in change ? change.text : text,
      signatures: [{ ...line, signature }],
    }
    expect(await verifyNote(testCrypto, note, [cairn.key])).toMatchObject({ code: 'bad-signature' })
  })

  test('name their cosigner: the same key under another name signs something else', async () => {
    const other = makeNoteKey(sha256, 'dorn.example', KEY_TYPES.mlDsa44, cairn.key.pub)
    if (!other.ok) throw new Error(other.code)
    const line = await cosignText(cairn, text, TIME)
    const renamed = { ...line, name: other.value.name, keyId: other.value.id }
    const note = { text, signatures: [renamed] }
    expect(await verifyNote(testCrypto, note, [other.value])).toMatchObject({
      code: 'bad-signature',
    })
  })

  test('without a time say nothing of the latest tree, so they are of no cosigner', async () => {
    const line = await cosignText(cairn, text, 0)
    const note = withSignatures(await signCheckpoint(arden, checkpoint), [line])
    const trust = { logs: [arden.key], witnesses: [cairn.key] }
    const opened = await openCheckpoint(testCrypto, formatNote(note), trust)
    expect(opened.ok && opened.value.cosigners).toEqual([])
  })

  test('can be made for checkpoints alone, and for names that their length byte can count', async () => {
    await expect(cosignText(cairn, 'minutes of the meeting\n', TIME)).rejects.toThrow(RangeError)
    const { pub } = cairn.key
    expect(makeNoteKey(sha256, 'n'.repeat(255), KEY_TYPES.mlDsa44, pub).ok).toBe(true)
    expect(makeNoteKey(sha256, 'n'.repeat(256), KEY_TYPES.mlDsa44, pub)).toMatchObject({
      code: 'malformed',
      at: 'name',
    })
    const long = formatCheckpoint({ ...checkpoint, origin: 'o'.repeat(256) })
    await expect(cosignText(cairn, long, TIME)).rejects.toThrow(RangeError)
  })
})

describe('logs that sign with both types', () => {
  test('verify under either key, and no witness line is needed for that', async () => {
    const note = await signCheckpoint(quantumArden, checkpoint)
    const both = withSignatures(note, [await signText(arden, text)])
    for (const logs of [[quantumArden.key], [arden.key], [arden.key, quantumArden.key]]) {
      const opened = await openCheckpoint(testCrypto, formatNote(both), { logs, witnesses: [] })
      expect(opened.ok).toBe(true)
    }
  })

  test('a log is no witness of itself, whatever the policy calls its key', async () => {
    const policy = parsePolicy(
      sha256,
      `log ${formatVkey(quantumArden.key)}\nwitness self ${formatVkey(quantumArden.key)}\nquorum self\n`,
    )
    if (!policy.ok) throw new Error(policy.at)
    const timed = await cosignText(quantumArden, text, TIME)
    const own = formatNote({ text, signatures: [timed] })
    expect(await openUnderPolicy(testCrypto, own, policy.value)).toMatchObject({
      code: 'quorum-unmet',
    })
  })

  test('a quorum may mix both types of witness', async () => {
    const dorn = witnessSigner('dorn.example')
    const written = [
      `log ${formatVkey(arden.key)}`,
      `witness c ${formatVkey(cairn.key)}`,
      `witness d ${formatVkey(dorn.key)}`,
      'group both all c d',
      'quorum both',
      '',
    ].join('\n')
    const policy = parsePolicy(sha256, written)
    if (!policy.ok) throw new Error(policy.at)
    expect(formatPolicy(policy.value)).toBe(written)
    const note = await signCheckpoint(arden, checkpoint)
    const lines = [await cosignText(cairn, text, TIME), await cosignText(dorn, text, TIME)]
    const whole = formatNote(withSignatures(note, lines))
    const opened = await openUnderPolicy(testCrypto, whole, policy.value)
    expect(opened.ok && opened.value.witnessed).toEqual(['c', 'd'])
    const reread = parseNote(whole)
    expect(reread.ok && formatNote(reread.value)).toBe(whole)
  })

  test('an Ed25519 note key is no witness and an Ed25519 cosignature key no log', async () => {
    await expect(cosignText(arden, text, TIME)).rejects.toThrow(RangeError)
    await expect(signText(witnessSigner('dorn.example'), text)).rejects.toThrow(RangeError)
    const secret = sha256(utf8('seed'))
    const { sign } = makeNoteSigner(testCrypto, cairn.key, secret)
    expect(await sign(utf8('any'))).toHaveLength(2420)
  })
})
