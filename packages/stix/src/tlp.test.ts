import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkStixObject } from './check.ts'
import {
  compareTlp,
  effectiveTlp,
  parseTlp,
  redefinesTlp,
  TLP_LEVELS,
  tlpMarkingDefinition,
  tlpMarkingId,
  tlpOfMarking,
} from './tlp.ts'

const WHITE_1 = 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9'
const STATEMENT = 'marking-definition--d81f86b9-975b-4c0b-875e-810c5ad45a4f'

describe('TLP 2.0: the level that binds', () => {
  it('is the strictest of all markings, own and granular', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...TLP_LEVELS)),
        fc.array(fc.constantFrom(...TLP_LEVELS)),
        (own, granular) => {
          const level = effectiveTlp({
            object_marking_refs: own.map(tlpMarkingId),
            granular_markings: granular.map((each) => ({
              marking_ref: tlpMarkingId(each),
              selectors: ['name'],
            })),
          })
          const all = [...own, ...granular].toSorted(compareTlp)
          expect(level).toBe(all.at(-1) ?? 'red')
        },
      ),
    )
  })

  it('is red when unmarked, when a marking is unknown, and when one cannot be read', () => {
    expect(effectiveTlp({})).toBe('red')
    expect(effectiveTlp({ object_marking_refs: [tlpMarkingId('clear'), STATEMENT] })).toBe('red')
    expect(effectiveTlp({ object_marking_refs: [7] })).toBe('red')
    expect(effectiveTlp({ object_marking_refs: STATEMENT })).toBe('red')
    const green = tlpMarkingId('green')
    expect(effectiveTlp({ object_marking_refs: [green], granular_markings: [null] })).toBe('red')
  })

  it('does not change for a granular marking that names a language', () => {
    const lang = { lang: 'zh', selectors: ['name'] }
    const own = { object_marking_refs: [tlpMarkingId('green')] }
    expect(effectiveTlp({ ...own, granular_markings: [lang] })).toBe('green')
    const both = { ...lang, marking_ref: tlpMarkingId('red') }
    expect(effectiveTlp({ ...own, granular_markings: [both] })).toBe('red')
  })

  it('maps the ids of TLP 1.x', () => {
    expect(tlpOfMarking(WHITE_1)).toBe('clear')
    expect(tlpOfMarking('marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed')).toBe('red')
    expect(tlpOfMarking(STATEMENT)).toBeUndefined()
  })

  it('reads labels in any case, with or without the prefix', () => {
    expect(parseTlp('TLP:AMBER+STRICT')).toBe('amber+strict')
    expect(parseTlp('white')).toBe('clear')
    expect(parseTlp('purple')).toBeUndefined()
  })
})

describe('TLP markings are built in', () => {
  const extension = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'
  const definition = (id: string, level: string) => ({
    id,
    extensions: { [extension]: { extension_type: 'property-extension', tlp_2_0: level } },
  })

  it.each(TLP_LEVELS)('gives the definition of %s as it is published', (level) => {
    const published = tlpMarkingDefinition(level)
    expect(checkStixObject(published)).toEqual([])
    expect(redefinesTlp(published)).toBe(false)
    expect(tlpOfMarking(String(published.id))).toBe(level)
    expect(parseTlp(String(published.name))).toBe(level)
  })

  it('accepts a true copy and catches one that relabels', () => {
    expect(redefinesTlp(definition(tlpMarkingId('red'), 'red'))).toBe(false)
    expect(redefinesTlp(definition(tlpMarkingId('red'), 'clear'))).toBe(true)
    expect(redefinesTlp({ id: WHITE_1, definition: { tlp: 'white' } })).toBe(false)
    expect(redefinesTlp({ id: WHITE_1, definition: { tlp: 'red' } })).toBe(true)
    expect(redefinesTlp({ id: STATEMENT })).toBe(false)
  })
})
