import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JsonObject } from '@concert/core'
import { beforeAll, describe, expect, it } from 'vitest'
import * as k from '../table/kinds.ts'
import type { KnownExtension } from '../table/model.ts'
import type { InvalidVector } from '../testing/generate/vectors.ts'
import type { ValidationMode } from './grades.ts'
import { OBJECT_RULES } from './object-rules.ts'
import { createValidator } from './validator.ts'

const UUID = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
const TIME = '2016-04-06T20:03:48.000Z'
const MALWARE = {
  type: 'malware',
  spec_version: '2.1',
  id: `malware--${UUID}`,
  created: TIME,
  modified: TIME,
  is_family: false,
}
const URL_OBJECT = {
  type: 'url',
  id: 'url--47c3cf9a-5027-5bf0-997a-017c7edc7c55',
  value: 'https://example.com/',
}
const MARKING = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: `marking-definition--${UUID}`,
  created: TIME,
}
const RELATIONSHIP = {
  ...MALWARE,
  type: 'relationship',
  id: `relationship--${UUID}`,
  relationship_type: 'uses',
  source_ref: `malware--${UUID}`,
  target_ref: `tool--${UUID}`,
  is_family: undefined,
}
const EXTENSION = `extension-definition--${UUID}`

const said = (object: object, mode: ValidationMode = 'strict') =>
  createValidator({ mode })(JSON.parse(JSON.stringify(object)) as JsonObject).map(
    ({ severity, code, at }) => `${severity} ${code} ${at}`,
  )

const lines = async <Type>(file: string): Promise<readonly Type[]> => {
  const path = join(import.meta.dirname, '..', '..', 'vectors', 'objects', file)
  const text = await readFile(path, 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Type)
}

describe('vectors', () => {
  let invalid: readonly InvalidVector[]
  let valid: readonly JsonObject[]

  beforeAll(async () => {
    invalid = await lines('invalid.ndjson')
    valid = await lines('valid.ndjson')
  })

  it('of valid objects, one for each type, have no errors', () => {
    const validate = createValidator({ severities: 'errors' })
    expect(valid.length).toBe(42)
    for (const object of valid) expect(validate(object)).toEqual([])
  })

  it('of invalid objects break the rule that they name, and no other', () => {
    const validate = createValidator({ severities: 'errors' })
    for (const { name, object, ...expected } of invalid) {
      const found = validate(object).map(({ code, at, section }) => ({ code, at, section }))
      expect(found[0], name).toEqual(expected)
      for (const each of found)
        expect({ ...each, section: '' }, name).toEqual({ ...expected, section: '' })
    }
  })

  it('leave no MUST of the table without a case', () => {
    const covered = new Set<string>(invalid.map(({ code }) => code))
    const musts = Object.entries(OBJECT_RULES).filter(
      ([, { grade }]) => grade === 'must' || grade === 'spelling' || grade === 'custom',
    )
    const missing = musts.map(([code]) => code).filter((code) => !covered.has(code))
    // These come from the object's type, id or extensions as a whole: tested below by hand.
    expect(missing).toEqual([
      'type-syntax',
      'type-unknown',
      'bundle-inside',
      'property-name',
      'extension-misplaced',
      'marking-redefined',
      'pattern',
    ])
  })
})

describe('rules beyond the rows of the table', () => {
  it('§3.1, §8, §11.2: the type', () => {
    expect(said({ ...MALWARE, type: 'Malware' })[0]).toBe('error type-syntax type')
    expect(said({ type: 'bundle', id: `bundle--${UUID}` })).toContain('error bundle-inside type')
    const custom = { ...MALWARE, type: 'x-acme', id: `x-acme--${UUID}` }
    expect(said(custom)).toEqual(['error type-unknown type'])
    expect(said(custom, 'lenient')).toEqual(['warning type-unknown type'])
    expect(said({})).toContain('error missing type')
    expect(said({ type: 7 })).toContain('error kind type')
  })

  it('§7.3: an extension adds a type and says of which class it is', () => {
    const extensions = { [EXTENSION]: { extension_type: 'new-sco' } }
    expect(said({ type: 'x-acme', id: `x-acme--${UUID}`, rank: 1, extensions })).toEqual([])
    const sdo = { [EXTENSION]: { extension_type: 'new-sdo' } }
    expect(said({ type: 'x-acme', id: `x-acme--${UUID}`, extensions: sdo })).toEqual([
      'error missing spec_version',
      'error missing created',
      'error missing modified',
    ])
  })

  it('§7.3, §11.1: properties of one’s own', () => {
    expect(said({ ...MALWARE, x_rank: 1 }, 'lenient')).toEqual(['warning property-unknown x_rank'])
    expect(said({ ...MALWARE, rank: 1 }, 'lenient')).toEqual([
      'warning property-unknown rank',
      'warning property-prefix rank',
    ])
    expect(said({ ...MALWARE, 'x-rank': 1 }, 'lenient')).toContain("error property-name ['x-rank']")
    expect(said({ ...MALWARE, x_ref: 'me' }, 'lenient')).toContain('error id-syntax x_ref')
    const extensions = { [EXTENSION]: { extension_type: 'toplevel-property-extension' } }
    expect(said({ ...MALWARE, rank: 1, extensions })).toEqual([])
  })

  it('§7.3: what a known extension says of its own properties is checked', () => {
    const acme: KnownExtension = {
      id: EXTENSION,
      name: 'acme',
      kinds: ['property-extension', 'toplevel-property-extension'],
      shape: k.shape('acme', 'ACME', { rank: k.required(k.integer(0, 9)) }),
      topLevel: { toxicity: k.integer(0, 9) },
    }
    const validate = createValidator({ extensions: [acme], severities: 'errors' })
    const extended = (rank: number, toxicity: number): JsonObject => ({
      ...MALWARE,
      toxicity,
      extensions: { [EXTENSION]: { extension_type: 'property-extension', rank } },
    })
    expect(validate(extended(1, 1))).toEqual([])
    expect(validate(extended(10, 10)).map(({ code, at }) => `${code} ${at}`)).toEqual([
      'range toxicity',
      `range extensions['${EXTENSION}'].rank`,
    ])
  })

  it('§3.10: a predefined extension stays with its type', () => {
    expect(said({ ...URL_OBJECT, extensions: { 'ntfs-ext': { sid: '1' } } })).toEqual([
      "error extension-misplaced extensions['ntfs-ext']",
    ])
  })

  it('§7.2.1.4: nobody makes another TLP marking', () => {
    const tlp = { ...MARKING, definition_type: 'tlp', definition: { tlp: 'red' } }
    expect(said(tlp)).toContain('error marking-redefined id')
    const white = { ...tlp, id: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9' }
    expect(said(white)).toContain('error marking-redefined id')
    expect(said({ ...white, definition: { tlp: 'white' } })).not.toContain(
      'error marking-redefined id',
    )
  })

  it('§3.2: a defanged value need not have the form of what it was', () => {
    expect(said({ ...URL_OBJECT, value: 'hxxps://evil[.]example {' })).toEqual([
      'error format value',
    ])
    expect(said({ ...URL_OBJECT, value: 'hxxps://evil[.]example {', defanged: true })).toEqual([])
  })

  it('what SHOULD be is a warning', () => {
    expect(said({ ...MALWARE, id: 'malware--8e2e2d2b-17d4-5cbf-938f-98ee46b3cd3f' })).toEqual([
      'warning id-version id',
    ])
    expect(said({ ...MALWARE, malware_types: ['Zeus Bot', 'zeus'], name: '' })).toEqual([
      'warning vocabulary-style malware_types[0]',
      'warning open-vocabulary malware_types[1]',
      'warning text-empty name',
    ])
    expect(said(RELATIONSHIP)).toEqual([])
    expect(said({ ...RELATIONSHIP, relationship_type: 'targets' })).toEqual([
      'warning relationship-unlisted relationship_type',
    ])
    expect(said({ ...RELATIONSHIP, relationship_type: 'related-to' })).toEqual([])
    expect(
      said({
        type: 'file',
        id: `file--47c3cf9a-5027-5bf0-997a-017c7edc7c55`,
        hashes: { SHA256: 'x' },
      }),
    ).toEqual(['warning hash-algorithm hashes.SHA256'])
  })

  it('lenient readers forgive spelling, producers nothing', () => {
    const coarse = { ...MALWARE, created: '2016-04-06T20:03:48Z', name: 'x' }
    expect(said(coarse)).toEqual(['error timestamp-digits created'])
    expect(said(coarse, 'lenient')).toEqual(['warning timestamp-digits created'])
    expect(said({ ...MALWARE, name: 'x' }, 'producer')).toEqual([
      'warning creator-missing created_by_ref',
      'warning language-missing lang',
    ])
    const statement = { ...MARKING, definition_type: 'statement', definition: { statement: 'x' } }
    expect(said(statement)).toEqual([
      'warning deprecated definition_type',
      'warning deprecated definition',
    ])
    expect(said(statement, 'producer')).toContain('error deprecated definition')
    expect(said(statement, 'lenient')).toHaveLength(2)
  })

  it('keys that others chose are shown so that nothing takes them for something else', () => {
    const [unknown = ''] = said({ ...MALWARE, '\u202E\u0007x': 1 })
    expect(unknown).toBe("error property-unknown ['\\u{202e}\\u{7}x']")
    expect(said({ ...MALWARE, ['y'.repeat(9999)]: 1 })[0]?.length).toBeLessThan(200)
  })

  it('are listed up to a thousand, however many an object breaks', () => {
    expect(said({ ...MALWARE, labels: Array(5000).fill(1) })).toHaveLength(1000)
  })
})
