import type { JsonObject } from '@concert/core'
import type { Statement } from '@concert/envelope'

/** What ordering and folding read of a statement in a thread. */
export interface ThreadStatement {
  readonly digest: string
  readonly author: string
  readonly kind: string
  readonly act: JsonObject
  readonly ownSeq: number
  readonly ownPrev: string | null
  readonly parents: readonly string[]
}

/** A thread in its canonical order, and what was kept without effect. */
export interface OrderedThread {
  readonly order: readonly ThreadStatement[]
  /** Digests kept as evidence only: forks, breaks of an own chain, strangers, and what hangs on them. */
  readonly ineffective: ReadonlySet<string>
}

/** The part of a verified statement that threads read; undefined outside threads. */
export function threadStatement(statement: Statement): ThreadStatement | undefined {
  const { thread } = statement
  if (!thread) return undefined
  return {
    digest: statement.digest,
    author: statement.author.node,
    kind: statement.kind,
    act: statement.act,
    ownSeq: thread.own_seq,
    ownPrev: thread.own_prev,
    parents: thread.parents,
  }
}

/**
 * Puts a thread's statements into the one order that every node computes: topological, ties by
 * the participants' order in the root, so nothing is gained by grinding digests or dating back.
 *
 * @param root - the statement without parents that opened the thread
 * @param participants - node ids in the order that the root fixes
 * @param statements - any order, any duplicates, the root included or not
 */
export function orderThread(
  root: ThreadStatement,
  participants: readonly string[],
  statements: Iterable<ThreadStatement>,
): OrderedThread {
  const known = new Map<string, ThreadStatement>([[root.digest, root]])
  for (const statement of statements) known.set(statement.digest, statement)
  const forked = findForks(known.values())
  const order: ThreadStatement[] = []
  const done = new Set<string>()
  const heads = new Map<string, ThreadStatement>()
  const waiting = lanes(participants, known.values(), forked)
  for (;;) {
    const next = nextReady(participants, waiting, done, heads, root)
    if (!next) break
    order.push(next)
    done.add(next.digest)
    heads.set(next.author, next)
  }
  const ineffective = new Set([...known.keys()].filter((digest) => !done.has(digest)))
  return { order, ineffective }
}

/** A second statement at the same own_seq has no effect, nor has anything after it: nor the first. */
function findForks(statements: Iterable<ThreadStatement>): ReadonlyMap<string, number> {
  const seen = new Set<string>()
  const forks = new Map<string, number>()
  for (const { author, ownSeq } of statements) {
    const place = `${author} ${ownSeq}`
    if (seen.has(place)) forks.set(author, Math.min(forks.get(author) ?? ownSeq, ownSeq))
    seen.add(place)
  }
  return forks
}

function lanes(
  participants: readonly string[],
  statements: Iterable<ThreadStatement>,
  forked: ReadonlyMap<string, number>,
): ReadonlyMap<string, ThreadStatement[]> {
  const byAuthor = new Map<string, ThreadStatement[]>(participants.map((node) => [node, []]))
  for (const statement of statements) {
    const limit = forked.get(statement.author) ?? Number.POSITIVE_INFINITY
    if (statement.ownSeq < limit) byAuthor.get(statement.author)?.push(statement)
  }
  for (const lane of byAuthor.values()) lane.sort((a, b) => b.ownSeq - a.ownSeq)
  return byAuthor
}

function nextReady(
  participants: readonly string[],
  waiting: ReadonlyMap<string, ThreadStatement[]>,
  done: ReadonlySet<string>,
  heads: ReadonlyMap<string, ThreadStatement>,
  root: ThreadStatement,
): ThreadStatement | undefined {
  for (const node of participants) {
    const lane = waiting.get(node)
    const next = lane?.at(-1)
    if (next && isReady(next, done, heads.get(node), root)) {
      lane?.pop()
      return next
    }
  }
  return undefined
}

function isReady(
  statement: ThreadStatement,
  done: ReadonlySet<string>,
  head: ThreadStatement | undefined,
  root: ThreadStatement,
): boolean {
  if (statement.ownSeq !== (head ? head.ownSeq + 1 : 0)) return false
  if (statement.ownPrev !== (head?.digest ?? null)) return false
  if (statement.digest === root.digest) return statement.parents.length === 0
  return statement.parents.length > 0 && statement.parents.every((parent) => done.has(parent))
}
