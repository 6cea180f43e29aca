const NONE: readonly number[] = []

/** Numbers, such as those of patterns, by key. One number alone, the usual case, needs no set. */
export class Buckets<Key> {
  readonly #byKey = new Map<Key, number | Set<number>>()

  get size(): number {
    return this.#byKey.size
  }

  keys(): Iterable<Key> {
    return this.#byKey.keys()
  }

  /** How many numbers a key has. */
  count(key: Key): number {
    const found = this.#byKey.get(key)
    return found === undefined ? 0 : typeof found === 'number' ? 1 : found.size
  }

  add(key: Key, number: number): void {
    const found = this.#byKey.get(key)
    if (found === undefined) this.#byKey.set(key, number)
    else if (typeof found !== 'number') found.add(number)
    else if (found !== number) this.#byKey.set(key, new Set([found, number]))
  }

  remove(key: Key, number: number): void {
    const found = this.#byKey.get(key)
    if (found === number) this.#byKey.delete(key)
    else if (found instanceof Set && found.delete(number) && found.size === 0) {
      this.#byKey.delete(key)
    }
  }

  /** The numbers of a key. */
  of(key: Key): Iterable<number> {
    const found = this.#byKey.get(key)
    if (found === undefined) return NONE
    return typeof found === 'number' ? [found] : found
  }

  /** Adds the numbers of a key to `out`. */
  collect(key: Key, out: Set<number>): void {
    const found = this.#byKey.get(key)
    if (found === undefined) return
    if (typeof found === 'number') out.add(found)
    else for (const number of found) out.add(number)
  }
}
