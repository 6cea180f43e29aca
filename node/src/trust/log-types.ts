import type { CryptoPort } from '@concert/core'
import type { NoteSigner } from '@concert/tlog'
import type { Store } from '../store/store.ts'

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

/** What {@link NodeLog.open} needs. */
export interface NodeLogDeps {
  readonly store: Store
  readonly crypto: CryptoPort
  /** Signs checkpoints; the key's name is the log's origin. */
  readonly signer: NoteSigner
  /** File that names the latest released checkpoint; keep it out of what backups restore. */
  readonly watermarkPath: string
  /** Least time between two batches, in milliseconds. */
  readonly batchMs: number
  /** Told of every failed batch, which is then repeated, and of the failure that ends the log. */
  onError(error: unknown): void
  /**
   * What to do when the database holds entries and the watermark file is gone. `refuse`, the
   * default, throws `log-watermark-missing`: a restored backup looks just so, and signing on from
   * it would fork the log. `adopt` writes the file anew and is for a person to decide.
   */
  readonly onMissingWatermark?: 'refuse' | 'adopt'
}
