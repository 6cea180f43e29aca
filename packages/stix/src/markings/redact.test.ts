import type { Json, JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkStixObject } from '../check.ts'
import { compareTlp, TLP_LEVELS, type Tlp, tlpMarkingId } from '../tlp.ts'
import { effectiveMarkings } from './effective.ts'
import { clearanceView, type Redaction, redactSet } from './redact-set.ts'
import { resolveSelector } from './selector.ts'

const TIME = '2026-11-23T08:00:00.000Z'
const uuid = (n: number, version = 4) =>
  `8e2e2d2b-17d4-${version}cbf-938f-${String(n).padStart(12, '0')}`
const common = (type: string, n: number, more: JsonObject = {}): JsonObject => ({
  type,
  spec_version: '2.1',
  id: `${type}--${uuid(n)}`,
  created: TIME,
  modified: TIME,
  object_marking_refs: [tlpMarkingId('green')],
  ...more,
})
const granular = (tlp: Tlp, ...selectors: string[]) => ({
  granular_markings: [{ marking_ref: tlpMarkingId(tlp), selectors }],
})
const none = { mayRefer: () => false }
const GREEN = { tlp: 'green' } as const
const ids = (objects: readonly JsonObject[]) => objects.map(({ id }) => id)
const reasons = ({ hidden }: Redaction) => hidden.map(({ reason }) => reason)
const campaign = (n: number, more: JsonObject = {}) =>
  common('campaign', n, { name: `name ${n}`, description: `text ${n}`, ...more })

describe('what granular markings bar', () => {
  it('goes, the rest closes up, and selectors follow', () => {
    const object = campaign(1, {
      labels: ['secret', 'plain', 'also'],
      granular_markings: [
        { marking_ref: tlpMarkingId('red'), selectors: ['labels.[0]', 'description'] },
        { marking_ref: tlpMarkingId('green'), selectors: ['labels.[0]', 'labels.[2]'] },
        { lang: 'en', selectors: ['description', 'name'] },
      ],
    })
    expect(clearanceView(object, GREEN, none)).toEqual({
      ...common('campaign', 1, { name: 'name 1' }),
      labels: ['plain', 'also'],
      granular_markings: [
        { marking_ref: tlpMarkingId('green'), selectors: ['labels.[1]'] },
        { lang: 'en', selectors: ['name'] },
      ],
    })
  })

  it('takes the object along when the object is none without it', () => {
    for (const part of ['name', 'type', 'id', 'created', 'object_marking_refs.[0]']) {
      expect(clearanceView(campaign(1, granular('red', part)), GREEN, none)).toBeUndefined()
    }
    const place = common('location', 1, {
      latitude: 1,
      longitude: 2,
      ...granular('red', 'latitude'),
    })
    expect(reasons(redactSet([place], GREEN, none))).toEqual(['incomplete'])
  })

  it('bars everything when nobody can tell what it guards', () => {
    for (const wrong of [
      granular('green', 'gone'),
      { granular_markings: [{ selectors: ['name'] }] },
      { object_marking_refs: [tlpMarkingId('clear'), 7] },
    ]) {
      const redaction = redactSet([campaign(1, wrong as JsonObject)], { tlp: 'red' }, none)
      expect(reasons(redaction)).toEqual(['marking-unreadable'])
    }
  })

  it('bars an object whose id is a hash of what goes', () => {
    const file = {
      type: 'file',
      spec_version: '2.1',
      id: `file--${uuid(1, 5)}`,
      name: 'payroll.xlsx',
      size: 7,
      hashes: { 'SHA-256': 'aa'.repeat(32) },
      object_marking_refs: [tlpMarkingId('green')],
    }
    const named = redactSet([{ ...file, ...granular('red', 'name') }], GREEN, none)
    expect(reasons(named)).toEqual(['id-reveals'])
    const sized = clearanceView({ ...file, ...granular('red', 'size') }, GREEN, none)
    expect(sized).toMatchObject({ name: 'payroll.xlsx' })
    expect(sized).not.toHaveProperty('size')
    const random = { ...file, id: `file--${uuid(1)}`, ...granular('red', 'name') }
    expect(clearanceView(random, GREEN, none)).not.toHaveProperty('name')
  })

  it('bars observed data that holds a barred observable in the deprecated container', () => {
    const observed = common('observed-data', 1, {
      first_observed: TIME,
      last_observed: TIME,
      number_observed: 1,
      objects: { 0: { type: 'url', value: 'x', object_marking_refs: [tlpMarkingId('red')] } },
    })
    expect(reasons(redactSet([observed], GREEN, none))).toEqual(['marked'])
  })
})

describe('what is marked as a whole', () => {
  it('goes when unmarked, unless told what unmarked means', () => {
    const { object_marking_refs: _, ...unmarked } = campaign(1) as Record<string, Json>
    expect(clearanceView(unmarked, { tlp: 'amber+strict' }, none)).toBeUndefined()
    expect(clearanceView(unmarked, { tlp: 'clear', unmarked: 'clear' }, none)).toBe(unmarked)
  })

  it('goes for a marking that the recipient does not honour', () => {
    const statement = `marking-definition--${uuid(9)}`
    const stated = campaign(1, { object_marking_refs: [tlpMarkingId('clear'), statement] })
    expect(clearanceView(stated, { tlp: 'red' }, none)).toBeUndefined()
    const honours = { tlp: 'clear', markings: new Set([statement]) } as const
    expect(clearanceView(stated, honours, none)).toBe(stated)
    const definition: JsonObject = {
      type: 'marking-definition',
      spec_version: '2.1',
      id: statement,
      created: TIME,
      definition_type: 'statement',
      definition: { statement: 'Copyright 2026' },
    }
    expect(clearanceView(definition, { tlp: 'clear' }, none)).toBeUndefined()
    expect(clearanceView(definition, honours, none)).toBe(definition)
  })

  it('never passes a built-in marking on that was given another meaning', () => {
    const forged = {
      type: 'marking-definition',
      spec_version: '2.1',
      id: tlpMarkingId('red'),
      created: TIME,
      extensions: {
        'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
          extension_type: 'property-extension',
          tlp_2_0: 'clear',
        },
      },
    }
    expect(clearanceView(forged, { tlp: 'red' }, none)).toBeUndefined()
  })
})

describe('references to what is hidden', () => {
  const barred = campaign(1, { object_marking_refs: [tlpMarkingId('red')] })

  it('take a relationship along, and what then has nothing left', () => {
    const relationship = common('relationship', 2, {
      relationship_type: 'related-to',
      source_ref: String(campaign(3).id),
      target_ref: String(barred.id),
    })
    const report = common('report', 4, {
      name: 'report',
      published: TIME,
      object_refs: [String(barred.id), String(relationship.id)],
    })
    const note = common('note', 5, {
      content: 'x',
      object_refs: [String(report.id), String(campaign(3).id)],
    })
    const redaction = redactSet([barred, relationship, campaign(3), report, note], GREEN, none)
    expect(ids(redaction.shown)).toEqual([campaign(3).id, note.id])
    expect(redaction.shown[1]).toMatchObject({ object_refs: [campaign(3).id] })
    expect(reasons(redaction)).toEqual(['marked', 'incomplete', 'incomplete'])
    expect(redaction.redacted.map(({ before }) => before)).toEqual([note])
  })

  it('take texts and keys along that name it', () => {
    const extension = common('extension-definition', 6, {
      object_marking_refs: [tlpMarkingId('red')],
      created_by_ref: `identity--${uuid(7)}`,
      name: 'e',
      schema: 's',
      version: '1.0.0',
      extension_types: ['property-extension'],
    })
    const told = campaign(8, {
      description: `see ${String(barred.id).toUpperCase()} for more`,
      x_seen: [String(barred.id), 'other'],
      extensions: {
        [String(extension.id)]: { extension_type: 'property-extension', depth: 3 },
      },
    })
    const { shown } = redactSet([barred, extension, told], GREEN, none)
    expect(shown).toEqual([common('campaign', 8, { name: 'name 8', x_seen: ['other'] })])
    const top = campaign(8, {
      extensions: { [String(extension.id)]: { extension_type: 'toplevel-property-extension' } },
    })
    expect(redactSet([extension, top], GREEN, none).shown).toEqual([])
  })

  it('outside of the set stay only where the caller says so', () => {
    const creator = `identity--${uuid(7)}`
    const object = campaign(1, { created_by_ref: creator })
    expect(clearanceView(object, GREEN, none)).toEqual(campaign(1))
    expect(clearanceView(object, GREEN, { mayRefer: (id) => id === creator })).toBe(object)
  })

  it('stay as long as one version of it is shown', () => {
    const older = campaign(1)
    const newer = { ...barred, modified: '2026-11-24T08:00:00.000Z' }
    const note = common('note', 5, { content: 'x', object_refs: [String(older.id)] })
    expect(redactSet([older, newer, note], GREEN, none).shown).toEqual([older, note])
  })

  it('fall one after the other in time that grows with the chain', () => {
    const length = 20_000
    const chain = Array.from({ length }, (_, n) =>
      common('note', n, { content: 'x', object_refs: [`note--${uuid(n + 1)}`] }),
    )
    const end = { ...chain.at(-1), id: `note--${uuid(length)}`, object_marking_refs: [] }
    const all = common('note', length + 1, {
      content: 'x',
      object_refs: [...ids(chain), `campaign--${uuid(1)}`] as string[],
    })
    const { shown } = redactSet([...chain, end, all, campaign(1)], GREEN, none)
    expect(ids(shown)).toEqual([all.id, campaign(1).id])
  })
})

describe('translations', () => {
  const target = campaign(1, granular('red', 'description'))
  const content = (more: JsonObject = {}) =>
    common('language-content', 2, {
      object_ref: String(target.id),
      object_modified: TIME,
      contents: { zh: { name: '名称', description: '机密' }, de: { description: 'geheim' } },
      ...more,
    })

  it('lose what the object translated loses', () => {
    const { shown } = redactSet([content(), target], GREEN, none)
    expect(shown[0]).toMatchObject({ contents: { zh: { name: '名称' } } })
    expect(JSON.stringify(shown)).not.toMatch(/机密|geheim/)
  })

  it('lose what any version loses, whichever they claim to translate', () => {
    const open = { ...campaign(1), modified: '2026-11-24T08:00:00.000Z' }
    const { shown } = redactSet(
      [content({ object_modified: open.modified }), target, open],
      GREEN,
      none,
    )
    expect(JSON.stringify(shown)).not.toMatch(/机密|geheim/)
  })

  it('go when what they translate is hidden or not known', () => {
    const secret = campaign(1, { object_marking_refs: [tlpMarkingId('red')] })
    expect(reasons(redactSet([content(), secret], GREEN, none))).toEqual([
      'target-hidden',
      'marked',
    ])
    const alone = { mayRefer: () => true }
    expect(reasons(redactSet([content()], GREEN, alone))).toEqual(['target-hidden'])
    const known = { mayRefer: () => true, versionsOf: () => [target] }
    const { shown } = redactSet([content()], GREEN, known)
    expect(shown[0]).toMatchObject({ contents: { zh: { name: '名称' } } })
    expect(JSON.stringify(shown)).not.toMatch(/机密|geheim/)
  })
})

/** Any set of objects that refer to each other; every text in them occurs nowhere else. */
const level = fc.constantFrom<Tlp>(...TLP_LEVELS)
const shape = fc.record({
  kind: fc.constantFrom('campaign', 'note', 'relationship', 'report', 'file'),
  own: fc.option(level),
  nameBased: fc.boolean(),
  refs: fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 4 }),
  mentions: fc.option(fc.nat({ max: 9 })),
  granular: fc.array(fc.tuple(level, fc.array(fc.nat(), { minLength: 1, maxLength: 3 })), {
    maxLength: 3,
  }),
})
const sets = fc.array(shape, { minLength: 1, maxLength: 10 }).map((shapes) => {
  const idOf = (n: number) => {
    const { kind, nameBased } = shapes[n % shapes.length]!
    return `${kind}--${uuid(n % shapes.length, nameBased ? 5 : 4)}`
  }
  return shapes.map((each, n) => objectOf(each, n, idOf))
})

/** Relationships have no relationships and meta objects at their ends (§5.1). */
const endOf = (n: number, idOf: (n: number) => string) =>
  idOf(n).startsWith('relationship') ? `campaign--${uuid(99)}` : idOf(n)

function objectOf(
  {
    kind,
    own,
    refs,
    mentions,
    granular: marks,
  }: typeof shape extends fc.Arbitrary<infer T> ? T : never,
  n: number,
  idOf: (n: number) => string,
): JsonObject {
  const text = (name: string) => `${name}-of-${n}.`
  const told = mentions === null ? text('told') : `${text('told')} ${idOf(mentions)}`
  const bodies: Record<string, JsonObject> = {
    campaign: { name: text('name'), description: told, aliases: [text('a'), text('b')] },
    note: { content: text('content'), abstract: told, object_refs: refs.map(idOf) },
    relationship: {
      relationship_type: 'related-to',
      description: told,
      source_ref: endOf(refs[0]!, idOf),
      target_ref: endOf(refs.at(-1)!, idOf),
    },
    report: { name: text('name'), published: TIME, object_refs: refs.map(idOf) },
    file: { name: text('name'), mime_type: text('mime'), hashes: { 'SHA-256': 'ab'.repeat(32) } },
  }
  const base = {
    type: kind,
    spec_version: '2.1',
    id: idOf(n),
    ...(kind === 'file' ? {} : { created: TIME, modified: TIME, labels: [text('x'), text('y')] }),
    ...bodies[kind],
    ...(own === null ? {} : { object_marking_refs: [tlpMarkingId(own)] }),
  }
  const selectors = [...effectiveMarkings(base)].map(({ selector }) => selector).slice(3)
  const entries = marks.map(([tlp, picks]) => ({
    marking_ref: tlpMarkingId(tlp),
    selectors: picks.map((pick) => selectors[pick % selectors.length]!),
  }))
  return entries.length === 0 ? base : { ...base, granular_markings: entries }
}

describe('for any set and clearance', () => {
  const clearances = fc.record({ tlp: level, unmarked: level })
  const everything = { mayRefer: () => true }

  it('nothing that is marked above the clearance is shown, nor the id of what is hidden', () => {
    fc.assert(
      fc.property(sets, clearances, (objects, clearance) => {
        const { shown, hidden } = redactSet(objects, clearance, everything)
        const told = JSON.stringify(shown)
        for (const object of objects) {
          for (const { selector, markings, tlp } of effectiveMarkings(object)) {
            const level = markings.length === 0 ? clearance.unmarked : tlp
            if (compareTlp(level, clearance.tlp) <= 0) continue
            const path = resolveSelector(object, selector)
            const value =
              path.ok && path.value.reduce<Json>((at, step) => (at as never)[step], object)
            if (typeof value === 'string' && value.includes('-of-'))
              expect(told).not.toContain(value)
          }
        }
        const seen = new Set(ids(shown))
        for (const { object } of hidden) {
          if (!seen.has(object.id!)) expect(told).not.toContain(object.id)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('what is shown is valid, refers to nothing hidden, and is marked as before', () => {
    fc.assert(
      fc.property(sets, clearances, (objects, clearance) => {
        const { shown } = redactSet(objects, clearance, everything)
        for (const object of shown) {
          expect(checkStixObject(object)).toEqual([])
          const before = objects.find(({ id }) => id === object.id)!
          const levels = new Map(
            [...effectiveMarkings(before)].map((each) => [textAt(before, each.selector), each.tlp]),
          )
          for (const each of effectiveMarkings(object)) {
            const text = textAt(object, each.selector)
            if (text.includes('-of-')) expect(each.tlp).toBe(levels.get(text))
          }
        }
      }),
    )
  })

  it('a second time changes nothing, and a higher clearance shows no less', () => {
    fc.assert(
      fc.property(sets, clearances, (objects, clearance) => {
        const { shown } = redactSet(objects, clearance, everything)
        expect(redactSet(shown, clearance, everything).shown).toEqual(shown)
        const above = redactSet(objects, { ...clearance, tlp: 'red' }, everything).shown
        expect(ids(above)).toEqual(expect.arrayContaining(ids(shown) as string[]))
        expect(above).toEqual(objects)
      }),
    )
  })
})

function textAt(object: JsonObject, selector: string): string {
  const path = resolveSelector(object, selector)
  return path.ok ? String(path.value.reduce<Json>((at, step) => (at as never)[step], object)) : ''
}
