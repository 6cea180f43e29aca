import type { JsonObject } from '@concert/core'
import type { Statement } from '@concert/envelope'

/** What ordering and folding read of a statement in a thread. */
export interface ThreadStatement {
  readonly digest: string
  readonly author: string
  readonly kind: string
  readonly act: JsonObject
  /** The author's count of its own statements in this thread, from 0. */
  readonly ownSeq: number
  /** Digest of the author's statement before this one. */
  readonly ownPrev: string | null
  /** Digests of the statements this one answers to; only the root has none. */
  readonly parents: readonly string[]
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

/** Every statement that must stand before this one: its parents and its author's one before. */
export function ancestorsOf(statement: ThreadStatement): readonly string[] {
  const { ownPrev, parents } = statement
  return ownPrev === null || parents.includes(ownPrev) ? parents : [...parents, ownPrev]
}
