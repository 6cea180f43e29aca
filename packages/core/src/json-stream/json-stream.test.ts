import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, fromUtf8, utf8 } from '../bytes.ts'
import type { Json } from '../json.ts'
import { newOutline, passValue } from '../json-outline.ts'
import { sliceJsonList } from '../json-slices.ts'
import type { JsonItem, JsonStreamBounds } from './json-items.ts'
import { JsonStream } from './json-stream.ts'

/** What the stream says of a text, cut into pieces of a size. */
function readAll(source: string | Uint8Array, size = 7, bounds: JsonStreamBounds = {}): JsonItem[] {
  const bytes = typeof source === 'string' ? utf8(source) : source
  const stream = new JsonStream(['objects'], bounds)
  const items: JsonItem[] = []
  for (let at = 0; at < bytes.length; at += size) {
    // Memory of its own, wiped afterwards as a source that uses its buffer again would.
    const piece = bytes.slice(at, at + size)
    for (const found of stream.push(piece)) items.push(...found.map(kept))
    piece.fill(0)
  }
  items.push(...stream.end())
  return items
}

const kept = (item: JsonItem): JsonItem =>
  item.kind === 'element' ? { ...item, bytes: item.bytes.slice() } : item

const told = (items: readonly JsonItem[]) =>
  items.map((item) => {
    const what = item.read.ok ? JSON.stringify(item.read.value) : item.read
    const fault = typeof what === 'string' ? what : `${what.code}@${what.offset}`
    return `${item.kind} ${fault}`
  })

/** Values that strict reading takes: whole characters, and numbers that all readers read alike. */
const clean = (value: unknown): Json =>
  JSON.parse(
    JSON.stringify(value, (_key, entry: unknown) => {
      if (typeof entry === 'string') return entry.toWellFormed()
      const isUnsafe = Number.isInteger(entry) && !Number.isSafeInteger(entry)
      return isUnsafe ? 0 : entry
    }),
  ) as Json
const wellFormed = fc.jsonValue({ maxDepth: 4 }).filter(hasWellFormedKeys).map(clean)

function hasWellFormedKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(
    ([key, entry]) => key.isWellFormed() && hasWellFormedKeys(entry),
  )
}

describe('JSON in a stream', () => {
  it('gives every element in its exact bytes, however the text is cut', () => {
    fc.assert(
      fc.property(
        fc.array(wellFormed, { maxLength: 8 }),
        fc.record({ before: wellFormed, after: wellFormed }),
        fc.integer({ min: 1, max: 90 }),
        fc.nat(3),
        (elements, { before, after }, size, indent) => {
          const texts = elements.map((value) => JSON.stringify(value, null, indent))
          const text = `\n{"a":${JSON.stringify(before)},"objects" : [ ${texts.join(' ,\n')} ],"b":${JSON.stringify(after)}} `
          const items = readAll(text, size)
          const found = items.filter((item) => item.kind === 'element')
          expect(found.map(({ bytes }) => fromUtf8(bytes))).toEqual(texts)
          expect(found.map(({ read }) => read)).toEqual(
            elements.map((value) => ({ ok: true, value })),
          )
          for (const { offset, bytes } of found) {
            expect(utf8(text).slice(offset, offset + bytes.length)).toEqual(bytes)
          }
          expect(items.at(-1)).toEqual({
            kind: 'shell',
            read: { ok: true, value: { a: before, objects: [], b: after } },
          })
        },
      ),
    )
  })

  it('finds what the reader of whole texts finds', () => {
    const parts = fc.constantFrom('{', '}', '[', ']', ',', ':', '"objects"', '"a":', '1', '"é\\""')
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 10 }), fc.integer({ min: 1, max: 9 }), (some, n) => {
        const text = `{"objects":[${some.join('')}`
        // A second value after the first is a line to the stream, and too much to the reader of one.
        const end = passValue(newOutline(), text, 0)
        fc.pre(end < 0 || end === text.length)
        const sliced = sliceJsonList(utf8(text), 'objects')
        const items = readAll(text, n)
        const isRefused = items.some(({ kind, read }) => kind !== 'element' && !read.ok)
        if (!sliced.ok) {
          // The stream may find the fault in one element, and go on.
          expect(items.some(({ read }) => !read.ok)).toBe(true)
          return
        }
        if (isRefused) {
          // The stream also refuses empty elements, which are no elements.
          expect(() => JSON.parse(text)).toThrow()
          return
        }
        const found = items.filter((item) => item.kind === 'element')
        expect(found.map(({ bytes }) => fromUtf8(bytes))).toEqual(
          Array.from({ length: sliced.value.count }, (_, i) => fromUtf8(sliced.value.element(i))),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('reads lists, lines and envelopes too', () => {
    expect(told(readAll('[1,"a",{"b":[]}]'))).toEqual([
      'element 1',
      'element "a"',
      'element {"b":[]}',
      'shell []',
    ])
    expect(told(readAll('{"a":1}\n{"labels":["x"]}\n\n{"objects":{}}'))).toEqual([
      'element {"a":1}',
      'element {"labels":["x"]}',
      'element {"objects":{}}',
    ])
    expect(told(readAll('{"more":true,"objects":[7],"next":"x"}{"objects":[]}'))).toEqual([
      'element 7',
      'shell {"more":true,"objects":[],"next":"x"}',
      'shell {"objects":[]}',
    ])
    expect(told(readAll('{"x":{"objects":[1]},"\\u006fbjects":[2]}'))).toEqual([
      'element 2',
      'shell {"x":{"objects":[1]},"objects":[]}',
    ])
  })

  it('goes on after a faulty element, and says the byte', () => {
    const text = '{"objects":[{"a":1,"a":2},"日",{"日":1,"日":2},tru,{"a" 1},1e999],"o":1}'
    const byte = (part: string) => utf8(text.slice(0, text.indexOf(part))).length
    expect(told(readAll(text))).toEqual([
      `element json-duplicate@${byte('"a":2')}`,
      'element "日"',
      `element json-duplicate@${byte('"日":2')}`,
      `element json-syntax@${byte('tru')}`,
      `element json-syntax@${byte('1}')}`,
      `element json-number@${byte('1e999')}`,
      'shell {"objects":[],"o":1}',
    ])
  })

  it('says which byte is not UTF-8', () => {
    const broken = concat(utf8('{"objects":[1,"日'), Uint8Array.of(0xff), utf8('",2],"k":3}'))
    for (const size of [1, 2, 16, 99]) {
      expect(told(readAll(broken, size))).toEqual([
        'element 1',
        'element json-utf8@18',
        'element 2',
        'shell {"objects":[],"k":3}',
      ])
    }
    const shell = concat(utf8('{"objects":[1],"k":"'), Uint8Array.of(0xc0), utf8('"}'))
    expect(told(readAll(shell))).toEqual(['element 1', 'shell json-utf8@20'])
  })

  it('stops where the text can no longer be followed', () => {
    expect(told(readAll(''))).toEqual(['stop json-syntax@0'])
    expect(told(readAll('  '))).toEqual(['stop json-syntax@2'])
    expect(told(readAll('7'))).toEqual(['stop json-syntax@0'])
    expect(told(readAll('{"objects":[1,'))).toEqual(['element 1', 'stop json-syntax@14'])
    expect(told(readAll('{"objects":[1,]}'))).toEqual(['element 1', 'stop json-syntax@14'])
    expect(told(readAll('{"objects":[1 2]}'))).toEqual(['element 1', 'stop json-syntax@14'])
    expect(told(readAll('{"objects":[1}]}'))).toEqual(['element 1', 'stop json-syntax@13'])
    expect(told(readAll('{"objects":[]} x'))).toEqual([
      'shell {"objects":[]}',
      'stop json-syntax@15',
    ])
    expect(told(readAll('{"objects":[1],"\\u006fbjects":[2]}'))).toEqual([
      'element 1',
      'stop json-duplicate@15',
    ])
    expect(told(readAll('{"objects":[1],"objects":2}'))).toEqual([
      'element 1',
      'shell json-duplicate@15',
    ])
  })

  it('passes over a byte order mark, whole and at the start only', () => {
    for (const size of [1, 2, 99]) {
      expect(told(readAll('\ufeff {"objects":[tru]}', size))).toEqual([
        'element json-syntax@16',
        'shell {"objects":[]}',
      ])
    }
    expect(told(readAll(Uint8Array.of(0xef, 0xbb, 0x7b, 0x7d)))).toEqual(['stop json-syntax@0'])
    expect(told(readAll('{}\ufeff{}'))).toEqual(['element {}', 'stop json-syntax@2'])
  })

  it('is bounded', () => {
    const big = `{"objects":["${'x'.repeat(300_000)}",1,["${'y'.repeat(99)}"]]}`
    for (const size of [999, 1 << 20]) {
      expect(told(readAll(big, size, { maxElementBytes: 100 }))).toEqual([
        'element element-size@12',
        'element 1',
        `element element-size@${big.indexOf('["y')}`,
        'shell {"objects":[]}',
      ])
    }
    expect(told(readAll(`{"a":"${'x'.repeat(99)}"}`, 9, { maxElementBytes: 50 }))).toEqual([
      'stop element-size@0',
    ])
    expect(told(readAll('[1,2,3]', 9, { maxElements: 2 }))).toEqual([
      'element 1',
      'element 2',
      'stop element-count@5',
    ])
    expect(told(readAll('[1,2,3]', 2, { maxBytes: 4 }))).toEqual(['element 1', 'stop json-size@4'])
    expect(told(readAll('[[[[]]],[[]]]', 2, { maxDepth: 2 }))).toEqual([
      'element json-depth@3',
      'element [[]]',
      'shell []',
    ])
    expect(
      told(readAll(`{"objects":[${'['.repeat(90_000)}`, 999, { maxElementBytes: 50 })),
    ).toEqual(['stop json-syntax@90012'])
  })

  it('takes time in proportion to the text, however it is cut and escaped', () => {
    // A reader that went back for each piece or each escape would need hours for these.
    const escapes = `["${'\\\\'.repeat(60_000)}"]`
    expect(readAll(escapes, 1).at(-1)?.kind).toBe('shell')
    const keys = `{${'"a":[],'.repeat(50_000)}"b":1}`
    expect(told(readAll(keys, 50))).toEqual(['element json-duplicate@8'])
  })
})
