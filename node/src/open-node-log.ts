import type { CryptoPort } from '@concert/core'
import type { Identity } from '@concert/envelope'
import { KEY_TYPES, makeNoteSigner } from '@concert/tlog'
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { currentKey, logOrigin, noteKeyOf } from './identity/own-node.ts'
import type { KeySet } from './keys/key-set.ts'
import { askWitnesses } from './operation/compare-logs.ts'
import { watermarkPlaces } from './operation/data-files.ts'
import type { Store } from './store/store.ts'
import { NodeLog } from './trust/node-log.ts'

/** What {@link openNodeLog} needs. */
export interface NodeLogOptions {
  readonly config: Config
  readonly crypto: CryptoPort
  readonly store: Store
  /** Those that the identity lists. */
  readonly keys: KeySet
  /** Our identity; undefined before the first one was signed. */
  readonly identity: Identity | undefined
  readonly logger: Logger
  /** Milliseconds since 1970 UTC. */
  now(): number
}

/**
 * Opens this node's log. Witnesses are asked before the database is read, so that what they hold
 * can't be newer than an honest database.
 *
 * @throws LogError as {@link NodeLog.open} does
 */
export async function openNodeLog(options: NodeLogOptions): Promise<NodeLog> {
  const { config, crypto, store, keys, identity, logger, now } = options
  const { steady, batchMs } = config.log
  const seen = identity ? await askWitnesses(crypto, identity, config.witnesses) : []
  const key = currentKey(keys, 'log', now())
  const noteKey = noteKeyOf(crypto, await logOrigin(config, store.read), KEY_TYPES.note, key)
  return await NodeLog.open({
    store,
    crypto,
    signer: makeNoteSigner(crypto, noteKey, key.secret),
    ...watermarkPlaces(config),
    seen,
    batchMs,
    ...(steady && { steady }),
    now,
    onError: (error) => logger.error({ err: error }, 'log'),
  })
}
