import type { Fold } from './fold.ts'
import { orderThread } from './order.ts'
import { ancestorsOf, type ThreadStatement } from './statement.ts'

/** States are kept after every so many statements: what comes late is folded from the one before. */
const SNAPSHOT_EVERY = 32

/** What became of a statement that was added. */
export type Added =
  /** It stands in the order; whether it has effect, {@link Thread.broken} tells. */
  | 'placed'
  | 'known'
  /** Its author is no participant, or it breaks a rule of its own chain or of parents. */
  | 'refused'
  /** An ancestor is missing; it takes its place when that comes. */
  | 'waiting'
  /** Its author has said two things in one place; the thread says which have no effect. */
  | 'forked'

/**
 * A thread and its folded state, kept as statements come: a statement that follows what is there
 * costs one step, one that comes late costs the steps after it. The same statements give the same
 * state, whatever the order and however often they came.
 */
export class Thread<State> {
  readonly root: ThreadStatement
  readonly participants: readonly string[]
  readonly #fold: Fold<State>
  readonly #initial: State
  readonly #rank: ReadonlyMap<string, number>
  readonly #known = new Map<string, ThreadStatement>()
  readonly #position = new Map<string, number>()
  /** Statements by an ancestor that is not placed yet. */
  readonly #waitingFor = new Map<string, Set<string>>()
  readonly #lanes = new Map<string, ThreadStatement>()
  #order: ThreadStatement[] = []
  #snapshots: State[] = []
  #broken = new Map<string, string>()
  #forked: ReadonlySet<string> = new Set()
  #hasFork = false
  #state: State
  /** How many statements of the order the state has taken in. */
  #folded = 0

  private constructor(
    fold: Fold<State>,
    root: ThreadStatement,
    opening: { readonly participants: readonly string[]; readonly state: State },
  ) {
    this.root = root
    this.participants = opening.participants
    this.#fold = fold
    this.#initial = opening.state
    this.#state = opening.state
    this.#rank = new Map(opening.participants.map((node, rank) => [node, rank]))
    this.add(root)
  }

  /**
   * Opens a thread with its root and, at once, with what else is known of it.
   *
   * @returns undefined when the statement opens no thread of this kind
   */
  static open<State>(
    fold: Fold<State>,
    root: ThreadStatement,
    statements: Iterable<ThreadStatement> = [],
  ): Thread<State> | undefined {
    if (root.parents.length > 0 || root.ownSeq !== 0 || root.ownPrev !== null) return undefined
    const opening = fold.open(root)
    if (!opening?.participants.includes(root.author)) return undefined
    if (new Set(opening.participants).size !== opening.participants.length) return undefined
    const thread = new Thread(fold, root, opening)
    thread.#addAll(statements)
    return thread
  }

  /** The fold of every statement that has effect. */
  get state(): State {
    return this.#state
  }

  /** The canonical order, the same on every node that holds the same statements. */
  get order(): readonly ThreadStatement[] {
    return this.#order
  }

  /** Why a placed statement has no effect: a rule of its kind, or `forked`. */
  broken(digest: string): string | undefined {
    return this.#forked.has(digest) ? 'forked' : this.#broken.get(digest)
  }

  /** Statements that nothing stands below, sorted: what the next statement answers to. */
  tips(): readonly string[] {
    const inner = new Set(this.#order.flatMap(ancestorsOf))
    return this.#order
      .map((statement) => statement.digest)
      .filter((digest) => !inner.has(digest))
      .toSorted()
  }

  /** Where an author's own next statement stands, or undefined when it has none yet. */
  lastOf(author: string): ThreadStatement | undefined {
    return this.#order.findLast((statement) => statement.author === author)
  }

  /** Takes one statement in. @param statement - verified; its act is attacker-controlled */
  add(statement: ThreadStatement): Added {
    if (this.#known.has(statement.digest)) return 'known'
    if (!this.#mayStand(statement)) return 'refused'
    this.#known.set(statement.digest, statement)
    if (this.#forks(statement)) return this.#rebuild(statement)
    const missing = this.#missing(statement)
    for (const ancestor of missing) this.#waitFor(ancestor, statement.digest)
    if (missing.length > 0) return 'waiting'
    let from = this.#insert(statement)
    for (const next of this.#released(statement.digest)) from = Math.min(from, this.#insert(next))
    this.#refold(from)
    return 'placed'
  }

  #addAll(statements: Iterable<ThreadStatement>): void {
    for (const statement of statements) {
      if (this.#known.has(statement.digest) || !this.#mayStand(statement)) continue
      this.#known.set(statement.digest, statement)
      this.#forks(statement)
    }
    this.#rebuild(this.root)
  }

  /** Rules that the statement alone, and what it names, can break for good. */
  #mayStand({ author, ownSeq, ownPrev, parents, digest }: ThreadStatement): boolean {
    if (!this.#rank.has(author)) return false
    if (digest !== this.root.digest && parents.length === 0) return false
    if (ownPrev === null) return ownSeq === 0
    const before = this.#known.get(ownPrev)
    return before === undefined || (before.author === author && before.ownSeq === ownSeq - 1)
  }

  /** Whether the author has said something else in the same place. */
  #forks(statement: ThreadStatement): boolean {
    const place = `${statement.author} ${statement.ownSeq}`
    if (this.#lanes.has(place)) this.#hasFork = true
    else this.#lanes.set(place, statement)
    return this.#hasFork
  }

  #missing(statement: ThreadStatement): readonly string[] {
    return ancestorsOf(statement).filter((digest) => !this.#position.has(digest))
  }

  #waitFor(ancestor: string, digest: string): void {
    const waiting = this.#waitingFor.get(ancestor)
    if (waiting) waiting.add(digest)
    else this.#waitingFor.set(ancestor, new Set([digest]))
  }

  /** What waited for a statement and has all its ancestors now, and what waited for that. */
  *#released(digest: string): Generator<ThreadStatement> {
    const waiting = this.#waitingFor.get(digest)
    this.#waitingFor.delete(digest)
    for (const entry of waiting ?? []) {
      const next = this.#known.get(entry)
      if (!next || this.#position.has(entry) || this.#missing(next).length > 0) continue
      // It may break its own chain: when it came, the statement before it was not known.
      if (!this.#mayStand(next)) continue
      yield next
      yield* this.#released(entry)
    }
  }

  /**
   * Puts a statement without descendants where the canonical order has it: after its ancestors, and
   * before the first statement of a participant who comes later in the root. @returns its position
   */
  #insert(statement: ThreadStatement): number {
    const rank = this.#rank.get(statement.author) ?? 0
    let at = 0
    for (const ancestor of ancestorsOf(statement)) {
      at = Math.max(at, (this.#position.get(ancestor) ?? 0) + 1)
    }
    while (at < this.#order.length && this.#rankAt(at) <= rank) at++
    this.#order.splice(at, 0, statement)
    for (let i = at; i < this.#order.length; i++) {
      this.#position.set((this.#order[i] as ThreadStatement).digest, i)
    }
    return at
  }

  #rankAt(position: number): number {
    return this.#rank.get(this.#order[position]?.author ?? '') ?? 0
  }

  /** Orders everything anew: the price of a fork, which no honest node makes. */
  #rebuild(added: ThreadStatement): Added {
    const ordered = orderThread(this.root.digest, this.participants, this.#known.values())
    this.#order = [...ordered.order]
    this.#forked = ordered.forked
    this.#position.clear()
    for (const [i, statement] of this.#order.entries()) this.#position.set(statement.digest, i)
    this.#waitingFor.clear()
    for (const statement of ordered.unplaced) {
      for (const ancestor of this.#missing(statement)) this.#waitFor(ancestor, statement.digest)
    }
    this.#refold(0)
    if (!this.#position.has(added.digest)) return 'waiting'
    return this.#forked.has(added.digest) ? 'forked' : 'placed'
  }

  #refold(from: number): void {
    if (from < this.#folded) this.#backTo(from)
    for (; this.#folded < this.#order.length; this.#folded++) {
      if (this.#folded % SNAPSHOT_EVERY === 0) this.#snapshots.push(this.#state)
      this.#state = this.#step(this.#state, this.#order[this.#folded] as ThreadStatement)
    }
  }

  /** Puts the state back to the nearest snapshot before a position. */
  #backTo(position: number): void {
    const kept = Math.floor(position / SNAPSHOT_EVERY)
    this.#state = this.#snapshots[kept] ?? this.#initial
    this.#snapshots.length = kept
    this.#folded = kept * SNAPSHOT_EVERY
  }

  #step(state: State, statement: ThreadStatement): State {
    this.#broken.delete(statement.digest)
    if (this.#forked.has(statement.digest)) return state
    const next = this.#fold.step(state, statement)
    if (next.ok) return next.value
    this.#broken.set(statement.digest, next.code)
    return state
  }
}
