import type { Salted, Statement } from '@concert/envelope'
import type { StixObject } from '@concert/stix'

/** A statement of a peer, parsed, with the objects that travelled with it read. */
export interface PreparedStatement {
  readonly statement: Statement
  readonly content: Salted | null
  readonly items: readonly Salted[]
  /** The items as STIX objects; empty when the statement carries none. */
  readonly objects: readonly StixObject[]
}
