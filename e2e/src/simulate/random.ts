/** Draws that are the same for the same seed (Numerical Recipes, 2007, §7.1: a 64-bit xorshift). */
export class Random {
  #state: bigint

  constructor(seed: number) {
    this.#state = BigInt(seed) ^ 4_101_842_887_655_102_017n
    this.#draw()
  }

  #draw(): bigint {
    let state = this.#state
    state ^= state >> 21n
    state ^= BigInt.asUintN(64, state << 35n)
    state ^= state >> 4n
    this.#state = BigInt.asUintN(64, state)
    return BigInt.asUintN(64, this.#state * 2_685_821_657_736_338_717n)
  }

  /** From 0 up to, not including, `below`. */
  int(below: number): number {
    return Number(this.#draw() % BigInt(below))
  }

  /** @param percent - how often of a hundred times the answer is yes */
  chance(percent: number): boolean {
    return this.int(100) < percent
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to pick from')
    return list[this.int(list.length)] as T
  }

  /** One of the keys, each as likely as its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries<number>(weights)
    let left = this.int(entries.reduce((sum, [, weight]) => sum + weight, 0))
    for (const [key, weight] of entries) {
      left -= weight
      if (left < 0) return key as K
    }
    throw new RangeError('no weights')
  }
}
