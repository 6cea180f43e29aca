import type { CarriedItem, Salted, Statement } from '@concert/envelope'
import type { StixObject } from '@concert/stix'

/** A statement of a peer, parsed, with the objects that travelled with it read. */
export interface PreparedStatement {
  readonly statement: Statement
  readonly content: Salted | null
  /** All of its items, or some with their places. */
  readonly items: readonly CarriedItem[]
  /** The items as STIX objects; empty when the statement carries none, or parts of a file. */
  readonly objects: readonly StixObject[]
}
