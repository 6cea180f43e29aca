import { constants, crc32, deflateRawSync, gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32Of, joinedCrc32 } from './crc32.ts'
import { type DeflatedObjects, gzipAround } from './gzip-pages.ts'

const bytes = fc.uint8Array({ maxLength: 3000 })

test('a CRC-32 is the one of zlib, and that of two texts follows from theirs', () => {
  fc.assert(
    fc.property(bytes, bytes, (first, second) => {
      expect(crc32Of(first)).toBe(crc32(first))
      const whole = crc32(Buffer.concat([first, second]))
      expect(joinedCrc32(crc32(first), crc32(second), second.length)).toBe(whole)
    }),
  )
})

test('the CRC-32 of something long after something short', () => {
  const long = new Uint8Array(70_000_001).fill(7)
  const head = Buffer.from('head')
  const whole = crc32(long, crc32(head))
  expect(joinedCrc32(crc32(head), crc32(long), long.length)).toBe(whole)
})

test('one gzip member of compressed parts, with commas between them and texts around', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(bytes, fc.constantFrom(0, 1, 6, 9)), { maxLength: 5 }),
      bytes,
      bytes,
      (parts, head, tail) => {
        const deflated = parts.map(([text, level]): DeflatedObjects => {
          const blocks = deflateRawSync(text, { level, finishFlush: constants.Z_SYNC_FLUSH })
          return { blocks, size: text.length, crc32: crc32(text) }
        })
        const inner = parts.flatMap(([text], at) => (at === 0 ? [text] : [Buffer.from(','), text]))
        // What gunzip checks, too: the checksum, the size, and that nothing follows.
        const member = gzipAround(head, deflated, tail)
        expect(gunzipSync(member)).toEqual(Buffer.concat([head, ...inner, tail]))
      },
    ),
  )
})
