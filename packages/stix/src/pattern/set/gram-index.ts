import { Buckets } from './buckets.ts'

/** Characters of a literal that stand for it. */
const SIZE = 4

/**
 * Finds which literals a text may hold. Each literal is filed under one run of up to four of its
 * characters, the one with the fewest literals so far; a text is looked up run by run. Runs are
 * kept as hashes: what collides is one candidate too many.
 */
export class GramIndex {
  readonly #bySize: readonly Buckets<number>[] = Array.from(
    { length: SIZE },
    () => new Buckets<number>(),
  )

  /** Files a literal of at least one character; returns what takes it out again. */
  add(literal: string, pattern: number): () => void {
    const size = Math.min(literal.length, SIZE)
    const buckets = this.#bySize[size - 1] as Buckets<number>
    let rarest = hash(literal, 0, size)
    for (let at = 1; at + size <= literal.length; at++) {
      const gram = hash(literal, at, size)
      if (buckets.count(gram) < buckets.count(rarest)) rarest = gram
    }
    buckets.add(rarest, pattern)
    return () => buckets.remove(rarest, pattern)
  }

  /** Adds the patterns whose literals a text may hold to `out`. */
  collect(text: string, out: Set<number>): void {
    for (const [index, buckets] of this.#bySize.entries()) {
      if (buckets.size === 0) continue
      const size = index + 1
      for (let at = 0; at + size <= text.length; at++) buckets.collect(hash(text, at, size), out)
    }
  }

  get isEmpty(): boolean {
    return this.#bySize.every(({ size }) => size === 0)
  }
}

/** Fits in 30 bits, so that it stays a small integer. */
function hash(text: string, at: number, size: number): number {
  let sum = 0
  for (let index = at; index < at + size; index++) {
    sum = (Math.imul(sum, 0x01000193) ^ text.charCodeAt(index)) & 0x3fffffff
  }
  return sum
}
