import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Reader, Transaction } from '../store/store.ts'

/** Which way a channel runs, seen from here. */
export type Direction = 'out' | 'in'

/** Where in a channel. */
export interface Place {
  readonly epoch: number
  readonly seq: number
}

/** The state of one numbered channel; see `ChannelsTable`. */
export interface Channel {
  readonly peer: string
  readonly direction: Direction
  readonly epoch: number
  readonly seq: number
  readonly head: Uint8Array | null
  readonly settled: number
  readonly checkpoint: Uint8Array | null
  readonly checkpoint_size: number
}

/** The channel as it stands; a fresh one before the first envelope. */
export async function readChannel(
  reader: Pick<Reader, 'db'>,
  peer: string,
  direction: Direction,
): Promise<Channel> {
  const row = await reader.db
    .selectFrom('channels')
    .selectAll()
    .where('peer', '=', peer)
    .where('direction', '=', direction)
    .executeTakeFirst()
  if (row) return { ...row, direction }
  const fresh = { epoch: 1, seq: 0, head: null, settled: 0, checkpoint: null, checkpoint_size: 0 }
  return { peer, direction, ...fresh }
}

/** Whether an envelope comes after a place in its channel; for queries of envelopes in that order. */
export function isAfter({ epoch, seq }: Place): RawBuilder<SqlBool> {
  return sql`(epoch, seq) > (${epoch}, ${seq})`
}

/** Holds the pair's channels until the transaction ends. Take it before reading them to change. */
export async function lockPair(tx: Transaction, peer: string): Promise<void> {
  await tx.lock(`channel ${peer}`)
}

/** Stores the channel's new state. */
export async function writeChannel(tx: Transaction, channel: Channel): Promise<void> {
  const { peer, direction, ...state } = channel
  await tx.db
    .insertInto('channels')
    .values({ peer, direction, ...state })
    .onConflict((conflict) => conflict.columns(['peer', 'direction']).doUpdateSet(state))
    .execute()
}
