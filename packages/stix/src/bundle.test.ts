import { fromUtf8, utf8 } from '@concert/core'
import { describe, expect, it } from 'vitest'
import { readBundle } from './bundle.ts'
import { STIX_FAULTS } from './faults.ts'

const GOOD =
  '{ "type": "domain-name",\n "id": "domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7", "value": "example.com" }'
const ID = 'bundle--5d0092c5-5f74-4287-9642-33f4c354e56d'

const bundle = (objects: string) => `{"type":"bundle","id":"${ID}","objects":[${objects}]}`

describe('STIX 2.1 §8: bundles', () => {
  it('give each object in its exact bytes', () => {
    const read = readBundle(utf8(bundle(` ${GOOD} , ${GOOD}`)))
    expect(read.ok && read.value.objects.map(({ bytes }) => fromUtf8(bytes))).toEqual([GOOD, GOOD])
    expect(read).toMatchObject({ value: { id: ID, faults: [] } })
  })

  it('list the faults of bad objects and go on with the good ones', () => {
    const text = bundle(`${GOOD},{"type":"url"},{"a":1,"a":2},7,${GOOD}`)
    const read = readBundle(utf8(text))
    expect(read.ok && read.value.objects.length).toBe(2)
    expect(read.ok && read.value.faults).toMatchObject([
      { code: 'missing', at: 'objects[1].id' },
      { code: 'missing', at: 'objects[1].value' },
      { code: 'json-duplicate', at: `objects[2], byte ${text.indexOf('"a":2')}` },
      { code: 'object-expected', at: 'objects[3]' },
    ])
  })

  it('may be empty', () => {
    expect(readBundle(utf8(`{"type":"bundle","id":"${ID}"}`))).toMatchObject({
      value: { objects: [], faults: [] },
    })
  })

  it('are refused for another type, a wrong id, objects that are no list, broken JSON', () => {
    const faults = (text: string) => {
      const read = readBundle(utf8(text))
      return read.ok ? [] : read.faults.map(({ code, at }) => `${code} ${at}`)
    }
    expect(faults('{"type":"report","id":"x","objects":{}}')).toEqual([
      'bundle-type type',
      'bundle-type id',
      'kind objects',
    ])
    expect(faults('{"objects":[')).toEqual(['json-syntax byte 12'])
  })

  it('are bounded', () => {
    expect(readBundle(utf8(bundle(GOOD)), { maxBytes: 10 })).toMatchObject({
      faults: [{ code: 'json-size' }],
    })
  })
})

describe('fault sentences', () => {
  it('exist in both languages, and neither is a copy of the other', () => {
    for (const { en, zh } of Object.values(STIX_FAULTS)) {
      expect(en).toMatch(/^[\x20-\x7e±−³]+\.$/u)
      expect(zh).toMatch(/\p{Script=Han}.*。$/u)
    }
  })
})
