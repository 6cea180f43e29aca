import type { Json, JsonObject } from '@concert/core'
import type { Constraint, Shape } from '../table/model.ts'
import { compareStixTimestamps } from '../time.ts'
import { conditionTest } from '../validate/conditions.ts'

type Draft = Record<string, Json>

/**
 * The wanted properties of a draft, with what the constraints ask for added and what they forbid
 * taken away; `keep` stays whatever it costs the others.
 */
export function mended(
  shape: Shape,
  full: JsonObject,
  wanted: ReadonlySet<string>,
  keep: string | undefined,
): Draft {
  const draft: Draft = {}
  for (const [name, value] of Object.entries(full)) if (wanted.has(name)) draft[name] = value
  // One constraint may bring in what another binds: two rounds reach the end of every chain.
  for (let round = 0; round < 2; round++) {
    for (const constraint of shape.constraints) mend(constraint, draft, full, keep)
  }
  return draft
}

function mend(constraint: Constraint, draft: Draft, full: JsonObject, keep: string | undefined) {
  switch (constraint.rule) {
    case 'at-least-one':
      if (!constraint.of.some((name) => draft[name] !== undefined))
        add(constraint.of[0], draft, full)
      return
    case 'at-most-one': {
      const there = constraint.of.filter((name) => draft[name] !== undefined)
      const stays = keep !== undefined && there.includes(keep) ? keep : there[0]
      for (const name of there) if (name !== stays) delete draft[name]
      return
    }
    case 'requires':
      if (conditionTest(constraint.when)(draft)) {
        for (const name of constraint.names) add(name, draft, full)
      }
      return
    case 'forbids':
      return forbid(constraint, draft, keep)
    case 'order':
      return order(constraint, draft, keep)
    case 'format':
      if (conditionTest(constraint.when)(draft)) draft.source_name = 'another source'
      return
    case 'refers-to':
      if (Array.isArray(draft[constraint.property])) {
        draft[constraint.property] = ['url--47c3cf9a-5027-5bf0-997a-017c7edc7c55']
      }
      return
  }
}

function add(name: string | undefined, draft: Draft, full: JsonObject): void {
  if (name !== undefined && full[name] !== undefined) draft[name] = full[name]
}

function forbid(
  { when, names }: Extract<Constraint, { rule: 'forbids' }>,
  draft: Draft,
  keep: string | undefined,
): void {
  if (!conditionTest(when)(draft)) return
  if (keep !== undefined && names.includes(keep)) {
    if ('is' in when) draft[when.property] = when.is !== true
    if ('lacks' in when) draft[when.property] = [when.lacks]
    return
  }
  for (const name of names) delete draft[name]
}

function order(
  { earlier, later, strict }: Extract<Constraint, { rule: 'order' }>,
  draft: Draft,
  keep: string | undefined,
): void {
  const start = draft[earlier]
  const end = draft[later]
  if (typeof start !== 'string' || typeof end !== 'string') return
  const compared = compareStixTimestamps(end, start)
  if (compared < 0) {
    draft[earlier] = end
    draft[later] = start
  } else if (compared === 0 && strict && later !== keep) delete draft[later]
}
