import { fromUtf8, utf8 } from '@concert/core'
import { describe, expect, it } from 'vitest'
import { STIX_FAULTS } from '../faults.ts'
import { createValidator } from '../validate/validator.ts'
import { type ByteSource, readStixBatches, readStixStream } from './read-stream.ts'
import type { StixStreamItem, StixStreamOptions } from './stix-stream.ts'

const ID = 'bundle--5d0092c5-5f74-4287-9642-33f4c354e56d'
const GOOD =
  '{ "type": "domain-name",\n "id": "domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7", "value": "例子.example" }'
const bundle = (objects: string, more = '') =>
  `{"type":"bundle","id":"${ID}","objects":[${objects}]${more}}`

async function* inPieces(text: string, size = 11) {
  const bytes = utf8(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

async function readAll(source: ByteSource | string, options?: StixStreamOptions) {
  const items: StixStreamItem[] = []
  const bytes = typeof source === 'string' ? inPieces(source) : source
  for await (const item of readStixStream(bytes, options)) items.push(item)
  return items
}

const told = (items: readonly StixStreamItem[]) =>
  items.flatMap((item) => {
    const head = item.kind === 'shell' ? item.layout : `${item.kind} ${item.place}`
    return [head, ...item.faults.map(({ code, at }) => `${code} ${at}`)]
  })

describe('STIX in a stream', () => {
  it('gives objects in their exact bytes, then what stood around them', async () => {
    const items = await readAll(bundle(` ${GOOD} ,${GOOD}`))
    expect(told(items)).toEqual(['object objects[0]', 'object objects[1]', 'bundle'])
    const [first, , shell] = items
    expect(first).toMatchObject({ valid: true, index: 0, value: { value: '例子.example' } })
    expect(first?.kind === 'object' && fromUtf8(first.bytes)).toBe(GOOD)
    expect(shell).toMatchObject({ value: { id: ID, objects: [] } })
  })

  it('reads envelopes, lists, single objects and lines', async () => {
    expect(told(await readAll(`{"more":true,"next":"n","objects":[${GOOD}]}`))).toEqual([
      'object objects[0]',
      'envelope',
    ])
    expect(told(await readAll(`[${GOOD}]`))).toEqual(['object [0]', 'list'])
    expect(told(await readAll(GOOD))).toEqual(['object [0]'])
    expect(told(await readAll(`${GOOD}\n${GOOD}\n`))).toEqual(['object [0]', 'object [1]'])
  })

  it('validates each object and goes on after faults', async () => {
    const text = bundle(`{"type":"url"},{"a":1,"a":2},7,${GOOD}`, ',"spec_version":"2.0"')
    const items = await readAll(text)
    expect(told(items)).toEqual([
      'object objects[0]',
      'missing id',
      'missing value',
      'fault objects[1]',
      `json-duplicate byte ${text.indexOf('"a":2')}`,
      'fault objects[2]',
      'object-expected ',
      'object objects[3]',
      'bundle',
      'bundle-version spec_version',
    ])
    expect(items[0]).toMatchObject({ valid: false })
  })

  it('takes any validator, and a warning makes nothing invalid', async () => {
    const custom = GOOD.replace('{', '{"x_note":1,')
    const strict = await readAll(custom)
    const lenient = await readAll(custom, { validate: createValidator({ mode: 'lenient' }) })
    expect(strict[0]).toMatchObject({ valid: false })
    expect(lenient[0]).toMatchObject({ valid: true, faults: [{ severity: 'warning' }] })
  })

  it('says what is wrong with the bundle, or where it breaks off', async () => {
    expect(told(await readAll('{"type":"report","id":"x","objects":[]}'))).toEqual([
      'bundle',
      'bundle-type type',
      'bundle-type id',
    ])
    const cut = await readAll(bundle(GOOD).slice(0, -2))
    expect(told(cut)).toEqual([
      'object objects[0]',
      'fault ',
      `json-syntax byte ${utf8(bundle(GOOD)).length - 2}`,
    ])
    expect(cut.at(-1)).toMatchObject({ final: true })
  })

  it('takes bundles and envelopes without objects for what they are', async () => {
    expect(told(await readAll(`{"type":"bundle","id":"${ID}"}`))).toEqual(['bundle'])
    expect(told(await readAll('{}'))).toEqual(['envelope'])
    expect(told(await readAll('{"more":false}\n{"more":true,"next":"1"}'))).toHaveLength(2)
    expect(told(await readAll(`{"type":"bundle","id":"${ID}","objects":{}}`))).toEqual([
      'bundle',
      'kind objects',
    ])
    expect(told(await readAll('{"a":1}'))).toContain('object [0]')
  })

  it('is bounded in bytes, objects and their size and depth', async () => {
    const codes = async (options: StixStreamOptions) =>
      (await readAll(bundle(`${GOOD},${GOOD}`), options)).flatMap(({ faults }) =>
        faults.map(({ code }) => code),
      )
    expect(await codes({ maxBytes: 100 })).toEqual(['json-size'])
    expect(await codes({ maxObjects: 1 })).toEqual(['object-count'])
    expect(await codes({ maxObjectBytes: 90 })).toEqual(['object-size', 'object-size'])
    expect(await codes({ maxDepth: 0 })).toEqual(['json-depth', 'json-depth', 'json-depth'])
    expect(STIX_FAULTS['object-count'].zh).toMatch(/上限/)
  })

  it('asks the source for more only when it is asked itself, and closes it', async () => {
    let sent = 0
    let isClosed = false
    async function* endless() {
      try {
        yield utf8('{"objects":[')
        for (;;) {
          sent++
          yield utf8(`${GOOD},`)
        }
      } finally {
        isClosed = true
      }
    }
    const seen: number[] = []
    const source = readStixStream(endless(), { onProgress: (bytes) => seen.push(bytes) })
    for (let i = 0; i < 5; i++) await source.next()
    expect(sent).toBe(5)
    await source.return()
    expect(isClosed).toBe(true)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    isClosed = false
    await readAll(endless(), { maxObjects: 3 })
    expect(isClosed).toBe(true)
  })

  it('reads web streams, arrays, and large pieces in batches', async () => {
    const text = bundle(Array.from({ length: 2000 }, () => GOOD).join(','))
    const web = new Blob([text]).stream()
    const plain = { getReader: () => new Blob([text]).stream().getReader() }
    for (const source of [web, plain, [utf8(text)]]) {
      let most = 0
      let count = 0
      for await (const items of readStixBatches(source as ByteSource)) {
        most = Math.max(most, items.length)
        count += items.length
      }
      expect(count).toBe(2001)
      expect(most).toBeLessThan(700)
    }
  })
})
