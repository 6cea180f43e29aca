import { base64, concat, hex, utf8 } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import vectors from '../vectors/note.json' with { type: 'json' }
import { formatVkey, makeNoteKey, type NoteKey, parseVkey } from './keys.ts'
import {
  formatNote,
  formatSignature,
  MAX_SIGNATURES,
  type NoteSignature,
  parseNote,
  withSignatures,
} from './note.ts'
import { cosignText, signText, verifyNote } from './note-verify.ts'
import { KEY_TYPES } from './signature-types.ts'
import {
  logSigner,
  sha256,
  testCrypto,
  testKey,
  testSigner,
  witnessSigner,
} from './testing/port.ts'

const TEXT = 'first line\n\nthird line\n'
const alice = logSigner('alice.example/log')
const bob = logSigner('bob.example/log')
const cairn = witnessSigner('cairn.example')

async function lineBy(text = TEXT): Promise<string> {
  return formatSignature(await signText(alice, text))
}

const peter = keyOf(vectors.keys.peter)
const enoch = keyOf(vectors.keys.enoch)

function keyOf(vkey: string): NoteKey {
  const key = parseVkey(sha256, vkey)
  if (!key.ok) throw new Error(key.code)
  return key.value
}

describe("Go's sumdb/note", () => {
  const whole = `${vectors.text}\n${vectors.lines.peter}${vectors.lines.enoch}`

  test('its notes verify, byte for byte', async () => {
    const note = parseNote(whole)
    if (!note.ok) throw new Error('vector')
    expect(formatVkey(peter)).toBe(vectors.keys.peter)
    expect(formatNote(note.value)).toBe(whole)
    expect(await verifyNote(testCrypto, note.value, [peter, enoch])).toEqual({
      ok: true,
      value: [{ key: peter }, { key: enoch }],
    })
    expect(await verifyNote(testCrypto, note.value, [enoch])).toEqual({
      ok: true,
      value: [{ key: enoch }],
    })
  })

  test('and no longer with another text', async () => {
    const note = parseNote(whole.replace('answer', 'Answer'))
    if (!note.ok) throw new Error('vector')
    expect(await verifyNote(testCrypto, note.value, [peter])).toMatchObject({
      ok: false,
      code: 'bad-signature',
    })
  })

  test.each(vectors.malformed)('what it finds malformed is: %s', (_, note) => {
    expect(parseNote(note!)).toMatchObject({ ok: false, code: 'malformed' })
  })

  test.each(vectors.badKeys)('a key that it refuses is refused: %s', (vkey) => {
    expect(parseVkey(sha256, vkey).ok).toBe(false)
  })

  test('no part of a key is a key, nor is one with another byte (TestNewVerifier)', () => {
    const { peter: vkey } = vectors.keys
    for (let i = 0; i < vkey.length; i++) {
      const next = String.fromCharCode(vkey.charCodeAt(i) + 1)
      expect(parseVkey(sha256, vkey.slice(0, i) + next + vkey.slice(i + 1)).ok).toBe(false)
      expect(parseVkey(sha256, vkey.slice(i + 1)).ok).toBe(false)
      expect(parseVkey(sha256, vkey.slice(0, i)).ok).toBe(false)
    }
  })
})

describe('vkeys', () => {
  test.each([
    ['another id', vectors.keys.peter.replace('c74f20a3', 'c74f20a4'), 'malformed'],
    ['an upper-case id', vectors.keys.peter.replace('c74f20a3', 'C74F20A3'), 'malformed'],
    ['a space in the name', vectors.keys.peter.replace('Peter', 'Peter '), 'malformed'],
    ['no name', vectors.keys.peter.replace('PeterNeumann', ''), 'malformed'],
    ['base64 without its end', vectors.keys.peter.slice(0, -1), 'malformed'],
    ['a newline at the end', `${vectors.keys.peter}\n`, 'malformed'],
    ['a short key', 'a+00000000+AQAA', 'malformed'],
    ['an unknown type', 'a+00000000+AgAA', 'unsupported-key'],
  ])('%s is refused', (_, vkey, code) => {
    expect(parseVkey(sha256, vkey)).toMatchObject({ ok: false, code })
  })

  test('of weak points are refused', () => {
    const weak = new Uint8Array(32)
    weak[0] = 1
    expect(makeNoteKey(sha256, 'a', KEY_TYPES.note, weak)).toMatchObject({
      ok: false,
      code: 'unsupported-key',
    })
  })

  test('a log and a witness of the same key have different ids', () => {
    const { pub } = alice.key
    const ids = [KEY_TYPES.note, KEY_TYPES.cosignature].map((type) => testKey('a', type, pub).id)
    expect(new Set(ids).size).toBe(2)
  })
})

describe('reading notes', () => {
  test('the text ends at the last blank line', async () => {
    const note = parseNote(utf8(`${TEXT}\n${await lineBy()}`))
    expect(note.ok && note.value.text).toBe(TEXT)
    expect(note.ok && note.value.signatures).toHaveLength(1)
  })

  test('there is one spelling: what is read is written back the same', async () => {
    const whole = `${TEXT}\n${await lineBy()}`
    const edit = fc.record({
      at: fc.nat({ max: whole.length - 1 }),
      char: fc.string({ unit: 'grapheme', maxLength: 2 }),
    })
    fc.assert(
      fc.property(edit, ({ at, char }) => {
        const edited = whole.slice(0, at) + char + whole.slice(at + 1)
        const note = parseNote(edited)
        if (note.ok) expect(formatNote(note.value)).toBe(edited)
      }),
    )
  })

  const line = `\u2014 a.example ${base64(new Uint8Array(68))}\n`
  test.each([
    ['nothing', ''],
    ['no blank line', `text\n${line}`],
    ['no signature', 'text\n\n'],
    ['a blank line after the signatures', `text\n\n${line}\n`],
    ['two blank lines after the signatures', `text\n\n${line}\n\n`],
    ['no newline at the end', `text\n\n${line.slice(0, -1)}`],
    ['a text after the signatures', `text\n\n${line}more\n`],
    ['a carriage return', `text\r\n\n${line}`],
    ['a tab', `a\ttext\n\n${line}`],
    ['a NUL', `a\u0000text\n\n${line}`],
    ['an escape', `a\u001btext\n\n${line}`],
    ['a lone surrogate', `a\ud800text\n\n${line}`],
    ['a hyphen for the dash', `text\n\n${line.replace('\u2014', '-')}`],
    ['an en dash', `text\n\n${line.replace('\u2014', '\u2013')}`],
    ['two spaces', `text\n\n${line.replace(' a.', '  a.')}`],
    ['a space at the end', `text\n\n${line.replace('\n', ' \n')}`],
    ['no name', `text\n\n${line.replace('a.example', '')}`],
    ['a plus in the name', `text\n\n${line.replace('a.example', 'a+b')}`],
    ['a no-break space in the name', `text\n\n${line.replace('a.example', 'a\u00a0b')}`],
    ['a next line in the name', `text\n\n${line.replace('a.example', 'a\u0085b')}`],
    ['base64 without padding', `text\n\n${line.replace('=\n', '\n')}`],
    ['base64 with stray bits', `text\n\n${line.replace('A=\n', 'B=\n')}`],
    ['base64url', `text\n\n${line.replace('AAAA', '____')}`],
    ['base64 of a bare key id', `text\n\n\u2014 a.example AAAAAA==\n`],
    ['too many lines', `text\n\n${line.repeat(MAX_SIGNATURES + 1)}`],
  ])('%s is refused', (_, input) => {
    expect(parseNote(input)).toMatchObject({ ok: false, code: 'malformed' })
  })

  test('invalid UTF-8 and too many bytes are refused', () => {
    const good = utf8(`text\n\n${line}`)
    expect(parseNote(good).ok).toBe(true)
    expect(parseNote(concat(Uint8Array.of(0xff), good)).ok).toBe(false)
    expect(parseNote(`${'a'.repeat(1_000_000)}\n\n${line}`).ok).toBe(false)
  })

  test('sixteen signatures of five kilobytes are accepted', () => {
    const large = `\u2014 a.example ${base64(new Uint8Array(5000))}\n`
    expect(parseNote(`text\n\n${large.repeat(16)}`).ok).toBe(true)
  })
})

describe('verifying notes', () => {
  const verify = (signatures: readonly NoteSignature[], keys: readonly NoteKey[]) =>
    verifyNote(testCrypto, { text: TEXT, signatures }, keys)

  test('unknown keys are ignored, also when they share a name or an id', async () => {
    const own = await signText(alice, TEXT)
    const sameName = { ...own, keyId: '00000000' }
    const sameId = { ...own, name: 'mallory.example' }
    const result = await verify([sameName, sameId, own], [alice.key, bob.key])
    expect(result).toEqual({ ok: true, value: [{ key: alice.key }] })
    expect(await verify([sameName, sameId], [alice.key])).toMatchObject({
      code: 'no-known-signature',
    })
    expect(await verify([own], [])).toMatchObject({ code: 'no-known-signature' })
  })

  test('a known key that fails rejects the note, wherever its line stands', async () => {
    const own = await signText(alice, TEXT)
    const forged = { ...(await signText(bob, TEXT)), signature: own.signature }
    for (const lines of [
      [own, forged],
      [forged, own],
    ]) {
      expect(await verify(lines, [alice.key, bob.key])).toMatchObject({ code: 'bad-signature' })
    }
    expect((await verify([own, forged], [alice.key])).ok).toBe(true)
  })

  test('a key with two lines counts once, and both are verified', async () => {
    const own = await signText(alice, TEXT)
    const twice = await verify([own, own], [alice.key, alice.key])
    expect(twice.ok && twice.value).toHaveLength(1)
    const other = await signText(alice, 'other\n')
    expect(await verify([own, other], [alice.key])).toMatchObject({
      code: 'bad-signature',
      at: 'signatures[1]',
    })
  })

  test('colliding key ids of two trusted keys are refused, not guessed', async () => {
    const own = await signText(alice, TEXT)
    const collision = { ...bob.key, name: alice.key.name, id: alice.key.id }
    expect(await verify([own], [alice.key, collision])).toMatchObject({ code: 'ambiguous-key' })
  })

  test('a cosignature states its time and signs it', async () => {
    const line = await cosignText(cairn, TEXT, 1_700_000_000)
    expect(await verify([line], [cairn.key])).toEqual({
      ok: true,
      value: [{ key: cairn.key, time: 1_700_000_000 }],
    })
    const later = Uint8Array.from(line.signature)
    later[7] = later[7]! + 1
    expect(await verify([{ ...line, signature: later }], [cairn.key])).toMatchObject({
      code: 'bad-signature',
    })
    const endless = Uint8Array.from(line.signature).fill(0xff, 0, 8)
    expect((await verify([{ ...line, signature: endless }], [cairn.key])).ok).toBe(false)
    const short = line.signature.subarray(8)
    expect((await verify([{ ...line, signature: short }], [cairn.key])).ok).toBe(false)
  })

  test('a note signature does not pass for a cosignature of the same key', async () => {
    const asNote = testSigner('x.example', KEY_TYPES.note)
    const asWitness = testKey('x.example', KEY_TYPES.cosignature, asNote.key.pub)
    const { signature } = await signText(asNote, TEXT)
    const line = {
      name: asWitness.name,
      keyId: asWitness.id,
      signature: concat(new Uint8Array(8), signature),
    }
    expect(await verify([line], [asWitness])).toMatchObject({ code: 'bad-signature' })
  })

  test('signing with the wrong kind of key or text is a bug, not an answer', async () => {
    await expect(signText(cairn, TEXT)).rejects.toThrow(RangeError)
    await expect(cosignText(alice, TEXT, 1)).rejects.toThrow(RangeError)
    await expect(signText(alice, 'no newline')).rejects.toThrow(RangeError)
    await expect(cosignText(cairn, TEXT, -1)).rejects.toThrow(RangeError)
  })
})

test('a new line takes the place of the older one of its key', async () => {
  const own = await signText(alice, TEXT)
  const [first, second] = [await cosignText(cairn, TEXT, 1), await cosignText(cairn, TEXT, 2)]
  const once = withSignatures({ text: TEXT, signatures: [own] }, [first])
  const twice = withSignatures(once, [second])
  expect(twice.signatures.map((s) => hex(s.signature))).toEqual(
    [own, second].map((s) => hex(s.signature)),
  )
})
