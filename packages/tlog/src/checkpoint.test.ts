import { base64, utf8 } from '@concert/core'
import { describe, expect, test } from 'vitest'
import { openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint-text.ts'
import { formatNote, withSignatures } from './note.ts'
import { cosignText, signText } from './note-verify.ts'
import { logSigner, sha256, testCrypto, witnessSigner } from './testing/port.ts'

const origin = 'arden.example/log'
const arden = logSigner(origin)
const belmar = logSigner('belmar.example/log')
const cairn = witnessSigner('cairn.example')
const dorn = witnessSigner('dorn.example')
const checkpoint: Checkpoint = {
  origin,
  size: 20_852_163,
  root: Uint8Array.from(sha256(utf8('root'))),
}
const text = formatCheckpoint(checkpoint)
const trust = { logs: [arden.key], witnesses: [cairn.key, dorn.key] }

async function signed(): Promise<string> {
  const note = await signCheckpoint(arden, checkpoint)
  return formatNote(withSignatures(note, [await cosignText(cairn, text, 1_700_000_000)]))
}

describe('checkpoint text', () => {
  const root = base64(checkpoint.root)

  test('is three lines', () => {
    expect(text).toBe(`${origin}\n20852163\n${root}\n`)
    expect(parseCheckpoint(text)).toEqual({ ok: true, value: checkpoint })
    expect(parseCheckpoint(utf8(text))).toEqual({ ok: true, value: checkpoint })
  })

  test.each([
    ['an extension line', `${text}extension\n`, 'extension'],
    ['a blank line after it', `${text}\n`, 'extension'],
    ['no newline at the end', text.slice(0, -1), 'extension'],
    ['no origin', `\n1\n${root}\n`, 'origin'],
    ['a space in the origin', `a b\n1\n${root}\n`, 'origin'],
    ['a plus in the origin', `a+b\n1\n${root}\n`, 'origin'],
    ['a scheme in the origin', `https://a.example\n1\n${root}\n`, 'origin'],
    ['a leading zero', `a\n01\n${root}\n`, 'size'],
    ['a negative size', `a\n-1\n${root}\n`, 'size'],
    ['a plus sign', `a\n+1\n${root}\n`, 'size'],
    ['an empty size', `a\n\n${root}\n`, 'size'],
    ['a size beyond 2^53 - 1', `a\n9007199254740992\n${root}\n`, 'size'],
    ['an exponent', `a\n1e3\n${root}\n`, 'size'],
    ['digits of another script', `a\n\u0661\n${root}\n`, 'size'],
    ['a short root', `a\n1\n${base64(new Uint8Array(31))}\n`, 'root'],
    ['a root without padding', `a\n1\n${root.slice(0, -1)}\n`, 'root'],
    ['a root with a space', `a\n1\n${root} \n`, 'root'],
  ])('%s is refused', (_, input, field) => {
    expect(parseCheckpoint(input)).toEqual({
      ok: false,
      code: 'malformed',
      at: `checkpoint.${field}`,
    })
  })

  test('size 0 is written as 0', () => {
    const empty = { origin, size: 0, root: Uint8Array.from(sha256(new Uint8Array(0))) }
    expect(formatCheckpoint(empty)).toContain('\n0\n')
    expect(parseCheckpoint(formatCheckpoint(empty))).toEqual({ ok: true, value: empty })
  })

  test('what can not be written is a bug', () => {
    expect(() => formatCheckpoint({ ...checkpoint, origin: 'a b' })).toThrow(RangeError)
    expect(() => formatCheckpoint({ ...checkpoint, size: 1.5 })).toThrow(RangeError)
    expect(() => formatCheckpoint({ ...checkpoint, root: new Uint8Array(3) })).toThrow(RangeError)
  })
})

describe('opening a checkpoint', () => {
  test('gives the head and who has cosigned it', async () => {
    const opened = await openCheckpoint(testCrypto, await signed(), trust)
    if (!opened.ok) throw new Error(opened.code)
    expect(opened.value.checkpoint).toEqual(checkpoint)
    expect(opened.value.cosigners).toEqual([{ key: cairn.key, time: 1_700_000_000 }])
  })

  test('any changed character is refused, or is outside what was signed', async () => {
    const note = await signed()
    for (let at = 0; at < note.length; at++) {
      const changed = note.slice(0, at) + (note[at] === 'x' ? 'y' : 'x') + note.slice(at + 1)
      const opened = await openCheckpoint(testCrypto, changed, trust)
      // A name or key id that changed makes a line of an unknown key: the witness then is not
      // counted; without the log's line the checkpoint is refused.
      if (opened.ok) {
        expect(opened.value.checkpoint).toEqual(checkpoint)
        expect(opened.value.cosigners).toEqual([])
      }
    }
  })

  test("another log's key does not speak for this origin", async () => {
    const line = await signText(belmar, text)
    const note = formatNote({ text, signatures: [line] })
    expect(await openCheckpoint(testCrypto, note, { ...trust, logs: [belmar.key] })).toMatchObject({
      code: 'unknown-log',
    })
    const both = { ...trust, logs: [arden.key, belmar.key] }
    expect(await openCheckpoint(testCrypto, note, both)).toMatchObject({
      code: 'no-known-signature',
    })
    await expect(signCheckpoint(belmar, checkpoint)).rejects.toThrow(RangeError)
  })

  test('witnesses alone do not make a checkpoint', async () => {
    const note = { text, signatures: [await cosignText(cairn, text, 1)] }
    expect(await openCheckpoint(testCrypto, formatNote(note), trust)).toMatchObject({
      code: 'no-known-signature',
    })
  })

  test('a key of the wrong type in a list of trust counts for nothing', async () => {
    const wrong = { logs: [cairn.key], witnesses: [arden.key] }
    expect(await openCheckpoint(testCrypto, await signed(), wrong)).toMatchObject({
      code: 'unknown-log',
    })
  })

  test('a forged cosignature line rejects the checkpoint', async () => {
    const other = await cosignText(dorn, 'other\n', 1)
    const note = withSignatures(await signCheckpoint(arden, checkpoint), [other])
    expect(await openCheckpoint(testCrypto, formatNote(note), trust)).toMatchObject({
      code: 'bad-signature',
    })
  })

  test('a cosignature from the future does not count where a latest time is given', async () => {
    const note = await signed()
    const at = async (latest: number) => {
      const opened = await openCheckpoint(testCrypto, note, { ...trust, latest })
      return opened.ok ? opened.value.cosigners.length : undefined
    }
    expect(await at(1_700_000_000)).toBe(1)
    expect(await at(1_699_999_999)).toBe(0)
  })

  test('a signed text that is no checkpoint is refused', async () => {
    const extended = `${text}extension\n`
    const note = formatNote({ text: extended, signatures: [await signText(arden, extended)] })
    expect(await openCheckpoint(testCrypto, note, trust)).toMatchObject({ code: 'malformed' })
  })
})
