import type { JsonObject } from '@concert/core'
import type { ThreadStatement } from '../thread/statement.ts'

/** Node ids of up to eight parties: `aaa…`, `bbb…`. */
export const PARTIES: readonly string[] = [...'abcdef01'].map((letter) => letter.repeat(64))

/** A digest that is as good as one: 32 bytes of hexadecimal. */
export function fakeDigest(n: number): string {
  return n.toString(16).padStart(64, '0')
}

/**
 * Parties that talk in one thread over a network that loses, delays and repeats: each knows what
 * reached it, and answers to that.
 */
export class World {
  readonly all: ThreadStatement[] = []
  readonly #known: Map<string, ThreadStatement>[]

  constructor(
    parties: number,
    root: Omit<ThreadStatement, 'digest' | 'ownSeq' | 'ownPrev' | 'parents'>,
  ) {
    this.#known = Array.from({ length: parties }, () => new Map())
    this.#say({ ...root, ownSeq: 0, ownPrev: null, parents: [] })
    for (let party = 0; party < parties; party++) this.deliver(party, 0)
  }

  get root(): ThreadStatement {
    return this.all[0] as ThreadStatement
  }

  /** What has reached a party. */
  known(party: number): readonly ThreadStatement[] {
    return [...(this.#known[party] as Map<string, ThreadStatement>).values()]
  }

  /** A party says something below everything it knows. */
  say(party: number, kind: string, act: JsonObject): ThreadStatement {
    const known = this.#known[party] as Map<string, ThreadStatement>
    const author = PARTIES[party] as string
    const mine = [...known.values()].filter((statement) => statement.author === author)
    const last = mine.toSorted((a, b) => b.ownSeq - a.ownSeq)[0]
    const inner = new Set([...known.values()].flatMap((statement) => statement.parents))
    const tips = [...known.keys()].filter((digest) => !inner.has(digest)).toSorted()
    return this.#say(
      {
        author,
        kind,
        act,
        ownSeq: last ? last.ownSeq + 1 : 0,
        ownPrev: last?.digest ?? null,
        parents: tips,
      },
      party,
    )
  }

  /** A party says two things in one place: `statement` again with another act. */
  fork(statement: ThreadStatement, act: JsonObject): ThreadStatement {
    return this.#say({ ...statement, act })
  }

  /** The statement at an index of {@link all} reaches a party, with all it stands on. */
  deliver(party: number, index: number): void {
    const known = this.#known[party] as Map<string, ThreadStatement>
    const byDigest = new Map(this.all.map((statement) => [statement.digest, statement]))
    const open = [this.all[index] as ThreadStatement]
    for (let next = open.pop(); next; next = open.pop()) {
      if (known.has(next.digest)) continue
      known.set(next.digest, next)
      for (const ancestor of [...next.parents, ...(next.ownPrev ? [next.ownPrev] : [])]) {
        open.push(byDigest.get(ancestor) as ThreadStatement)
      }
    }
  }

  #say(said: Omit<ThreadStatement, 'digest'>, party?: number): ThreadStatement {
    // Not in the order of creation: ties must not follow the digests by accident.
    const digest = fakeDigest((this.all.length * 2_654_435_761) % 4_294_967_291)
    const statement = { ...said, digest }
    this.all.push(statement)
    if (party !== undefined) this.#known[party]?.set(digest, statement)
    return statement
  }
}
