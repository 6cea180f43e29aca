import { randomUUID } from 'node:crypto'
import type { JsonObject } from '@concert/core'
import { type Decision, decideSet } from '../release/decide/decide-set.ts'
import type { ReleasePolicy } from '../release/rules/judge-object.ts'
import { readLaw } from '../release/rules/law.ts'
import { readWarninglist } from '../release/rules/warninglist.ts'

/** A policy with every rule in it: a local law, a warning list, names of our own. */
export function fullPolicy(): ReleasePolicy {
  const because = { en: 'x', zh: 'x' }
  const when = { property: 'labels', matches: '^(power|water)-' }
  const laws = readLaw({
    v: 1,
    law: because,
    rules: [{ id: 'grid', because, outcome: 'block', when }],
  })
  const lists = readWarninglist({ name: 'resolvers', type: 'cidr', list: ['9.9.9.0/24'] })
  if (!laws.ok || !lists.ok) throw new TypeError('policy')
  return {
    terms: {
      tlp: 'amber',
      types: ['indicator'],
      attribution: false,
      onward: false,
      retention_days: 30,
    },
    label: 'amber',
    economy: 'XB',
    internalNames: ['soc.example'],
    warninglists: [lists.value],
    laws: laws.value,
    year: 2026,
  }
}

/** Decides objects a thousand at a time, as a share does. */
export function decideAll(objects: readonly JsonObject[], policy: ReleasePolicy): Decision[] {
  const createdBy = `identity--${randomUUID()}`
  const newId = (type: string) => `${type}--${randomUUID()}`
  const derive = { newId, createdBy, now: Date.UTC(2026, 10, 23), grain: 3_600_000 }
  const decisions: Decision[] = []
  for (let at = 0; at < objects.length; at += 1000) {
    const set = objects.slice(at, at + 1000)
    decisions.push(...decideSet(set, { policy, derive, standing: () => 'known' }))
  }
  return decisions
}
