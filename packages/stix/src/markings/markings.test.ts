import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tlpMarkingId } from '../tlp.ts'
import { isCleared } from './clearance.ts'
import { effectiveMarking, effectiveMarkings } from './effective.ts'
import { prune } from './prune.ts'
import { readMarkings } from './read-markings.ts'
import { formatSelector, parseSelector, resolveSelector, type Step, valueAt } from './selector.ts'

// The object of §7.2.3.1's list of valid and invalid selectors.
const HEARTBLEED: JsonObject = {
  id: 'vulnerability--ee916c28-c7a4-4d0d-ad56-a8d357f89fef',
  spec_version: '2.1',
  created: '2016-02-14T00:00:00.000Z',
  modified: '2016-02-14T00:00:00.000Z',
  type: 'vulnerability',
  name: 'CVE-2014-0160',
  description: 'The (1) TLS...',
  external_references: [{ source_name: 'cve', external_id: 'CVE-2014-0160' }],
  labels: ['heartbleed', 'has-logo'],
}
const STATEMENT = 'marking-definition--d81f86b9-975b-4c0b-875e-810c5ad45a4f'

describe('STIX 2.1 §7.2.3.1: selectors', () => {
  it.each([
    ['description', 'The (1) TLS...'],
    ['external_references.[0].source_name', 'cve'],
    ['labels.[0]', 'heartbleed'],
    ['labels', ['heartbleed', 'has-logo']],
    ['external_references', [{ source_name: 'cve', external_id: 'CVE-2014-0160' }]],
  ])('%s selects what the specification says', (selector, value) => {
    const path = resolveSelector(HEARTBLEED, selector)
    expect(path.ok && valueAt(HEARTBLEED, path.value)).toEqual(value)
  })

  it.each([
    ['pattern', 'selector-absent'],
    ['external_references.[3]', 'selector-absent'],
    ['description.[0]', 'selector-absent'],
    ['labels.name', 'selector-absent'],
    ['labels.length', 'selector-absent'],
    ['constructor', 'selector-absent'],
    ['__proto__.name', 'selector-absent'],
    ['labels.0', 'selector-absent'],
    ['', 'selector-syntax'],
    ['labels.', 'selector-syntax'],
    ['labels[0]', 'selector-syntax'],
    ['labels.[-1]', 'selector-syntax'],
    ['labels.[00]', 'selector-syntax'],
    ['labels.[*]', 'selector-syntax'],
    ['a'.repeat(5000), 'selector-syntax'],
  ])('%s selects nothing', (selector, code) => {
    expect(resolveSelector(HEARTBLEED, selector)).toEqual({ ok: false, code })
  })

  it('are read back as they are written', () => {
    const step = fc.oneof(
      fc.nat({ max: 999_999_999 }),
      fc.stringMatching(/^[^.[\]]{1,12}$/),
    ) as fc.Arbitrary<Step>
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (path) => {
        expect(parseSelector(formatSelector(path))).toEqual({ ok: true, value: path })
      }),
    )
  })
})

describe('effective markings', () => {
  const [green, amber, red] = [tlpMarkingId('green'), tlpMarkingId('amber'), tlpMarkingId('red')]
  const marked = {
    ...HEARTBLEED,
    object_marking_refs: [amber],
    granular_markings: [
      { marking_ref: green, selectors: ['name'] },
      { marking_ref: red, selectors: ['external_references.[0].external_id', 'labels'] },
      { lang: 'en', selectors: ['description'] },
    ],
  }

  it('are the strictest of the object and of every selector around a property', () => {
    const tlp = (selector: string) => {
      const found = effectiveMarking(marked, selector)
      return found.ok ? found.value.tlp : found.code
    }
    expect(tlp('description')).toBe('amber')
    expect(tlp('name')).toBe('amber')
    expect(tlp('labels.[1]')).toBe('red')
    expect(tlp('external_references.[0].external_id')).toBe('red')
    expect(tlp('external_references.[0]')).toBe('amber')
    expect(tlp('pattern')).toBe('selector-absent')
  })

  it('of every property agree with those asked for one by one', () => {
    const all = [...effectiveMarkings(marked)]
    expect(all.map(({ selector }) => selector)).toContain('external_references.[0].source_name')
    for (const each of all) {
      expect(effectiveMarking(marked, each.selector)).toEqual({ ok: true, value: each })
    }
  })

  it('are red where nothing speaks of TLP, or a marking is not known, unless it is honoured', () => {
    const tlp = (object: JsonObject, honoured?: ReadonlySet<string>) =>
      [...effectiveMarkings(object, honoured)][0]?.tlp
    expect(tlp({ name: 'x' })).toBe('red')
    const stated = { name: 'x', object_marking_refs: [green, STATEMENT] }
    expect(tlp(stated)).toBe('red')
    expect(tlp(stated, new Set([STATEMENT]))).toBe('green')
  })

  it('are red when a marking cannot be read', () => {
    for (const wrong of [
      { object_marking_refs: green },
      { object_marking_refs: [green], granular_markings: 7 },
      { object_marking_refs: [green], granular_markings: [null] },
      { object_marking_refs: [green], granular_markings: [{ marking_ref: green }] },
      {
        object_marking_refs: [green],
        granular_markings: [{ marking_ref: green, selectors: ['gone'] }],
      },
      { object_marking_refs: [green], granular_markings: [{ selectors: ['name'] }] },
    ]) {
      expect(readMarkings({ name: 'x', ...wrong }).unreadable).toBe(true)
      expect([...effectiveMarkings({ name: 'x', ...wrong })][0]?.tlp).toBe('red')
    }
  })
})

describe('clearance', () => {
  it('wants every marking covered, and takes what is unmarked as it was told to', () => {
    const green = tlpMarkingId('green')
    expect(isCleared([green], { tlp: 'green' })).toBe(true)
    expect(isCleared([green], { tlp: 'clear' })).toBe(false)
    expect(isCleared([], { tlp: 'amber+strict' })).toBe(false)
    expect(isCleared([], { tlp: 'green', unmarked: 'green' })).toBe(true)
    expect(isCleared([green, STATEMENT], { tlp: 'red' })).toBe(false)
    const honours = { tlp: 'green', markings: new Set([STATEMENT]) } as const
    expect(isCleared([green, STATEMENT], honours)).toBe(true)
    expect(isCleared([STATEMENT], honours)).toBe(false)
  })
})

describe('prune', () => {
  it('closes lists up, drops what it empties, and tells where everything went', () => {
    const pruned = prune({ a: ['p', 'q', 'r'], b: { c: ['s'] }, d: 't' }, [
      ['a', 0],
      ['b', 'c', 0],
    ])
    expect(pruned?.object).toEqual({ a: ['q', 'r'], d: 't' })
    expect(pruned?.moved(['a', 2])).toEqual(['a', 1])
    expect(pruned?.moved(['a', 0])).toBeUndefined()
    expect(pruned?.moved(['b', 'c'])).toBeUndefined()
    expect(pruned?.moved(['d'])).toEqual(['d'])
    expect(prune({ a: 1 }, [['a']])).toBeUndefined()
    expect(prune({ a: 1 }, [['b', 3]])?.object).toEqual({ a: 1 })
  })
})
