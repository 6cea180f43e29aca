import { createReadStream } from 'node:fs'
import { fromUtf8, utf8 } from '@concert/core'
import { readStixObject } from '@concert/stix'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BATCH_SIZE, type IntelBatch } from './import-batch.ts'
import type { ListOptions } from './list-entry.ts'
import { MAX_LINE_BYTES } from './list-lines.ts'
import { readIntelFile } from './read-file.ts'

const OPTIONS: ListOptions = {
  tlp: 'green',
  createdByRef: 'identity--f431f809-377b-45e0-aa1c-6a4751cae5ff',
  created: '2026-11-23T08:00:00.000Z',
  validFrom: '2026-11-23T08:00:00.000Z',
  labels: ['phishing'],
  confidence: 80,
}

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function readAll(source: AsyncIterable<Uint8Array>, options = OPTIONS) {
  const batches: IntelBatch[] = []
  for await (const batch of readIntelFile(source, options)) batches.push(batch)
  return {
    batches,
    objects: batches.flatMap((batch) => batch.objects),
    faults: batches.flatMap((batch) => batch.faults.map(({ code, at }) => `${code} ${at}`)),
    duplicates: batches.reduce((sum, batch) => sum + batch.duplicates, 0),
  }
}

const readText = (text: string, options = OPTIONS, size = 7) =>
  readAll(inChunks(utf8(text), size), options)

const patterns = (read: Awaited<ReturnType<typeof readAll>>) =>
  read.objects.map(({ value }) => value.pattern)

const SCO =
  '{ "type": "domain-name", "id": "domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7", "value": "example.com" }'
const bundle = (...objects: string[]) =>
  `{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":[${objects}]}`

describe('plain lists', () => {
  it('become indicators; comments and empty lines are passed over', async () => {
    const read = await readText(
      '# list\r\nEvil[.]example\r\n\r\nhxxp://evil.example/#x  # seen twice\n198.51.100.3\n2001:db8::1',
    )
    expect(read.faults).toEqual([])
    expect(patterns(read)).toEqual([
      "[domain-name:value = 'evil.example']",
      "[url:value = 'http://evil.example/#x']",
      "[ipv4-addr:value = '198.51.100.3']",
      "[ipv6-addr:value = '2001:db8::1']",
    ])
    expect(read.objects[0]?.view).toMatchObject({ type: 'indicator', tlp: 'green' })
    expect(read.objects[0]?.value).toMatchObject({ confidence: 80, labels: ['phishing'] })
  })

  it('list every fault by line and go on', async () => {
    const long = 'a'.repeat(MAX_LINE_BYTES + 1)
    const read = await readText(`localhost\n${long}\nevil.example\n1.2.3\nhttp://\n`, OPTIONS, 999)
    expect(read.faults).toEqual([
      'domain-single-label line 1',
      'entry-size line 2',
      'address-syntax line 4',
      'url-syntax line 5',
    ])
    expect(read.objects.length).toBe(1)
  })

  it('say which line is not UTF-8', async () => {
    const bytes = Uint8Array.of(...utf8('a.example\n'), 0xff, 0x0a, ...utf8('b.example'))
    const read = await readAll(inChunks(bytes, 3))
    expect(read.faults).toEqual(['json-utf8 line 2'])
    expect(read.objects.length).toBe(2)
  })

  it('read alike however the stream is cut', async () => {
    const text = '\ufeff例子.测试\n# 注释\nb.example\n\nc.example/x\nhttp://d.example/日'
    const once = await readText(text, OPTIONS, 1000)
    expect(patterns(once)[0]).toBe("[domain-name:value = 'xn--fsqu00a.xn--0zwm56d']")
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        expect(await readText(text, OPTIONS, size)).toEqual(once)
      }),
    )
  })

  it('come in bounded batches without repeats, faults included', async () => {
    const lines = Array.from({ length: 2500 }, (_, i) => (i % 2 ? `h${i}.example` : 'bad'))
    const read = await readText(`a.example\nA.example.\n${lines.join('\n')}`, OPTIONS, 64 * 1024)
    expect(read.objects.length).toBe(1251)
    expect(read.faults.length).toBe(1250)
    expect(read.duplicates).toBe(1)
    for (const { objects, faults } of read.batches) {
      expect(Math.max(objects.length, faults.length)).toBeLessThanOrEqual(BATCH_SIZE)
    }
  })

  it('stay small in memory: batches come before the stream ends', async () => {
    let sent = 0
    async function* endless() {
      for (;;) yield utf8(`h${sent++}.example\n`)
    }
    for await (const batch of readIntelFile(endless(), OPTIONS)) {
      expect(batch.objects.length).toBe(BATCH_SIZE)
      break
    }
    expect(sent).toBeLessThan(2 * BATCH_SIZE)
  })

  it('say once what is wrong with the options, and close the source', async () => {
    let closed = false
    async function* source() {
      try {
        for (;;) yield utf8('a.example\n')
      } finally {
        closed = true
      }
    }
    const read = await readAll(source(), { ...OPTIONS, confidence: 101, validFrom: 'today' })
    expect(read.faults).toEqual(['range confidence', 'timestamp valid_from'])
    expect(closed).toBe(true)
  })

  it('may be empty', async () => {
    expect((await readText('')).batches).toEqual([])
    expect((await readText(' \n\n')).batches).toEqual([])
  })
})

describe('STIX files', () => {
  it('give each object in its exact bytes, in memory of its own', async () => {
    const read = await readText(`\n ${bundle(SCO)}\n`)
    const bytes = read.objects[0]?.bytes ?? utf8('')
    expect(fromUtf8(bytes)).toBe(SCO)
    expect(bytes.buffer.byteLength).toBe(bytes.length)
  })

  it('take a single object', async () => {
    const read = await readText(`  ${SCO}\n`)
    expect(read.objects.map(({ bytes }) => fromUtf8(bytes))).toEqual([SCO])
  })

  it('list the faults of bad objects and go on', async () => {
    const read = await readText(bundle('{"type":"url"}', SCO, '7'))
    expect(read.faults).toEqual([
      'missing objects[0].id',
      'missing objects[0].value',
      'object-expected objects[2]',
    ])
    expect(read.objects.length).toBe(1)
  })

  it('keep the first of two contents of one version and count plain repeats', async () => {
    const other = SCO.replace('"value"', '"defanged": true, "value"')
    const read = await readText(bundle(SCO, other, SCO))
    expect(read.faults).toEqual(['version-conflict objects[1]'])
    expect(read.objects.map(({ bytes }) => fromUtf8(bytes))).toEqual([SCO])
    expect(read.duplicates).toBe(1)
  })

  it('take envelopes and objects after one another', async () => {
    const other = SCO.replace('bedb4899', 'bedb4890').replace('example.com', 'b.example')
    for (const text of [`{"more":false,"objects":[${SCO},${other}]}`, `${SCO}\n${other}\n`]) {
      const read = await readText(text)
      expect(read.faults).toEqual([])
      expect(read.objects.length).toBe(2)
    }
    expect((await readText(`${SCO}\n{"type":"url"}`)).faults).toEqual([
      'missing [1].id',
      'missing [1].value',
    ])
  })

  it('keep what stands before a place where the file breaks off', async () => {
    const read = await readText(bundle(SCO, SCO.slice(0, 20)).slice(0, -2))
    expect(read.objects.length).toBe(1)
    expect(read.faults).toEqual([`json-syntax byte ${utf8(bundle(SCO)).length - 2 + 21}`])
    expect((await readText(`{"objects":[${SCO}],"type":"report"}`)).faults).toEqual([
      'bundle-type type',
    ])
  })

  it('stay small in memory: a bundle of any size gives batches before it ends', async () => {
    let sent = 0
    async function* endless() {
      yield utf8('{"type":"bundle","objects":[')
      for (;;) yield utf8(`${SCO.replace('bedb4899', String(10_000_000 + sent++))},`)
    }
    for await (const batch of readIntelFile(endless(), OPTIONS)) {
      expect(batch.objects.length).toBe(BATCH_SIZE)
      break
    }
    expect(sent).toBeLessThan(2 * BATCH_SIZE)
  })

  it('are refused for broken JSON and unknown content', async () => {
    expect((await readText('{"type":"bundle","objects":[')).faults).toEqual(['json-syntax byte 28'])
    expect((await readText('{"a":1}')).faults).toEqual(['format-unknown '])
    expect((await readText('{"type":"bundle","id":"x"}')).faults).toEqual(['bundle-type id'])
  })
})

describe('eth-phishing-detect', () => {
  it('is recognised by its blacklist', async () => {
    const read = await readText(
      '{"version":2,"whitelist":["ok.example"],"blacklist":["a.example",7]}',
    )
    expect(patterns(read)).toEqual(["[domain-name:value = 'a.example']"])
    expect(read.faults).toEqual(['kind blacklist[1]'])
  })

  it('gives its real list as indicators with ids that come again', async () => {
    const path = new URL(import.meta.resolve('eth-phishing-detect/src/config.json'))
    const first = await readAll(createReadStream(path))
    const second = await readAll(createReadStream(path))
    expect(first.objects.length).toBeGreaterThan(13_000)
    expect(new Set(first.objects.map(({ view }) => view.id)).size).toBe(first.objects.length)
    expect(second.objects.map(({ view }) => view.id)).toEqual(
      first.objects.map(({ view }) => view.id),
    )
    for (const fault of first.faults) expect(fault).toMatch(/^domain-single-label blacklist/)
    for (const object of first.objects.slice(0, 50)) {
      expect(readStixObject(object.bytes)).toEqual({ ok: true, value: object })
    }
  })
})
