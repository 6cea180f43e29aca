import type { Making } from './objects.ts'
import { COMPACTS } from './world.ts'

const LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const

/** An object as it ought to be, kept apart from every store. */
export interface Entry extends Making {
  readonly owner: number
  /** STIX id. */
  readonly id: string
  readonly bytes: string
  isRetracted: boolean
}

/** What every side has, by what was asked of it: nothing here is read from a node. */
export class Model {
  readonly #entries: Entry[] = []

  add(entry: Omit<Entry, 'isRetracted'>): void {
    this.#entries.push({ ...entry, isRetracted: false })
  }

  /** The newest version of each object of a side that stands. */
  standing(owner: number): readonly Entry[] {
    const newest = new Map<string, Entry>()
    for (const entry of this.#entries) {
      if (entry.owner === owner) newest.set(entry.id, entry)
    }
    return [...newest.values()].filter((entry) => !entry.isRetracted)
  }

  entriesOf(owner: number): readonly Entry[] {
    return this.#entries.filter((entry) => entry.owner === owner)
  }

  retract(owner: number, id: string): void {
    for (const entry of this.#entries) {
      if (entry.owner === owner && entry.id === id) entry.isRetracted = true
    }
  }

  /**
   * What a side should hold of another in the end, once everything has been shared and passed on: by
   * the compact of the two, or by one of the author's that lets its other parties pass things on.
   */
  due(owner: number, to: number): readonly Entry[] {
    const direct = COMPACTS.find(({ parties }) => parties.includes(owner) && parties.includes(to))
    const onward = COMPACTS.find(({ parties, onward: may }) => may && parties.includes(owner))
    const compact = direct ?? onward
    if (!compact) return []
    const most = LEVELS.indexOf(compact.tlp)
    return this.standing(owner).filter(
      ({ tlp, sort }) => sort !== 'barred' && LEVELS.indexOf(tlp) <= most,
    )
  }

  canaries(owner: number): readonly string[] {
    return this.#entries
      .filter((entry) => entry.owner === owner && entry.sort !== 'plain')
      .map(({ canary }) => canary)
  }
}
