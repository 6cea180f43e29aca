import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { OBJECT_TYPES } from '../../table/object-types.ts'
import { createValidator } from '../../validate/validator.ts'
import { arbitraryObject } from '../arbitrary-object.ts'
import { type Mutation, mutationsOf } from '../mutations.ts'

/** An object that breaks one rule, and what a strict reader must say of it. */
export interface InvalidVector {
  readonly name: string
  readonly code: string
  readonly at: string
  readonly section: string
  readonly object: JsonObject
}

const SEED = 2026

/** One valid object for each type with as many properties as go together, from the table. */
export function validVectors(): readonly JsonObject[] {
  return [...OBJECT_TYPES.keys()].flatMap((type) => {
    const samples = fc.sample(arbitraryObject([type]), { seed: SEED, numRuns: 20 })
    return samples
      .toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)
      .slice(0, 1)
  })
}

/** One invalid object for each rule, section and place: what types share comes once. */
export function invalidVectors(): readonly InvalidVector[] {
  const strict = createValidator({ severities: 'errors' })
  const found = new Map<string, InvalidVector>()
  for (const row of OBJECT_TYPES.values()) {
    for (const mutation of mutationsOf(row)) {
      const object = smallest(row.name, mutation)
      const [finding] = object ? strict(object) : []
      if (!object || !finding) continue
      const key = `${finding.code} ${finding.section} ${finding.at}`
      const { code, at, section } = finding
      if (!found.has(key)) {
        found.set(key, { name: `${row.name}: ${mutation.name}`, code, at, section, object })
      }
    }
  }
  return [...found.values()]
}

function smallest(type: string, { keep, apply }: Mutation): JsonObject | undefined {
  const broken = fc
    .sample(arbitraryObject([type], keep), { seed: SEED, numRuns: 12 })
    .map(({ granular_markings: markings, defanged: _defanged, ...object }) =>
      apply(
        keep === 'granular_markings' ? { ...object, granular_markings: markings ?? [] } : object,
      ),
    )
    .filter((object) => object !== undefined)
  return broken.toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)[0]
}
