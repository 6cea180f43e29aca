import type { CryptoPort } from '@concert/core'
import type { NoteSigner, TreeHead } from '@concert/tlog'
import type { Store } from '../store/store.ts'
import type { WatermarkPlaces } from './watermark.ts'

/** A tree of this node's log whose checkpoint is durably stored. */
export interface LogHead {
  readonly size: number
  readonly root: Uint8Array
  /** Signed note text, log signature only. */
  readonly checkpoint: string
}

/** A checkpoint with cosignatures. */
export interface WitnessedHead {
  readonly size: number
  /** Signed note text: the log's signature and the witnesses'. */
  readonly checkpoint: string
  /** Names of the witnesses that have cosigned it. */
  readonly cosigners: readonly string[]
}

/** Growth that tells nothing of what is submitted: always as many leaves, always as often. */
export interface SteadyPace {
  /** Time from one checkpoint to the next, in milliseconds. */
  readonly everyMs: number
  /** Leaves that each checkpoint adds; cover leaves stand in for those that are not there. */
  readonly leaves: number
}

/** What {@link NodeLog.open} needs. */
export interface NodeLogDeps extends WatermarkPlaces {
  readonly store: Store
  readonly crypto: CryptoPort
  /** Signs checkpoints; the key's name is the log's origin. */
  readonly signer: NoteSigner
  /** Heads of this log that others hold and its key has signed: it must contain them all. */
  readonly seen?: readonly TreeHead[]
  /** Least time between two batches, in milliseconds. */
  readonly batchMs: number
  /** Without it the log grows by what is submitted, at once. */
  readonly steady?: SteadyPace
  /**
   * How often to look for leaves and heads of other processes on the same database, in
   * milliseconds; 0 when there are none. On PostgreSQL 1,000 by default, on SQLite 0.
   */
  readonly followMs?: number
  /** Milliseconds since 1970 UTC, for the steady pace; the machine's clock by default. */
  now?(): number
  /** Told of every failed batch, which is then repeated, and of the failure that ends the log. */
  onError(error: unknown): void
  /**
   * What to do when the database holds entries and the watermark file is gone. `refuse`, the
   * default, throws `log-watermark-missing`: a restored backup looks just so, and signing on from
   * it would fork the log. `adopt` writes the file anew and is for a person to decide.
   */
  readonly onMissingWatermark?: 'refuse' | 'adopt'
}
