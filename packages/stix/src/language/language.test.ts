import { hash } from 'node:crypto'
import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkStixObject } from '../check.ts'
import { effectiveMarking } from '../markings/effective.ts'
import { tlpMarkingId } from '../tlp.ts'
import { makeLanguageContent } from './make-content.ts'
import { isLanguageTag, lookupLanguage } from './tags.ts'
import { textPlaces } from './text-places.ts'
import { languagesFor, translate, translates } from './translate.ts'

const sha1 = (data: Uint8Array) => hash('sha1', data, 'buffer')
const TIME = '2017-02-08T21:31:22.007Z'
// The example of §7.1.2.
const CAMPAIGN: JsonObject = {
  type: 'campaign',
  id: 'campaign--12a111f0-b824-4baf-a224-83b80237a094',
  lang: 'en',
  spec_version: '2.1',
  created: TIME,
  modified: TIME,
  name: 'Bank Attack',
  description: 'More information about bank attack',
}
const content = (contents: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'language-content',
  id: 'language-content--b86bd89f-98bb-4fa9-8cb2-9ad421da981d',
  spec_version: '2.1',
  created: TIME,
  modified: TIME,
  object_ref: CAMPAIGN.id as string,
  object_modified: TIME,
  contents,
  ...more,
})
const GERMAN = content({
  de: { name: 'Bank Angriff', description: 'Weitere Informationen über Banküberfall' },
  fr: { name: 'Attaque Bank' },
})

describe('RFC 4647 §3.4: lookup', () => {
  it.each([
    [['zh-Hant-CN-x-private1-private2'], ['zh-Hant', 'zh'], 'zh-Hant'],
    [['zh-Hant-CN-x-private1'], ['zh', 'en'], 'zh'],
    [['de-CH', 'en'], ['en', 'DE'], 'DE'],
    [['fr', 'en'], ['de', 'en-GB'], 'en-GB'],
    [['*', 'en'], ['en'], 'en'],
    [['zh-CN'], ['en', 'zh-Hans'], 'zh-Hans'],
    [['zh'], ['zh-Hant', 'zh-CN'], 'zh-CN'],
    [['zh-TW'], ['zh-Hans', 'zh-Hant'], 'zh-Hant'],
    [['zh-Hant'], ['zh-Hans', 'en'], undefined],
    [['ja'], ['en'], undefined],
    [['en'], ['not a tag', '__proto__'], undefined],
  ])('%j of %j is %s', (wanted, available, found) => {
    expect(lookupLanguage(wanted, available)).toBe(found)
  })

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (wanted, available) => {
        const found = lookupLanguage(wanted, available)
        expect(found === undefined || available.includes(found)).toBe(true)
      }),
    )
    expect(isLanguageTag('zh-Hans')).toBe(true)
    expect(isLanguageTag('x'.repeat(10_000))).toBe(false)
  })
})

describe('STIX 2.1 §7.1: which version language content is about', () => {
  it('is the one with the very same time, or any when it names none', () => {
    expect(translates(GERMAN, CAMPAIGN)).toBe(true)
    expect(translates(GERMAN, { ...CAMPAIGN, modified: '2017-02-08T21:31:22.0070Z' })).toBe(true)
    expect(translates(GERMAN, { ...CAMPAIGN, modified: '2017-02-08T21:31:22.0071Z' })).toBe(false)
    const { object_modified: _, ...any } = GERMAN as Record<string, JsonObject>
    expect(translates(any, { ...CAMPAIGN, modified: '2018-02-08T21:31:22Z' })).toBe(true)
    expect(translates({ ...GERMAN, revoked: true }, CAMPAIGN)).toBe(false)
    expect(translates({ ...GERMAN, object_ref: 'x' }, CAMPAIGN)).toBe(false)
  })
})

describe('translate', () => {
  it('gives the object in the language wanted, and says what stayed', () => {
    expect(translate(CAMPAIGN, [GERMAN], ['de'])).toEqual({
      object: {
        ...CAMPAIGN,
        lang: 'de',
        name: 'Bank Angriff',
        description: 'Weitere Informationen über Banküberfall',
      },
      lang: 'de',
      untranslated: [],
      used: [GERMAN.id],
    })
    const french = translate(CAMPAIGN, [GERMAN], ['fr-CA', 'de'])
    expect(french.untranslated).toEqual(['description'])
    expect(french.object).toMatchObject({
      name: 'Attaque Bank',
      granular_markings: [{ lang: 'en', selectors: ['description'] }],
    })
    expect(translate(CAMPAIGN, [GERMAN], ['ja', 'en-GB']).object).toBe(CAMPAIGN)
    expect(translate(CAMPAIGN, [GERMAN], ['ja']).object).toBe(CAMPAIGN)
    expect(languagesFor(CAMPAIGN, [GERMAN])).toEqual(['en', 'de', 'fr'])
  })

  it('keeps list items that are left empty, and lists of another length', () => {
    const actor = { ...CAMPAIGN, aliases: ['one', 'two'] }
    const aliases = (list: string[]) =>
      translate(actor, [content({ fr: { aliases: list } })], ['fr']).object.aliases
    expect(aliases(['un', ''])).toEqual(['un', 'two'])
    expect(aliases(['un'])).toEqual(['one', 'two'])
    expect(aliases(['', ''])).toEqual(['one', 'two'])
  })

  it('never changes what a machine acts on, nor adds anything', () => {
    const indicator = {
      ...CAMPAIGN,
      type: 'indicator',
      pattern: "[url:value = 'http://a.example/']",
      external_references: [{ source_name: 'cve', external_id: 'CVE-2014-0160' }],
    }
    const hostile = content({
      de: {
        name: 'anders',
        id: 'campaign--x',
        modified: '2030-01-01T00:00:00Z',
        pattern: "[url:value = 'http://b.example/']",
        object_marking_refs: [tlpMarkingId('clear')],
        granular_markings: [{ lang: 'xx', selectors: ['name'] }],
        external_references: [{ source_name: 'x', external_id: 'y' }],
        new_property: 'z',
        constructor: 'c',
      },
    })
    const { object } = translate(indicator, [hostile], ['de'])
    expect(object).toEqual({
      ...indicator,
      lang: 'de',
      name: 'anders',
      granular_markings: [{ lang: 'en', selectors: ['description'] }],
    })
    const address = { type: 'domain-name', id: CAMPAIGN.id as string, value: 'a', name: 'b' }
    const { object_modified: _, ...any } = hostile as Record<string, JsonObject>
    expect(translate(address, [any], ['de']).object).toBe(address)
  })

  it('gives the latest content the last word', () => {
    const later = content({ de: { name: 'Bankangriff' } }, { modified: '2018-01-01T00:00:00Z' })
    expect(translate(CAMPAIGN, [later, GERMAN], ['de']).object.name).toBe('Bankangriff')
    expect(translate(CAMPAIGN, [GERMAN, later], ['de']).object.name).toBe('Bankangriff')
  })

  it('binds the result by the markings of the content too', () => {
    const [green, amber, red] = [tlpMarkingId('green'), tlpMarkingId('amber'), tlpMarkingId('red')]
    const open = { ...CAMPAIGN, object_marking_refs: [green] }
    const secret = content(
      { de: { name: 'n', description: 'd' } },
      {
        object_marking_refs: [amber],
        granular_markings: [{ marking_ref: red, selectors: ['contents.de.name'] }],
      },
    )
    const { object } = translate(open, [secret], ['de'])
    const tlp = (selector: string) => {
      const found = effectiveMarking(object, selector)
      return found.ok && found.value.tlp
    }
    expect([tlp('name'), tlp('description')]).toEqual(['red', 'amber'])
    const unreadable = content(
      { de: { name: 'n' } },
      { granular_markings: [{ marking_ref: red, selectors: ['gone'] }] },
    )
    expect(translate(open, [unreadable], ['de']).object).toBe(open)
  })
})

describe('makeLanguageContent', () => {
  const by = {
    createdByRef: 'identity--a463ffb3-1bd9-4d94-b02d-74e4f1658283',
    created: TIME,
    modified: TIME,
  }

  it('makes what turns one language into the other', () => {
    const text = fc.string({ minLength: 1, maxLength: 6 })
    const texts = fc.record({
      name: text,
      description: text,
      aliases: fc.tuple(text, text),
      external_references: fc.tuple(
        fc.record({ source_name: fc.constant('s'), description: text }),
      ),
    })
    fc.assert(
      fc.property(texts, texts, (en, zh) => {
        const original = { ...CAMPAIGN, ...en }
        const chinese = { ...CAMPAIGN, ...zh }
        const made = makeLanguageContent(original, [{ lang: 'zh-Hans', object: chinese }], by, sha1)
        if (JSON.stringify(en) === JSON.stringify(zh)) {
          expect(made.ok).toBe(false)
          return
        }
        if (!made.ok) throw new Error(JSON.stringify(made.faults))
        const { object } = translate(original, [made.value.value], ['zh-CN'])
        expect(textPlaces(object)).toEqual(textPlaces(chinese))
      }),
    )
  })

  it('takes the markings of what it translates along', () => {
    const marked = {
      ...CAMPAIGN,
      object_marking_refs: [tlpMarkingId('green')],
      granular_markings: [{ marking_ref: tlpMarkingId('red'), selectors: ['description'] }],
    }
    const chinese = { ...marked, name: '银行攻击', description: '更多信息' }
    const made = makeLanguageContent(marked, [{ lang: 'zh', object: chinese }], by, sha1)
    expect(made.ok && made.value.value).toMatchObject({
      contents: { zh: { name: '银行攻击', description: '更多信息' } },
      object_modified: TIME,
      object_marking_refs: [tlpMarkingId('green')],
      granular_markings: [
        { marking_ref: tlpMarkingId('red'), selectors: ['contents.zh.description'] },
      ],
    })
    expect(made.ok && checkStixObject(made.value.value)).toEqual([])
  })
})
