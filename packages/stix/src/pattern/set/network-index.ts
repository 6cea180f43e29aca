import { lowest, type Network } from '../match/address.ts'
import { Buckets } from './buckets.ts'

/** Finds which networks hold a network, and which a network holds. */
export class NetworkIndex {
  readonly #around = new Map<number, Around>()
  readonly #inside = new Map<number, SortedNetworks>()

  /** Files a network that may hold what is looked up (ISSUBSET). */
  addAround(network: Network, pattern: number): () => void {
    const { bits, prefix, base } = network
    const key = bits * 256 + prefix
    const around = this.#around.get(key) ?? { bits, prefix, buckets: new Buckets<bigint>() }
    this.#around.set(key, around)
    around.buckets.add(base, pattern)
    return () => {
      around.buckets.remove(base, pattern)
      if (around.buckets.size === 0) this.#around.delete(key)
    }
  }

  /** Files a network that may lie in what is looked up (ISSUPERSET). */
  addInside(network: Network, pattern: number): () => void {
    const sorted = this.#inside.get(network.bits) ?? new SortedNetworks()
    this.#inside.set(network.bits, sorted)
    return sorted.add(network.base, pattern)
  }

  /** Adds the patterns of all that hold a network, or lie in it, to `out`. */
  collect(network: Network, out: Set<number>): void {
    for (const { bits, prefix, buckets } of this.#around.values()) {
      if (bits !== network.bits || prefix > network.prefix) continue
      buckets.collect(lowest(network.base, bits, prefix), out)
    }
    this.#inside.get(network.bits)?.collect(network, out)
  }

  get isEmpty(): boolean {
    return this.#around.size === 0 && [...this.#inside.values()].every(({ isEmpty }) => isEmpty)
  }
}

/** Networks of one size, by their lowest address. */
interface Around {
  readonly bits: number
  readonly prefix: number
  readonly buckets: Buckets<bigint>
}

/** Networks by their lowest address, sorted when they are next looked up. */
class SortedNetworks {
  readonly #byBase = new Buckets<bigint>()
  #sorted: readonly bigint[] | undefined

  get isEmpty(): boolean {
    return this.#byBase.size === 0
  }

  add(base: bigint, pattern: number): () => void {
    this.#byBase.add(base, pattern)
    this.#sorted = undefined
    return () => {
      this.#byBase.remove(base, pattern)
      this.#sorted = undefined
    }
  }

  collect({ base, bits, prefix }: Network, out: Set<number>): void {
    this.#sorted ??= [...this.#byBase.keys()].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    const end = base + (1n << BigInt(bits - prefix))
    for (let at = firstFrom(this.#sorted, base); at < this.#sorted.length; at++) {
      const each = this.#sorted[at] as bigint
      if (each >= end) return
      this.#byBase.collect(each, out)
    }
  }
}

function firstFrom(sorted: readonly bigint[], base: bigint): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as bigint) < base) low = middle + 1
    else high = middle
  }
  return low
}
