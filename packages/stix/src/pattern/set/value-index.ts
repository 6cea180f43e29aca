import type { Json } from '@concert/core'
import { isStixTimestamp } from '../../time.ts'
import { parseNetwork } from '../match/address.ts'
import { normal } from '../match/comparison.ts'
import { type Octets, textOf } from '../match/values.ts'
import { foldCase } from '../regex/literals.ts'
import { type Atom, timeKey } from './atoms.ts'
import { Buckets } from './buckets.ts'
import { GramIndex } from './gram-index.ts'
import { NetworkIndex } from './network-index.ts'

/** Atoms about the values of one path. */
export class ValueIndex {
  readonly #octets: Octets
  readonly #present = new Buckets<true>()
  readonly #texts = new Buckets<string>()
  readonly #numbers = new Buckets<number>()
  readonly #times = new Buckets<string>()
  readonly #networks = new NetworkIndex()
  readonly #held = new GramIndex()
  readonly #heldFolded = new GramIndex()

  constructor(octets: Octets) {
    this.#octets = octets
  }

  /** Files an atom; returns what takes it out again. */
  add(atom: Atom, pattern: number): () => void {
    switch (atom.kind) {
      case 'text':
        return file(this.#texts, atom.text, pattern)
      case 'number':
        return file(this.#numbers, atom.number, pattern)
      case 'time':
        return file(this.#times, atom.time, pattern)
      case 'around':
        return this.#networks.addAround(atom.network, pattern)
      case 'inside':
        return this.#networks.addInside(atom.network, pattern)
      case 'holds':
        return (atom.folded ? this.#heldFolded : this.#held).add(atom.text, pattern)
      case 'present':
      case 'type':
        return file(this.#present, true, pattern)
    }
  }

  /** Adds the patterns with an atom that a value has to `out`. */
  collect(value: Json, out: Set<number>): void {
    this.#present.collect(true, out)
    if (typeof value === 'string') this.#collectString(value, out)
    else if (typeof value === 'number') this.#numbers.collect(value, out)
  }

  #collectString(value: string, out: Set<number>): void {
    if (this.#times.size > 0 && isStixTimestamp(value)) this.#times.collect(timeKey(value), out)
    if (!this.#networks.isEmpty) {
      const network = parseNetwork(value)
      if (network) this.#networks.collect(network, out)
    }
    const text = textOf(value, this.#octets)
    if (text === undefined) return
    this.#texts.collect(text, out)
    if (this.#held.isEmpty && this.#heldFolded.isEmpty) return
    const seen = normal(text, this.#octets)
    if (!this.#held.isEmpty) this.#held.collect(seen, out)
    if (!this.#heldFolded.isEmpty) this.#heldFolded.collect(foldCase(seen), out)
  }
}

function file<Key>(buckets: Buckets<Key>, key: Key, pattern: number): () => void {
  buckets.add(key, pattern)
  return () => buckets.remove(key, pattern)
}
