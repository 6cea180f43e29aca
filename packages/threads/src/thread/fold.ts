import type { Result } from '@concert/core'
import type { ThreadStatement } from './statement.ts'

/** What the root of a thread fixes for good. */
export interface Opening<State> {
  /** Node ids in the order that breaks ties; the root's author is one of them. */
  readonly participants: readonly string[]
  /** The state before the root has had its own effect. */
  readonly state: State
}

/**
 * One kind of thread: a pure function from statements to a state. It reads `act` only; whatever
 * depends on the present is a view of the state (protocol, Threads).
 */
export interface Fold<State> {
  /** Reads a root, or undefined when it opens no thread of this kind. */
  open(root: ThreadStatement): Opening<State> | undefined
  /**
   * The state after a statement, or the code of the rule it breaks: it is then kept as evidence
   * and has no effect. States are never changed in place.
   */
  step(state: State, statement: ThreadStatement): Result<State>
}
