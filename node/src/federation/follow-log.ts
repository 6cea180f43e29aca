import { fromUtf8 } from '@concert/core'
import type { Identity } from '@concert/envelope'
import type { Transaction } from '../store/store.ts'
import { lockPair, readChannel, writeChannel } from './channel.ts'
import { storedCheckpoint } from './peer-log.ts'

/** Prefix of the name in `node_state` under which the last checkpoint of an ended log is kept. */
const ENDED_LOG = 'ended-log:'

/**
 * Follows a peer to the log that its newest identity names. A peer that was restored from a backup
 * begins another log: the last checkpoint of the one before is kept, and what the new one shows is
 * compared from its beginning.
 */
export async function followLog(tx: Transaction, identity: Identity): Promise<void> {
  await lockPair(tx, identity.node)
  const channel = await readChannel(tx, identity.node, 'in')
  if (channel.checkpoint === null) return
  if (storedCheckpoint(channel.checkpoint, identity.log.origin) !== undefined) return
  const name = `${ENDED_LOG}${identity.node}:${identity.version}`
  const value = fromUtf8(channel.checkpoint) ?? ''
  await tx.db
    .insertInto('node_state')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  await writeChannel(tx, { ...channel, checkpoint: null, checkpoint_size: 0 })
}
