import { fromUtf8, utf8 } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import worked from '../vectors/worked.json' with { type: 'json' }
import { formatCheckpoint, parseCheckpoint } from './checkpoint-text.ts'
import { formatVkey, parseVkey } from './keys.ts'
import { formatNote, formatSignature, parseNote, parseSignatureLines } from './note.ts'
import { formatPolicy, parsePolicy } from './policy-text.ts'
import { formatProofFile, parseProofFile } from './proof-file.ts'
import { sha256 } from './testing/port.ts'
import { parseTilePath, tilePath } from './tiles.ts'
import { answerOf, formatAddCheckpoint, parseAddCheckpoint } from './witness.ts'
import { readWitnessAnswer } from './witness-client.ts'

/** A format: an example of it, and what its parser and printer make of other bytes. */
interface Format {
  readonly example: string
  /** What is printed after reading, or `undefined` when the bytes are refused. */
  reprint(bytes: Uint8Array): string | undefined
}

const text = (bytes: Uint8Array) => fromUtf8(bytes) ?? '\ufffd'

const formats: Readonly<Record<string, Format>> = {
  'a vkey': {
    example: worked.logVkey,
    reprint(bytes) {
      const key = parseVkey(sha256, text(bytes))
      return key.ok ? formatVkey(key.value) : undefined
    },
  },
  'a checkpoint text': {
    example: worked.checkpoint.slice(0, worked.checkpoint.indexOf('\n\n') + 1),
    reprint(bytes) {
      const read = parseCheckpoint(bytes)
      return read.ok ? formatCheckpoint(read.value) : undefined
    },
  },
  'a signed note': {
    example: worked.checkpoint,
    reprint(bytes) {
      const read = parseNote(bytes)
      return read.ok ? formatNote(read.value) : undefined
    },
  },
  'signature lines': {
    example: worked.addCheckpointAnswer.repeat(2),
    reprint(bytes) {
      const read = parseSignatureLines(bytes)
      return read.ok ? read.value.map(formatSignature).join('') : undefined
    },
  },
  'a proof file': {
    example: worked.proofFile.replace('index', 'extra AQI=\nindex'),
    reprint(bytes) {
      const read = parseProofFile(bytes)
      return read.ok ? formatProofFile(read.value) : undefined
    },
  },
  'an add-checkpoint request': {
    example: worked.addCheckpoint,
    reprint(bytes) {
      const read = parseAddCheckpoint(bytes)
      return read.ok ? formatAddCheckpoint(read.value) : undefined
    },
  },
  'a tile path': {
    example: 'tile/0/x001/x234/067.p/112',
    reprint(bytes) {
      const read = parseTilePath(text(bytes))
      return read.ok ? tilePath(read.value) : undefined
    },
  },
  "a witness's size": {
    example: '20852163\n',
    reprint(bytes) {
      const contentType = 'text/x.tlog.size'
      const read = readWitnessAnswer({ status: 409, contentType, body: text(bytes) })
      if (read.kind !== 'stale') return undefined
      return answerOf({ status: 409, code: 'stale', size: read.size }, []).body
    },
  },
}

/** One to three small changes, such as an attacker or a bad line makes. */
const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    kind: fc.constantFrom('flip', 'delete', 'insert', 'repeat', 'swap', 'case'),
    byte: fc.oneof(
      fc.constantFrom(...utf8('\n\r\t +=/-.0123456789AZaz\u2014\u00a0')),
      fc.nat({ max: 255 }),
    ),
  }),
  { minLength: 1, maxLength: 3 },
)

type Edit = typeof edits extends fc.Arbitrary<(infer T)[]> ? T : never

function edited(bytes: Uint8Array, { at, kind, byte }: Edit): Uint8Array {
  const list = [...bytes]
  const i = Math.min(list.length - 1, Math.floor(at * list.length))
  if (i < 0) return bytes
  const here = list[i] as number
  if (kind === 'flip') list[i] = here ^ (byte || 1)
  else if (kind === 'delete') list.splice(i, 1)
  else if (kind === 'insert') list.splice(i, 0, byte)
  else if (kind === 'repeat') list.splice(i, 0, ...list.slice(i, i + 1 + (byte % 70)))
  else if (kind === 'case') list[i] = here ^ 0x20
  else list.push(...list.splice(i, 1 + (byte % 70)))
  return Uint8Array.from(list)
}

describe.each(Object.entries(formats))('%s has one spelling', (_, format) => {
  const bytes = utf8(format.example)

  test('what is read is printed as it was', () => {
    expect(format.reprint(bytes)).toBe(format.example)
  })

  test('whatever else is read is printed as it was, too', () => {
    fc.assert(
      fc.property(edits, (changes) => {
        const changed = changes.reduce(edited, bytes)
        const printed = format.reprint(changed)
        if (printed !== undefined) expect(utf8(printed)).toEqual(changed)
      }),
      { numRuns: 2_000 },
    )
  })
})

// tlog-policy lets white space and comments vary, so a policy is compared by what it says.
test('a policy prints in one way, and reads back as it prints', () => {
  fc.assert(
    fc.property(edits, (changes) => {
      const read = parsePolicy(sha256, changes.reduce(edited, utf8(worked.policy)))
      if (!read.ok) return
      const printed = formatPolicy(read.value)
      expect(parsePolicy(sha256, printed)).toEqual(read)
    }),
    { numRuns: 2_000 },
  )
  const loose = `# the log\n\t${worked.policy.replaceAll(' ', ' \t ')}\n \t\n`
  const read = parsePolicy(sha256, loose)
  expect(read.ok && formatPolicy(read.value)).toBe(worked.policy)
})
