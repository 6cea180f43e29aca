import { decodeIntelAct, type IntelKind, isIntelKind, type Statement } from '@concert/envelope'
import { decodeLogSeen, LOG_SEEN_KIND, type ScoredFact } from '@concert/threads'

/** A statement within a cut, with when whoever it was said to received it. */
export interface CutStatement {
  readonly statement: Statement
  /** By the receipt that both sides hold; null without one. */
  received(): string | null
}

type Ref = { readonly author: string; readonly statement: string; readonly item: number }

/** What statements on intelligence and on logs tell, each item once. */
export function factsIn(
  said: readonly CutStatement[],
  parties: readonly string[],
): readonly ScoredFact[] {
  const teller = new FactTeller(parties, said)
  for (const entry of said) {
    const { kind, act, exercise } = entry.statement
    if (exercise) continue
    if (isIntelKind(kind)) teller.intel(entry, kind)
    else if (kind === LOG_SEEN_KIND) {
      const seen = decodeLogSeen(act)
      const of = parties.find((party) => party !== entry.statement.author.node)
      if (seen.ok && of) teller.tell('log-consistent', of, entry, seen.value.consistent ? 1 : 0, 1)
    }
  }
  return teller.facts
}

class FactTeller {
  readonly facts: ScoredFact[] = []
  readonly #parties: readonly string[]
  readonly #seen = new Set<string>()
  /** Shares by their digests: what is seen of them may stand before them, in the other direction. */
  readonly #shares: ReadonlyMap<string, CutStatement>

  constructor(parties: readonly string[], said: readonly CutStatement[]) {
    this.#parties = parties
    const shares = said.filter(({ statement }) => statement.kind === 'intel.share')
    this.#shares = new Map(shares.map((entry) => [entry.statement.digest, entry]))
  }

  tell(id: ScoredFact['id'], of: string, by: CutStatement, value: number, count: number): void {
    if (count === 0 || !this.#parties.includes(of)) return
    const statement = by.statement.digest
    this.facts.push({ id, of, statement, value, count, at: by.received() })
  }

  intel(entry: CutStatement, kind: IntelKind): void {
    const { author, act } = entry.statement
    const read = decodeIntelAct(kind, act)
    if (!read.ok) return
    const value = read.value
    if ('items' in value) {
      this.tell('shared', author.node, entry, 1, value.items)
    } else if ('sighted' in value) {
      for (const { target } of value.sighted) this.#sighted(entry, target)
    } else if ('judged' in value) {
      for (const { target, novel } of value.judged) {
        if (this.#isOfOther(entry, target) && this.#isFirst('novel', target)) {
          this.tell('novel', target.author, entry, novel ? 1 : 0, 1)
        }
      }
    } else if ('reason' in value && value.reason === 'false-positive') {
      const fresh = value.targets.filter((target) => this.#isFirst('false-positive', target))
      this.tell('false-positive', author.node, entry, 1, fresh.length)
    }
  }

  #sighted(entry: CutStatement, target: Ref): void {
    if (!this.#isOfOther(entry, target) || !this.#isFirst('confirmed', target)) return
    this.tell('confirmed', target.author, entry, 1, 1)
    const told = this.#shares.get(target.statement)?.received()
    const at = entry.received()
    if (told && at) {
      const lead = Math.max(0, Date.parse(at) - Date.parse(told))
      this.tell('lead-time', target.author, entry, lead, 1)
    }
  }

  /** Nobody confirms what is their own. */
  #isOfOther({ statement }: CutStatement, { author }: Ref): boolean {
    return statement.author.node !== author
  }

  #isFirst(what: string, { statement, item }: Ref): boolean {
    const name = `${what} ${statement} ${item}`
    if (this.#seen.has(name)) return false
    this.#seen.add(name)
    return true
  }
}
