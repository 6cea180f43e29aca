import type { CarriedEnvelope } from '@concert/envelope'
import { sql } from 'kysely'
import type { NodeContext } from '../context.ts'
import type { Reader, Transaction } from '../store/store.ts'

const DAY_MS = 86_400_000

/** What came from a peer today (UTC). */
export interface Today {
  readonly bytes: number
  readonly objects: number
}

/** What came from a peer today. */
export async function cameToday(
  { now }: Pick<NodeContext, 'now'>,
  reader: Pick<Reader, 'db'>,
  peer: string,
): Promise<Today> {
  const row = await reader.db
    .selectFrom('peer_days')
    .select(['bytes', 'objects'])
    .where('peer', '=', peer)
    .where('day', '=', Math.floor(now() / DAY_MS))
    .where('direction', '=', 'in')
    .executeTakeFirst()
  return { bytes: row?.bytes ?? 0, objects: row?.objects ?? 0 }
}

/** Whether a peer has had its share of today: what is over waits at the peer until tomorrow. */
export async function isOverQuota(context: NodeContext, peer: string): Promise<boolean> {
  const { bytes, objects } = await cameToday(context, context.store.read, peer)
  const { bytesPerDay, objectsPerDay } = context.config.quotas
  return bytes >= bytesPerDay || objects >= objectsPerDay
}

/** Counts an envelope that was taken, whatever became of what it carried. */
export async function countArrival(
  tx: Transaction,
  { now }: Pick<NodeContext, 'now'>,
  peer: string,
  { bytes: envelope, statements }: CarriedEnvelope,
): Promise<void> {
  let bytes = envelope.length
  let objects = 0
  for (const { bytes: document, content, items } of statements) {
    bytes += document.length + (content?.bytes.length ?? 0)
    for (const item of items) bytes += item.bytes.length
    objects += items.length
  }
  const day = Math.floor(now() / DAY_MS)
  await tx.query(sql`
    insert into peer_days (peer, day, direction, bytes, objects)
      values (${peer}, ${day}, 'in', ${bytes}, ${objects})
    on conflict (peer, day, direction) do update
      set bytes = peer_days.bytes + ${bytes}, objects = peer_days.objects + ${objects}`)
}
