import { createHash } from 'node:crypto'
import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createValidator } from '../validate/validator.ts'
import { upgradePattern } from './pattern-text.ts'
import { UPGRADE_NOTES } from './report.ts'
import { SET_ASIDE_EXTENSION } from './set-aside.ts'
import { StixUpgrader } from './upgrader.ts'

const sha1 = (data: Uint8Array): Uint8Array => createHash('sha1').update(data).digest()
const validate = createValidator({ mode: 'strict' })
const errors = (object: JsonObject) =>
  validate(object).filter(({ severity }) => severity === 'error')

const UUID = '1b6b8e0f-3c44-4b0e-9a67-5a1f0d5c3a21'
const RED = 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed'
const AMBER = 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82'
const TIMES = { created: '2017-04-06T19:58:16.000Z', modified: '2017-04-06T19:58:16.000Z' }

const object = (type: string, more: JsonObject): JsonObject => ({
  type,
  id: `${type}--${UUID}`,
  ...TIMES,
  ...more,
})
const observed = (objects: JsonObject, more: JsonObject = {}): JsonObject =>
  object('observed-data', {
    first_observed: TIMES.created,
    last_observed: TIMES.created,
    number_observed: 1,
    objects,
    ...more,
  })

function upgrade(given: JsonObject) {
  const upgraded = new StixUpgrader(sha1).upgrade(given)
  return {
    ...upgraded,
    last: upgraded.objects.at(-1) as JsonObject,
    said: upgraded.changes.map(({ code, at, to }) => [code, at, ...(to ? [to] : [])].join(' ')),
    refused: upgraded.faults.map(({ code, at }) => `${code} ${at}`),
  }
}

describe('STIX 2.0 upgraded to 2.1', () => {
  it('leaves 2.1 alone and refuses other versions', () => {
    const domain = { type: 'domain-name', id: `domain-name--${UUID}`, value: 'a.example' }
    expect(upgrade(domain)).toMatchObject({ objects: [domain], changes: [] })
    const tool = object('tool', { spec_version: '2.1', name: 'x', labels: ['exploitation'] })
    expect(upgrade(tool)).toMatchObject({ objects: [tool], changes: [] })
    expect(upgrade({ ...tool, spec_version: '2.2' })).toMatchObject({
      objects: [],
      refused: ['version-unknown spec_version'],
    })
  })

  it('states the version and keeps id, times and unknown properties', () => {
    const { last, said } = upgrade(
      object('campaign', { name: 'x', x_note: 1, modified: '2017-04-06T19:58:16Z' }),
    )
    expect(last).toEqual({
      ...object('campaign', { name: 'x', x_note: 1 }),
      spec_version: '2.1',
    })
    expect(said).toEqual(['version-stated spec_version', 'timestamp-padded modified'])
  })

  it.each([
    ['indicator', 'indicator_types', 'malicious-activity', { pattern: '[a:b = 1]' }],
    ['malware', 'malware_types', 'trojan', { name: 'x' }],
    ['report', 'report_types', 'campaign', { name: 'x', published: TIMES.created }],
    ['threat-actor', 'threat_actor_types', 'spy', { name: 'x' }],
    ['tool', 'tool_types', 'exploitation', { name: 'x' }],
  ])('%s: known labels become %s, others stay', (type, property, known, more) => {
    const marked = {
      granular_markings: [{ marking_ref: RED, selectors: ['labels.[1]', 'labels'] }],
    }
    const { last, said } = upgrade(object(type, { ...more, ...marked, labels: ['mine', known] }))
    expect(last).toMatchObject({ [property]: [known], labels: ['mine'] })
    expect(said).toContain(`property-moved labels[1] ${property}[0]`)
    expect(last.granular_markings).toEqual([
      { marking_ref: RED, selectors: [`${property}.[0]`, property, 'labels'] },
    ])
  })

  it('gives what 2.1 requires, and says that it was assumed', () => {
    const malware = upgrade(object('malware', { name: 'x', labels: ['worm'] }))
    expect(malware.last).toMatchObject({ is_family: true, malware_types: ['worm'] })
    expect(malware.last).not.toHaveProperty('labels')
    expect(malware.said).toContain('value-assumed is_family')
    const pattern = "[file:hashes.ssdeep = 'START']"
    const indicator = upgrade(
      object('indicator', { pattern, labels: ['benign'], valid_from: TIMES.created }),
    )
    expect(indicator.last).toMatchObject({
      pattern_type: 'stix',
      pattern: "[file:hashes.SSDEEP = 'START']",
    })
    expect(errors(malware.last)).toEqual([])
    expect(errors(indicator.last)).toEqual([])
  })

  it('moves roles of identities, respells vocabularies and hash names', () => {
    const { last } = upgrade(
      object('identity', {
        name: 'x',
        identity_class: 'organization',
        labels: ['CEO'],
        sectors: ['defence', 'energy'],
        external_references: [
          { source_name: 'a', url: 'https://a.example/', hashes: { ssdeep: '3:a:b' } },
        ],
      }),
    )
    expect(last).toMatchObject({ roles: ['CEO'], sectors: ['defense', 'energy'] })
    expect(last.external_references).toMatchObject([{ hashes: { SSDEEP: '3:a:b' } }])
    expect(last).not.toHaveProperty('labels')
  })

  it('names the TLP markings, which keep their ids', () => {
    const { last } = upgrade({
      type: 'marking-definition',
      id: RED,
      created: '2017-01-20T00:00:00.000Z',
      definition_type: 'tlp',
      definition: { tlp: 'red' },
    })
    expect(last).toMatchObject({ id: RED, name: 'TLP:RED', spec_version: '2.1' })
    expect(errors(last)).toEqual([])
  })
})

describe('STIX 2.0 observed data', () => {
  const traffic = observed({
    '0': { type: 'ipv4-addr', value: '198.51.100.3' },
    '1': { type: 'domain-name', value: 'example.com', resolves_to_refs: ['0'] },
    '2': {
      type: 'network-traffic',
      src_ref: '0',
      dst_ref: '1',
      protocols: ['tcp', 'http'],
      extensions: {
        'http-request-ext': {
          request_method: 'get',
          request_value: '/',
          request_header: { Host: 'example.com' },
        },
      },
    },
    dir: { type: 'directory', path: '/tmp', created: TIMES.created, contains_refs: ['f'] },
    f: { type: 'file', name: 'a', parent_directory_ref: 'dir', hashes: { ssdeep: '3:abc:d' } },
  })

  it('becomes objects of their own with deterministic ids', () => {
    const { objects, last, said, refused } = upgrade(traffic)
    expect(refused).toEqual([])
    expect(objects.flatMap(errors)).toEqual([])
    // Id as in the errata's own example.
    expect(objects[0]?.id).toBe('ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4')
    expect(objects[1]).toMatchObject({ resolves_to_refs: [objects[0]?.id] })
    expect(objects[2]).toMatchObject({ src_ref: objects[0]?.id, dst_ref: objects[1]?.id })
    expect(objects[3]).toMatchObject({ ctime: TIMES.created, contains_refs: [objects[4]?.id] })
    expect(objects[4]).toMatchObject({ parent_directory_ref: objects[3]?.id })
    expect(last).toMatchObject({ object_refs: objects.slice(0, -1).map(({ id }) => id) })
    expect(last).not.toHaveProperty('objects')
    expect(said).toEqual(
      expect.arrayContaining([
        `observable-extracted objects['0'] ${objects[0]?.id}`,
        'property-renamed objects.dir.created ctime',
        "value-wrapped objects['2'].extensions['http-request-ext'].request_header",
        'value-renamed objects.f.hashes',
      ]),
    )
  })

  it('gives the same ids when done again, and each observable once', () => {
    const upgrader = new StixUpgrader(sha1)
    const first = upgrader.upgrade(traffic)
    const again = upgrader.upgrade(traffic)
    expect(again.objects).toEqual([first.objects.at(-1)])
    const process = observed({ p: { type: 'process', pid: 1 } })
    expect(upgrade(process).objects).toEqual(upgrade(process).objects)
    const other = observed({
      '0': { type: 'ipv4-addr', value: '198.51.100.3', belongs_to_refs: ['1'] },
      '1': { type: 'autonomous-system', number: 1 },
    })
    expect(upgrader.upgrade(other).faults).toEqual([
      { code: 'observable-differs', at: 'objects.0', to: first.objects[0]?.id },
    ])
  })

  it('keeps what 2.1 has no property for in an extension, with its definition', () => {
    const { objects, said } = upgrade(
      observed({
        p: {
          type: 'process',
          name: 'sh',
          arguments: ['-c'],
          binary_ref: 'f',
          created: TIMES.created,
        },
        f: {
          type: 'file',
          name: 'sh',
          extensions: { 'raster-image-ext': { image_compression_algorithm: 'zip' } },
        },
      }),
    )
    const [creator, definition, shell, file] = objects
    expect(definition).toMatchObject({ id: SET_ASIDE_EXTENSION, created_by_ref: creator?.id })
    expect(shell).toMatchObject({
      image_ref: file?.id,
      created_time: TIMES.created,
      extensions: {
        [SET_ASIDE_EXTENSION]: {
          extension_type: 'property-extension',
          name: 'sh',
          arguments: ['-c'],
        },
      },
    })
    expect(file?.extensions).toEqual({
      [SET_ASIDE_EXTENSION]: {
        extension_type: 'property-extension',
        raster_image_ext_image_compression_algorithm: 'zip',
      },
    })
    expect(objects.flatMap(errors)).toEqual([])
    expect(said.filter((each) => each.startsWith('property-set-aside')).length).toBe(3)
  })

  it('lets no marking go: markings of the whole, of an observable and of a part follow', () => {
    const { objects, last, said } = upgrade(
      observed(
        {
          a: { type: 'directory', path: '/tmp', created: TIMES.created },
          b: { type: 'process', name: 'sh', pid: 1 },
          c: { type: 'url', value: 'http://c.example/' },
        },
        {
          object_marking_refs: [AMBER],
          granular_markings: [
            { marking_ref: RED, selectors: ['objects.a.created', 'number_observed'] },
            { marking_ref: RED, selectors: ['objects.b.name', 'objects.c', 'objects.c.nothing'] },
          ],
        },
      ),
    )
    const [directory, shell, url] = objects.filter(({ type }) =>
      ['directory', 'process', 'url'].includes(String(type)),
    )
    expect(directory).toMatchObject({
      object_marking_refs: [AMBER],
      granular_markings: [{ marking_ref: RED, selectors: ['ctime'] }],
    })
    expect(shell?.granular_markings).toEqual([
      { marking_ref: RED, selectors: [`extensions.${SET_ASIDE_EXTENSION}.name`] },
    ])
    expect(url?.object_marking_refs).toEqual([AMBER, RED])
    expect(last.granular_markings).toEqual([{ marking_ref: RED, selectors: ['number_observed'] }])
    expect(said.filter((each) => each.startsWith('marking-carried')).length).toBe(7)
    expect(objects.flatMap(errors)).toEqual([])
  })

  it('says what can not be kept', () => {
    const { refused, last } = upgrade(
      observed({
        a: { type: 'domain-name', value: 'a.example', resolves_to_refs: ['z'] },
        b: 7,
        c: { type: 'ipv4-addr', value: '192.0.2.1', belongs_to_refs: ['b', 'd'] },
        d: { type: 'autonomous-system', number: 1 },
      }),
    )
    expect(refused).toEqual([
      'reference-unknown objects.a.resolves_to_refs[0]',
      'observable-malformed objects.b',
      'reference-unknown objects.c.belongs_to_refs[0]',
    ])
    expect(last.object_refs).toHaveLength(3)
  })

  it('ends for references in circles and in long chains, with nothing lost', () => {
    const count = 4000
    const chain = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `k${i}`,
        { type: 'process', pid: i, parent_ref: `k${(i + 1) % count}` },
      ]),
    )
    const { objects, faults } = upgrade(observed(chain))
    expect(faults).toEqual([])
    expect(new Set(objects.map(({ id }) => id)).size).toBe(count + 1)
    const byPid = new Map(objects.map((each) => [each.pid, each]))
    for (let i = 0; i < count; i++) {
      expect(byPid.get(i)?.parent_ref).toBe(byPid.get((i + 1) % count)?.id)
    }
  })

  it('takes any JSON without breaking', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (some, any) => {
        const objects = JSON.parse(JSON.stringify({ ...some, a: { ...some, type: 'file' } }))
        const given = observed(objects, { granular_markings: JSON.parse(JSON.stringify([any])) })
        const { last } = upgrade(given)
        expect(last).toMatchObject({ type: 'observed-data', spec_version: '2.1' })
      }),
    )
  })
})

describe('patterns of STIX 2.0', () => {
  it.each([
    [
      "[a:b = 'x'] START '2016-06-01T00:00:00Z' STOP '2016-07-01T00:00:00Z'",
      "[a:b = 'x'] START t'2016-06-01T00:00:00Z' STOP t'2016-07-01T00:00:00Z'",
    ],
    ["[file:created = t'2016-06-01T00:00:00Z']", "[file:ctime = t'2016-06-01T00:00:00Z']"],
    [
      "[process:binary_ref.name = 'a'] AND [process:created > 't']",
      "[process:image_ref.name = 'a'] AND [process:created_time > 't']",
    ],
    ["[file:hashes.'ssdeep' = 'process:created']", "[file:hashes.'SSDEEP' = 'process:created']"],
    ["[x-file:created = 1 AND file:created_x = 2 AND a:b = 'it\\'s file:created']", undefined],
  ])('%s', (given, wanted) => {
    expect(upgradePattern(given)).toBe(wanted ?? given)
  })

  it('are rewritten in time in proportion to their length', () => {
    const text = `START '${"\\'".repeat(50_000)} hashes.${"START 'a' ".repeat(20_000)}`
    expect(upgradePattern(text)).toBe(text)
  })
})

it('every note has a sentence in both languages', () => {
  for (const { en, zh } of Object.values(UPGRADE_NOTES)) {
    expect(en).toMatch(/^[\x20-\x7e]+\.$/)
    expect(zh).toMatch(/^[^,;:]*\p{Script=Han}.*。$/u)
  }
})
