/** Numbers of patterns by key. One number alone, the usual case, needs no set. */
export class Buckets<Key> {
  readonly #byKey = new Map<Key, number | Set<number>>()

  get size(): number {
    return this.#byKey.size
  }

  keys(): Iterable<Key> {
    return this.#byKey.keys()
  }

  /** How many patterns a key has. */
  count(key: Key): number {
    const found = this.#byKey.get(key)
    return found === undefined ? 0 : typeof found === 'number' ? 1 : found.size
  }

  add(key: Key, pattern: number): void {
    const found = this.#byKey.get(key)
    if (found === undefined) this.#byKey.set(key, pattern)
    else if (typeof found !== 'number') found.add(pattern)
    else if (found !== pattern) this.#byKey.set(key, new Set([found, pattern]))
  }

  remove(key: Key, pattern: number): void {
    const found = this.#byKey.get(key)
    if (found === pattern) this.#byKey.delete(key)
    else if (found instanceof Set && found.delete(pattern) && found.size === 0) {
      this.#byKey.delete(key)
    }
  }

  /** Adds the patterns of a key to `out`. */
  collect(key: Key, out: Set<number>): void {
    const found = this.#byKey.get(key)
    if (found === undefined) return
    if (typeof found === 'number') out.add(found)
    else for (const pattern of found) out.add(pattern)
  }
}
