import { sql } from 'kysely'
import type { MailboxParcelsTable } from '../store/schema.ts'
import type { Reader, Transaction } from '../store/store.ts'

/** A parcel that waits. */
export type HeldParcel = Omit<MailboxParcelsTable, 'body'> & { readonly body: Uint8Array }

/** How much of a mailbox is in use. */
export interface Usage {
  /** Bytes of all parcels that wait, and of those by one sender. */
  readonly total: number
  readonly sender: number
  /** Parcels of the pair that wait, and those that are remembered beside them. */
  readonly waiting: number
  readonly kept: number
  /** When the last parcel for the recipient came, in milliseconds; 0 for none. */
  readonly last: number
}

/** What is in use, as far as a deposit from `sender` to `recipient` is concerned. */
export async function usage(reader: Reader, sender: string, recipient: string): Promise<Usage> {
  const [row] = await reader.query(sql<Record<keyof Usage, number | string | null>>`
    select
      sum(case when body is not null then size else 0 end) as total,
      sum(case when body is not null and sender = ${sender} then size else 0 end) as sender,
      sum(case when body is not null and sender = ${sender} and recipient = ${recipient}
        then 1 else 0 end) as waiting,
      sum(case when sender = ${sender} and recipient = ${recipient} then 1 else 0 end) as kept,
      max(case when recipient = ${recipient} then received else 0 end) as last
    from mailbox_parcels`)
  const of = (name: keyof Usage): number => Number(row?.[name] ?? 0)
  return {
    total: of('total'),
    sender: of('sender'),
    waiting: of('waiting'),
    kept: of('kept'),
    last: of('last'),
  }
}

/** Stores a parcel. */
export async function insertHeld(tx: Transaction, row: HeldParcel): Promise<void> {
  await tx.db.insertInto('mailbox_parcels').values(row).execute()
}

/** The parcel that has waited longest for a node. */
export async function nextHeld(
  reader: Pick<Reader, 'db'>,
  recipient: string,
  now: number,
): Promise<HeldParcel | undefined> {
  const row = await reader.db
    .selectFrom('mailbox_parcels')
    .selectAll()
    .where('recipient', '=', recipient)
    .where('body', 'is not', null)
    .where('until', '>', now)
    .orderBy('received')
    .limit(1)
    .executeTakeFirst()
  return row?.body ? { ...row, body: row.body } : undefined
}

/** Deletes what is past its time. */
export async function forgetExpired(tx: Transaction, now: number): Promise<void> {
  await tx.db.deleteFrom('mailbox_parcels').where('until', '<=', now).execute()
}
