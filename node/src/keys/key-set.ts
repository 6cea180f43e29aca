import { ALGS_OF_USE, type KeyUse, type StoredKey } from './stored-key.ts'

/** The keys that this node holds, by use and generation. */
export class KeySet {
  readonly all: readonly StoredKey[]

  constructor(keys: readonly StoredKey[]) {
    this.all = keys.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1))
  }

  /** Every key of a use, oldest generation first, algorithms in the order of the suite table. */
  of(use: KeyUse): readonly StoredKey[] {
    const order = ALGS_OF_USE[use]
    return this.all
      .filter((key) => key.use === use)
      .toSorted(
        (a, b) => a.generation - b.generation || order.indexOf(a.alg) - order.indexOf(b.alg),
      )
  }

  /** The keys of one generation of a use, one for each algorithm that is there. */
  generation(use: KeyUse, generation: number): readonly StoredKey[] {
    return this.of(use).filter((key) => key.generation === generation)
  }

  /** The newest generation of a use; 0 when there is none. */
  newest(use: KeyUse): number {
    return this.of(use).at(-1)?.generation ?? 0
  }

  /**
   * The keys to use at a time: those of the newest generation that is complete and valid then;
   * empty when there is none.
   *
   * @param now - UTC time with milliseconds, such as `2026-11-23T09:00:00.000Z`
   */
  current(use: KeyUse, now: string): readonly StoredKey[] {
    for (let n = this.newest(use); n > 0; n--) {
      const keys = this.generation(use, n).filter((key) => isValidAt(key, now))
      if (keys.length === ALGS_OF_USE[use].length) return keys
    }
    return []
  }
}

function isValidAt(key: StoredKey, now: string): boolean {
  return key.from <= now && (key.until === null || now < key.until)
}
