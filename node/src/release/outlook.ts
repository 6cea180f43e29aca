import type { JsonObject } from '@concert/core'
import { nameOf } from '../intel/search/named.ts'
import type { Decision } from './decide/decide-set.ts'
import { findingsText, type KeptFinding, readFindings } from './desk-rows.ts'
import type { ReleasePolicy } from './rules/judge-object.ts'
import type { Decided } from './store-batch.ts'

/** Objects that a look before a share goes through. */
export const MOST_LOOKED_AT = 5000
const SAMPLES = 20

/** Objects that would be decided alike, for the same reason. */
export interface OutlookGroup {
  readonly outcome: Decision['outcome']
  /** What decided it; null when no rule has anything against it. */
  readonly rule: KeptFinding['rule'] | null
  readonly reason: KeptFinding['reason'] | null
  readonly objects: number
  /** The first of them. */
  readonly sample: readonly OutlookObject[]
}

/** One object as it would be decided. */
export interface OutlookObject {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly tlp: string
  readonly findings: readonly KeptFinding[]
}

/** What a share to one peer would do now. */
export interface OutlookView {
  /** Objects of ours that the peer has not had. */
  readonly total: number
  /** How many of them were looked at, the oldest first. */
  readonly looked: number
  readonly groups: readonly OutlookGroup[]
}

/** Gathers what would be decided. */
export class Outlook {
  readonly #laws: ReleasePolicy['laws']
  readonly #groups = new Map<string, OutlookGroup & { sample: OutlookObject[] }>()

  constructor(laws: ReleasePolicy['laws']) {
    this.#laws = laws
  }

  add(decided: readonly Decided[]): void {
    for (const { own, decision } of decided) {
      const { outcome, findings } = decision
      // Of several findings the strictest says why.
      const decisive = findings.findLast((finding) => finding.outcome === outcome)
      const { rule = null, reason = null } = decisive ?? {}
      const key = JSON.stringify([outcome, rule, reason])
      const group = this.#groups.get(key) ?? { outcome, rule, reason, objects: 0, sample: [] }
      const { sample } = group
      if (sample.length < SAMPLES) sample.push(this.#object(own, findings))
      this.#groups.set(key, { ...group, objects: group.objects + 1 })
    }
  }

  #object(own: Decided['own'], findings: Decision['findings']): OutlookObject {
    const { stixId: id, type, tlp, body } = own
    const name = nameOf(JSON.parse(new TextDecoder().decode(body)) as JsonObject)
    return { id, type, name, tlp, findings: readFindings(findingsText(findings, this.#laws)) }
  }

  view(total: number, looked: number): OutlookView {
    const groups = [...this.#groups.values()].toSorted((a, b) => b.objects - a.objects)
    return { total, looked, groups }
  }
}
