import type { Tlp } from '@concert/envelope'
import type { PeerPolicy } from './policy.ts'

/** One release to one peer. */
export interface ShareOrder extends PeerPolicy {
  readonly peer: string
  readonly tlp: Tlp
  /** Name of whoever asked for it. */
  readonly author: string
  /** Id of our STIX identity. */
  readonly ownIdentity: string
}
