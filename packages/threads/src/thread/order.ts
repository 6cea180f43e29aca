import { ancestorsOf, type ThreadStatement } from './statement.ts'

/** A thread in its canonical order, and what was kept without effect. */
export interface OrderedThread {
  /** Topological, ties by the participants' order in the root. Forked statements included. */
  readonly order: readonly ThreadStatement[]
  /** Of these, what folds pass over: forks, and what their author said after. */
  readonly forked: ReadonlySet<string>
  /** Not in the order: strangers, breaks of an own chain, and what waits for an ancestor. */
  readonly unplaced: readonly ThreadStatement[]
}

interface Waiting {
  readonly statement: ThreadStatement
  missing: number
}

/**
 * Puts a thread's statements into the one order that every node computes: topological, ties by
 * the participants' order in the root, so nothing is gained by grinding digests or dating back.
 * Among forks of one author, which have no effect, the digest decides.
 *
 * @param statements - any order, any duplicates; the root among them
 */
export function orderThread(
  rootDigest: string,
  participants: readonly string[],
  statements: Iterable<ThreadStatement>,
): OrderedThread {
  const known = new Map<string, ThreadStatement>()
  for (const statement of statements) known.set(statement.digest, statement)
  const schedule = new Schedule(rootDigest, participants, known)
  const order: ThreadStatement[] = []
  for (let next = schedule.next(); next; next = schedule.next()) order.push(next)
  const placed = new Set(order.map((statement) => statement.digest))
  const unplaced = [...known.values()].filter((statement) => !placed.has(statement.digest))
  return { order, forked: findForked(order), unplaced }
}

/** Kahn's algorithm with one lane for each participant. */
class Schedule {
  readonly #lanes: readonly ThreadStatement[][]
  readonly #laneOf: ReadonlyMap<string, number>
  readonly #waiting = new Map<string, Waiting[]>()

  constructor(root: string, participants: readonly string[], known: Map<string, ThreadStatement>) {
    this.#lanes = participants.map(() => [])
    this.#laneOf = new Map(participants.map((node, lane) => [node, lane]))
    for (const statement of known.values()) {
      if (this.#laneOf.has(statement.author) && mayStand(statement, root, known)) {
        this.#admit(statement)
      }
    }
  }

  next(): ThreadStatement | undefined {
    for (const lane of this.#lanes) {
      const next = takeFirst(lane)
      if (!next) continue
      for (const waiting of this.#waiting.get(next.digest) ?? []) {
        waiting.missing--
        if (waiting.missing === 0) this.#ready(waiting.statement)
      }
      return next
    }
    return undefined
  }

  #admit(statement: ThreadStatement): void {
    const ancestors = ancestorsOf(statement)
    if (ancestors.length === 0) this.#ready(statement)
    const waiting = { statement, missing: ancestors.length }
    for (const ancestor of ancestors) {
      const list = this.#waiting.get(ancestor)
      if (list) list.push(waiting)
      else this.#waiting.set(ancestor, [waiting])
    }
  }

  #ready(statement: ThreadStatement): void {
    this.#lanes[this.#laneOf.get(statement.author) ?? -1]?.push(statement)
  }
}

/** A lane holds one statement at a time but for forks, which nothing honest makes. */
function takeFirst(lane: ThreadStatement[]): ThreadStatement | undefined {
  if (lane.length < 2) return lane.pop()
  lane.sort((a, b) => b.ownSeq - a.ownSeq || (a.digest < b.digest ? 1 : -1))
  return lane.pop()
}

/**
 * The rules of a statement's own chain and of parents, as far as what is known allows: a
 * statement that breaks them never stands anywhere.
 */
function mayStand(
  statement: ThreadStatement,
  root: string,
  known: ReadonlyMap<string, ThreadStatement>,
): boolean {
  const { digest, author, ownSeq, ownPrev, parents } = statement
  if ((digest === root) !== (parents.length === 0)) return false
  if (ownPrev === null) return ownSeq === 0
  const before = known.get(ownPrev)
  return before === undefined || (before.author === author && before.ownSeq === ownSeq - 1)
}

/**
 * Which statements folds pass over. A second statement at the same own_seq is a fork: neither has
 * effect, nor has anything its author said after. One of them stands when others have answered
 * below it and below none of its rivals: what the others relied on cannot be taken back by
 * forking it later.
 */
function findForked(order: readonly ThreadStatement[]): ReadonlySet<string> {
  const first = firstForks(order)
  const forked = new Set<string>()
  for (const [author, ownSeq] of first) {
    const after = order.filter((entry) => entry.author === author && entry.ownSeq >= ownSeq)
    const relied = reliedOn(order, author)
    const branches = after.filter((entry) => entry.ownSeq === ownSeq)
    const answered = branches.filter((entry) => relied.has(entry.digest))
    const stands = answered.length === 1 ? answered[0] : undefined
    for (const entry of after) if (entry !== stands) forked.add(entry.digest)
  }
  return forked
}

/** Where each author's chain forks first. */
function firstForks(order: readonly ThreadStatement[]): ReadonlyMap<string, number> {
  const seen = new Set<string>()
  const first = new Map<string, number>()
  for (const { author, ownSeq } of order) {
    const place = `${author} ${ownSeq}`
    if (seen.has(place)) first.set(author, Math.min(first.get(author) ?? ownSeq, ownSeq))
    seen.add(place)
  }
  return first
}

/** Everything that somebody else than the author stands below. */
function reliedOn(order: readonly ThreadStatement[], author: string): ReadonlySet<string> {
  const relied = new Set<string>()
  for (const statement of order.toReversed()) {
    if (statement.author === author && !relied.has(statement.digest)) continue
    for (const ancestor of ancestorsOf(statement)) relied.add(ancestor)
  }
  return relied
}
