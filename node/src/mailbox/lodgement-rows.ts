import { hex, unhex } from '@concert/core'
import type { NodeContext } from '../context.ts'
import type { Waiting } from '../federation/load-envelopes.ts'
import type { LodgementsTable } from '../store/schema.ts'
import type { Reader, Store } from '../store/store.ts'
import type { Tendered, ToLodge } from './mailbox-client.ts'

/** What is said of a lodgement beside the tender. */
export interface LodgedSpan {
  readonly mailbox: string
  readonly epoch: number
  readonly firstSeq: number
  readonly lastSeq: number
  readonly logSize: number
}

/** Keeps what was lodged with its tender. */
export async function storeLodgement(
  { store, now }: Pick<NodeContext, 'store' | 'now'>,
  { peer, digest }: ToLodge,
  { document, tender, until }: Tendered,
  { mailbox, epoch, firstSeq, lastSeq, logSize }: LodgedSpan,
): Promise<void> {
  const parcel = unhex(digest) as Uint8Array
  const span = { epoch, first_seq: firstSeq, last_seq: lastSeq, log_size: logSize }
  const row = { mailbox, parcel, peer, state: 'open', ...span, document, tender, until }
  await store.transact(async (tx) => {
    await tx.db
      .insertInto('lodgements')
      .values({ ...row, added: now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}

/** What is open with a mailbox for a peer: how far it goes, and how much of our log it shows. */
export async function openLodgements(
  reader: Reader,
  mailbox: string,
  peer: string,
  kind: 'envelopes' | 'replies',
): Promise<readonly LodgementsTable[]> {
  return await reader.db
    .selectFrom('lodgements')
    .selectAll()
    .where('peer', '=', peer)
    .where('mailbox', '=', mailbox)
    .where('state', '=', 'open')
    .where('first_seq', kind === 'replies' ? '=' : '>', 0)
    .orderBy('epoch')
    .orderBy('last_seq')
    .execute()
}

/** Ends lodgements whose time is over: what they carried may be lodged again. */
export async function expireLodgements(store: Store, now: number): Promise<void> {
  const due = await store.read.db
    .selectFrom('lodgements')
    .select('parcel')
    .where('state', '=', 'open')
    .where('until', '<=', now)
    .limit(1)
    .executeTakeFirst()
  if (!due) return
  await store.transact(async (tx) => {
    await tx.db
      .updateTable('lodgements')
      .set({ state: 'expired' })
      .where('state', '=', 'open')
      .where('until', '<=', now)
      .execute()
  })
}

/** Ends one lodgement that was answered, or all that are open with a mailbox for a peer. */
export async function endLodgements(
  store: Store,
  state: 'settled' | 'answered',
  { mailbox, peer, parcel }: { mailbox: string; peer: string; parcel?: string },
): Promise<void> {
  await store.transact(async (tx) => {
    const ending = tx.db
      .updateTable('lodgements')
      .set({ state })
      .where('mailbox', '=', mailbox)
      .where('peer', '=', peer)
      .where('state', '=', 'open')
      .where('first_seq', '>', 0)
    await (parcel === undefined
      ? ending
      : ending.where('parcel', '=', unhex(parcel) as Uint8Array)
    ).execute()
  })
}

/**
 * The envelopes that went in a lodged parcel, as a reply to it is settled. None when the lodgement
 * is another's, or over: a reply that is shown again later settles nothing.
 */
export async function lodgedEnvelopes(
  reader: Reader,
  mailbox: string,
  peer: string,
  parcel: string,
): Promise<readonly Waiting[]> {
  const lodged = await reader.db
    .selectFrom('lodgements')
    .select(['epoch', 'first_seq', 'last_seq'])
    .where('mailbox', '=', mailbox)
    .where('peer', '=', peer)
    .where('parcel', '=', unhex(parcel) as Uint8Array)
    .where('state', '=', 'open')
    .executeTakeFirst()
  if (!lodged) return []
  const rows = await reader.db
    .selectFrom('envelopes')
    .select(['id', 'epoch', 'seq', 'digest', 'document', 'opening', 'leaf', 'item_count'])
    .where('direction', '=', 'out')
    .where('peer', '=', peer)
    .where('epoch', '=', lodged.epoch)
    .where('seq', '>=', lodged.first_seq)
    .where('seq', '<=', lodged.last_seq)
    .orderBy('seq')
    .execute()
  return rows.flatMap(({ document: bytes, opening, leaf, item_count: items, ...row }) =>
    opening && leaf ? [{ ...row, bytes, opening, leaf, items }] : [],
  )
}

/** The first tender that a mailbox signed for an envelope of ours. */
export async function tenderFor(
  reader: Reader,
  envelope: { readonly peer: string; readonly epoch: number; readonly seq: number },
): Promise<{ readonly lodgement: Uint8Array; readonly tender: Uint8Array } | undefined> {
  const row = await reader.db
    .selectFrom('lodgements')
    .select(['document', 'tender'])
    .where('peer', '=', envelope.peer)
    .where('epoch', '=', envelope.epoch)
    .where('first_seq', '<=', envelope.seq)
    .where('last_seq', '>=', envelope.seq)
    .orderBy('added')
    .limit(1)
    .executeTakeFirst()
  return row && { lodgement: row.document, tender: row.tender }
}

/** Digests of envelopes, in hex. */
export function digestsOf(waiting: readonly Waiting[]): readonly string[] {
  return waiting.map(({ digest }) => hex(digest))
}
