import type { Tlp } from '@concert/stix'

/** What a consumer may do with a collection. */
export interface Grant {
  readonly read: boolean
  readonly write: boolean
}

/** How much a consumer may see: all who share one are shown the very same bytes. */
export interface Clearance {
  readonly tlp: Tlp
  /** Index of `tlp` in `TLP_LEVELS`. */
  readonly level: number
  /** Whether it stands outside of the party: compacts may forbid to pass on to it. */
  readonly outside: boolean
}

/** Who asks: a token, with what it is cleared for. */
export interface Consumer extends Clearance {
  readonly token: number
  /** By the id of the collection's row. */
  readonly grants: ReadonlyMap<number, Grant>
}

/** Whether stored bytes may go to a consumer as they are, whatever they hold or refer to. */
export function seesEverything({ tlp, outside }: Clearance): boolean {
  return tlp === 'red' && !outside
}

/** Number of a clearance, below {@link CLEARANCES}. */
export function clearanceNumber({ level, outside }: Clearance): number {
  return level * 2 + (outside ? 1 : 0)
}

/** So many clearances there are: each of five levels, inside and outside. */
export const CLEARANCES = 10
