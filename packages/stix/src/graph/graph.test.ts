import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tlpMarkingId } from '../tlp.ts'
import { closure, closureIn } from './closure.ts'
import { referenceOrder } from './order.ts'
import { incomingReferences, missingReferences, referencesWithPaths } from './references.ts'

const uuid = (n: number) => `8e2e2d2b-17d4-4cbf-938f-${String(n).padStart(12, '0')}`
const note = (n: number, refs: readonly number[], more: JsonObject = {}): JsonObject => ({
  type: 'note',
  id: `note--${uuid(n)}`,
  object_refs: refs.map((ref) => `note--${uuid(ref)}`),
  ...more,
})
const numberOf = ({ id }: { readonly id?: unknown }) => Number(String(id).slice(-12))

/** Any graph of up to twelve notes, circles and missing ones included. */
const graphs = fc
  .array(fc.uniqueArray(fc.nat({ max: 12 }), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map((lists) => lists.map((refs, n) => note(n, refs)))

describe('referencesWithPaths', () => {
  it('tells each reference and its place, at any depth', () => {
    const object = note(1, [2, 3], {
      created_by_ref: `identity--${uuid(4)}`,
      object_marking_refs: [tlpMarkingId('green')],
      extensions: { 'archive-ext': { contains_refs: [`file--${uuid(5)}`] } },
      src_ref: '0',
      name: `note--${uuid(6)}`,
    })
    expect(referencesWithPaths(object).map(({ selector, id }) => `${selector} ${id}`)).toEqual([
      `object_refs.[0] note--${uuid(2)}`,
      `object_refs.[1] note--${uuid(3)}`,
      `created_by_ref identity--${uuid(4)}`,
      `object_marking_refs.[0] ${tlpMarkingId('green')}`,
      `extensions.archive-ext.contains_refs.[0] file--${uuid(5)}`,
    ])
  })
})

describe('incomingReferences and missingReferences', () => {
  it('turn every reference round, and name those that lead nowhere but to built-in TLP', () => {
    fc.assert(
      fc.property(graphs, (objects) => {
        const forward = objects.flatMap((each) =>
          referencesWithPaths(each).map(({ id, selector }) => `${each.id} ${selector} ${id}`),
        )
        const back = [...incomingReferences(objects)].flatMap(([id, references]) =>
          references.map(({ from, selector }) => `${from} ${selector} ${id}`),
        )
        expect(back.toSorted()).toEqual(forward.toSorted())
        const missing = missingReferences(objects).map((each) => numberOf(each))
        expect(missing.every((n) => n >= objects.length)).toBe(true)
        const all = objects.flatMap((each) => referencesWithPaths(each))
        expect(missing.length).toBe(all.filter((each) => numberOf(each) >= objects.length).length)
      }),
    )
    const marked = note(1, [1], { object_marking_refs: [tlpMarkingId('red')] })
    expect(missingReferences([marked])).toEqual([])
  })
})

describe('referenceOrder', () => {
  it('puts each object after those it refers to, but for references named as circular', () => {
    fc.assert(
      fc.property(graphs, (objects) => {
        const { objects: ordered, circular } = referenceOrder(objects)
        expect(ordered.toSorted((a, b) => numberOf(a) - numberOf(b))).toEqual(objects)
        const place = new Map(ordered.map((each, at) => [String(each.id), at]))
        const excused = new Set(circular.map(({ from, id }) => `${from} ${id}`))
        for (const [at, object] of ordered.entries()) {
          for (const { id } of referencesWithPaths(object)) {
            const there = place.get(id)
            if (there === undefined || id === object.id) continue
            expect(there < at || excused.has(`${object.id} ${id}`)).toBe(true)
          }
        }
      }),
    )
  })

  it('finds no circle where there is none, and follows a chain of any length', () => {
    const chain = Array.from({ length: 20_000 }, (_, n) => note(n, [n + 1]))
    const { objects, circular } = referenceOrder(chain)
    expect(circular).toEqual([])
    expect(objects[0]).toBe(chain.at(-1))
  })
})

describe('closure', () => {
  it('is what can be reached, each once, with what is missing', () => {
    fc.assert(
      fc.property(graphs, (objects) => {
        const reached = new Set([0])
        for (const n of reached) {
          const refs = objects[n] ? referencesWithPaths(objects[n]) : []
          for (const each of refs) reached.add(numberOf(each))
        }
        const { objects: found, missing, truncated } = closure([objects[0]!], objects)
        const expected = [...reached].filter((n) => n < objects.length)
        expect(found.map(numberOf).toSorted()).toEqual(expected.toSorted())
        expect(new Set(missing.map(numberOf))).toEqual(
          new Set([...reached].filter((n) => n >= objects.length)),
        )
        expect(truncated).toBe(false)
      }),
    )
  })

  it('stops at its bounds and says so', () => {
    const chain = Array.from({ length: 10 }, (_, n) => note(n, [n + 1]))
    const start = [chain[0]!]
    expect(closure(start, chain, { maxObjects: 4 })).toMatchObject({ truncated: true, missing: [] })
    expect(closure(start, chain, { maxObjects: 4 }).objects).toHaveLength(4)
    const near = closure(start, chain, { maxSteps: 2 })
    expect(near.objects.map(numberOf)).toEqual([0, 1, 2])
    expect(near.truncated).toBe(true)
  })

  it('asks a store once for each step', async () => {
    const objects = [note(0, [1, 2]), note(1, [3]), note(2, [3]), note(3, [])]
    const asked: number[][] = []
    const { objects: found } = await closureIn([objects[0]!], async (ids) => {
      asked.push(ids.map((id) => numberOf({ id })))
      return objects.filter((each) => ids.includes(String(each.id)))
    })
    expect(asked).toEqual([[1, 2], [3]])
    expect(found.map(numberOf)).toEqual([0, 1, 2, 3])
  })
})
