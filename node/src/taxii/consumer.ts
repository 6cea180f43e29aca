import type { Tlp } from '@concert/stix'

/** What a consumer may do with a collection. */
export interface Grant {
  readonly read: boolean
  readonly write: boolean
}

/** Who asks: a token, with what it is cleared for. */
export interface Consumer {
  readonly token: number
  readonly tlp: Tlp
  /** Index of `tlp` in `TLP_LEVELS`. */
  readonly level: number
  /** Whether it stands outside of the party: compacts may forbid to pass on to it. */
  readonly outside: boolean
  /** By the id of the collection's row. */
  readonly grants: ReadonlyMap<number, Grant>
}

/** Whether stored bytes may go to a consumer as they are, whatever they hold or refer to. */
export function seesEverything({ tlp, outside }: Consumer): boolean {
  return tlp === 'red' && !outside
}
