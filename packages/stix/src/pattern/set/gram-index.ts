import { Buckets } from './buckets.ts'

/** Characters of a literal that stand for it. */
const SIZE = 4

interface Filed {
  readonly literal: string
  /** Where in the literal the run is that it is filed under. */
  readonly at: number
  readonly pattern: number
}

/**
 * Finds which literals a text holds. Each literal is filed under one run of up to four of its
 * characters, the one with the fewest literals so far; a text is looked up run by run. Runs are
 * kept as hashes, and what is found is compared in full.
 */
export class GramIndex {
  readonly #filed: (Filed | undefined)[] = []
  readonly #vacant: number[] = []
  readonly #bySize: readonly Buckets<number>[] = Array.from(
    { length: SIZE },
    () => new Buckets<number>(),
  )

  /** Files a literal of at least one character; returns what takes it out again. */
  add(literal: string, pattern: number): () => void {
    const size = Math.min(literal.length, SIZE)
    const buckets = this.#bySize[size - 1] as Buckets<number>
    const at = rarest(literal, size, buckets)
    const gram = hash(literal, at, size)
    const number = this.#vacant.pop() ?? this.#filed.length
    this.#filed[number] = { literal, at, pattern }
    buckets.add(gram, number)
    return () => {
      buckets.remove(gram, number)
      this.#filed[number] = undefined
      this.#vacant.push(number)
    }
  }

  /** Adds the patterns whose literals a text holds to `out`. */
  collect(text: string, out: Set<number>): void {
    for (const [index, buckets] of this.#bySize.entries()) {
      if (buckets.size > 0) this.#collectOf(index + 1, buckets, text, out)
    }
  }

  #collectOf(size: number, buckets: Buckets<number>, text: string, out: Set<number>): void {
    for (let at = 0; at + size <= text.length; at++) {
      for (const number of buckets.of(hash(text, at, size))) {
        const filed = this.#filed[number]
        if (filed && at >= filed.at && text.startsWith(filed.literal, at - filed.at)) {
          out.add(filed.pattern)
        }
      }
    }
  }

  get isEmpty(): boolean {
    return this.#bySize.every(({ size }) => size === 0)
  }
}

function rarest(literal: string, size: number, buckets: Buckets<number>): number {
  let best = 0
  let fewest = Number.POSITIVE_INFINITY
  for (let at = 0; at + size <= literal.length; at++) {
    const count = buckets.count(hash(literal, at, size))
    if (count < fewest) {
      best = at
      fewest = count
    }
  }
  return best
}

/** Fits in 30 bits, so that it stays a small integer. */
function hash(text: string, at: number, size: number): number {
  let sum = 0
  for (let index = at; index < at + size; index++) {
    sum = (Math.imul(sum, 0x01000193) ^ text.charCodeAt(index)) & 0x3fffffff
  }
  return sum
}
