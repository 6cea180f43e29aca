import { utf8 } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_OBJECT_BYTES, readStixObject } from './object.ts'

const IDENTITY = 'identity--f431f809-377b-45e0-aa1c-6a4751cae5ff'
const GREEN = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'
const INDICATOR = {
  type: 'indicator',
  spec_version: '2.1',
  id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
  created_by_ref: IDENTITY,
  created: '2016-04-06T20:03:48.000Z',
  modified: '2016-04-06T20:03:48.123456789Z',
  name: '毒藤',
  pattern: "[domain-name:value = 'example.com']",
  pattern_type: 'stix',
  valid_from: '2016-01-01T00:00:00Z',
  object_marking_refs: [GREEN],
}

const faultsOf = (value: unknown): readonly string[] => {
  const read = readStixObject(utf8(JSON.stringify(value)))
  return read.ok ? [] : read.faults.map(({ code, at }) => `${code} ${at}`)
}

const without = (name: string, base: object = INDICATOR) =>
  Object.fromEntries(Object.entries(base).filter(([key]) => key !== name))

describe('STIX 2.1 §3.2: an object and its view', () => {
  it('keeps the bytes and shows what Concert needs', () => {
    const bytes = utf8(JSON.stringify(INDICATOR, null, 2))
    const read = readStixObject(bytes)
    expect(read.ok && read.value.bytes).toBe(bytes)
    expect(read.ok && read.value.view).toEqual({
      id: INDICATOR.id,
      type: 'indicator',
      specVersion: '2.1',
      created: INDICATOR.created,
      modified: '2016-04-06T20:03:48.123456789Z',
      createdByRef: IDENTITY,
      revoked: false,
      tlp: 'green',
      refs: [IDENTITY, GREEN],
    })
  })

  it('lists every fault with its path, not only the first', () => {
    const bad = {
      type: 'indicator',
      spec_version: '2.0',
      id: 'malware--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
      created_by_ref: GREEN,
      created: '2016-02-30T00:00:00Z',
      pattern: '',
      valid_from: 7,
      confidence: 101,
      revoked: 'yes',
      labels: ['x', 1],
      object_marking_refs: [],
      granular_markings: [{ selectors: [], marking_ref: 'x' }, 7],
    }
    expect(faultsOf(bad)).toEqual([
      'spec-version spec_version',
      'id-type id',
      'ref-type created_by_ref',
      'timestamp created',
      'text-required pattern',
      'kind valid_from',
      'range confidence',
      'kind revoked',
      'kind labels[1]',
      'empty object_marking_refs',
      'empty granular_markings[0].selectors',
      'id-syntax granular_markings[0].marking_ref',
      'kind granular_markings[1]',
      'missing modified',
      'missing pattern_type',
    ])
  })

  it.each(Object.keys(without('name', without('created_by_ref', without('object_marking_refs')))))(
    '§4.7: an indicator needs %s',
    (name) => {
      expect(faultsOf(without(name))).toContain(`missing ${name}`)
    },
  )

  it('§3.2, §4.7: times follow each other', () => {
    expect(faultsOf({ ...INDICATOR, modified: '2016-04-06T20:03:47Z' })).toEqual([
      'time-order modified',
    ])
    expect(faultsOf({ ...INDICATOR, valid_until: '2015-12-31T23:59:59Z' })).toEqual([
      'time-order valid_until',
    ])
  })

  it('§5.2: a sighting names what was seen and who saw it', () => {
    const sighting = {
      ...without('pattern', without('pattern_type', without('valid_from'))),
      type: 'sighting',
      id: 'sighting--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
    }
    expect(faultsOf(sighting)).toEqual(['missing sighting_of_ref'])
    const full = { ...sighting, sighting_of_ref: INDICATOR.id, where_sighted_refs: [GREEN] }
    expect(faultsOf(full)).toEqual(['ref-type where_sighted_refs[0]'])
    expect(faultsOf({ ...full, where_sighted_refs: [IDENTITY], count: -1 })).toEqual([
      'range count',
    ])
  })

  it('§3.2: an observable needs neither times nor a version', () => {
    const address = {
      type: 'ipv4-addr',
      id: 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4',
      value: '198.51.100.3',
    }
    expect(faultsOf(address)).toEqual([])
    expect(faultsOf({ ...address, spec_version: '2.0' })).toEqual(['spec-version spec_version'])
  })

  it('§11: a custom type passes with the common properties', () => {
    const uuid = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
    const custom = { ...INDICATOR, type: 'x-acme-thing', id: `x-acme-thing--${uuid}` }
    expect(faultsOf(custom)).toEqual([])
    expect(faultsOf(without('modified', custom))).toEqual(['missing modified'])
    expect(faultsOf({ type: 'constructor', id: `constructor--${uuid}` })).toEqual([])
  })

  it('§2.13: local keys of the old observable container are no references', () => {
    const data = {
      ...without('pattern', without('pattern_type', without('valid_from'))),
      type: 'observed-data',
      id: 'observed-data--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
      first_observed: INDICATOR.created,
      last_observed: INDICATOR.created,
      number_observed: 1,
      objects: {
        0: { type: 'network-traffic', dst_ref: '1', protocols: ['tcp'] },
        1: { type: 'ipv4-addr', value: '198.51.100.3' },
      },
    }
    const read = readStixObject(utf8(JSON.stringify(data)))
    expect(read.ok && read.value.view.refs).toEqual([IDENTITY, GREEN])
  })

  it('refuses a built-in marking that was given another meaning', () => {
    const marking = {
      type: 'marking-definition',
      spec_version: '2.1',
      id: GREEN,
      created: INDICATOR.created,
      extensions: {
        'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': { tlp_2_0: 'clear' },
      },
    }
    expect(faultsOf(marking)).toEqual(['marking-redefined id'])
  })

  it('refuses faulty JSON, what is no object, and more than 1 MiB', () => {
    const read = (text: string) => readStixObject(utf8(text))
    expect(read('{"type":1,"type":2}')).toMatchObject({
      faults: [{ code: 'json-duplicate', at: 'byte 10' }],
    })
    expect(read('[]')).toMatchObject({ faults: [{ code: 'object-expected' }] })
    expect(readStixObject(new Uint8Array(MAX_OBJECT_BYTES + 1))).toMatchObject({
      faults: [{ code: 'object-size' }],
    })
  })

  it('never throws, whatever JSON stands in for a property', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(INDICATOR), 'granular_markings', 'extensions', 'x_ref'),
        fc.jsonValue(),
        (name, value) => {
          expect(() =>
            readStixObject(utf8(JSON.stringify({ ...INDICATOR, [name]: value }))),
          ).not.toThrow()
        },
      ),
    )
  })
})
