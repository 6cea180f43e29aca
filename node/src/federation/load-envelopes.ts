import { type CarriedStatement, packStatements } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import type { Logged } from './reply.ts'

/** Most items in one parcel: enough to spread its signatures, few enough to stay in memory. */
const ITEMS_PER_PARCEL = 2000
const ENVELOPES_PER_PARCEL = 64

/** An envelope waiting to be delivered. */
export interface Waiting extends Logged {
  readonly id: number
  readonly epoch: number
  readonly seq: number
  readonly digest: Uint8Array
  readonly items: number
}

/** The next envelopes to a peer after a sequence number, as many as go into one parcel. */
async function nextWaiting(
  context: NodeContext,
  peer: string,
  after: { readonly epoch: number; readonly seq: number },
): Promise<readonly Waiting[]> {
  const rows = await context.store.read.db
    .selectFrom('envelopes')
    .select(['id', 'epoch', 'seq', 'digest', 'document', 'opening', 'leaf', 'item_count'])
    .where('direction', '=', 'out')
    .where('peer', '=', peer)
    .where('state', '=', 'queued')
    .where((where) =>
      where.or([
        where('epoch', '>', after.epoch),
        where.and([where('epoch', '=', after.epoch), where('seq', '>', after.seq)]),
      ]),
    )
    .orderBy('epoch')
    .orderBy('seq')
    .limit(ENVELOPES_PER_PARCEL)
    .execute()
  const batch: Waiting[] = []
  let items = 0
  for (const row of rows) {
    if (!row.opening || !row.leaf) throw new TypeError('leaf')
    if (batch.length > 0 && items + row.item_count > ITEMS_PER_PARCEL) break
    items += row.item_count
    const { id, epoch, seq, digest, document, opening, leaf } = row
    batch.push({ id, epoch, seq, digest, bytes: document, opening, leaf, items: row.item_count })
  }
  return batch
}

/** The queued envelope to a peer with a digest. */
export async function waitingWith(
  context: NodeContext,
  peer: string,
  digest: Uint8Array,
): Promise<Waiting | undefined> {
  const row = await context.store.read.db
    .selectFrom('envelopes')
    .select(['id', 'epoch', 'seq', 'digest', 'document', 'opening', 'leaf', 'item_count'])
    .where('direction', '=', 'out')
    .where('peer', '=', peer)
    .where('digest', '=', digest)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  if (!row?.opening || !row.leaf) return undefined
  const { document: bytes, item_count: items, opening, leaf, ...rest } = row
  return { ...rest, bytes, items, opening, leaf }
}

/** What travels with an envelope: its statements with content and items, in exact bytes. */
async function loadStatements(
  context: NodeContext,
  envelopeId: number,
): Promise<readonly CarriedStatement[]> {
  const { db } = context.store.read
  const rows = await db
    .selectFrom('envelope_statements')
    .innerJoin('statements', 'statements.id', 'envelope_statements.statement_id')
    .select(['statements.id', 'document', 'content', 'content_salt'])
    .where('envelope_id', '=', envelopeId)
    .orderBy('envelope_statements.position')
    .execute()
  const statements: CarriedStatement[] = []
  for (const row of rows) {
    const items = await db
      .selectFrom('items')
      .innerJoin('objects', 'objects.id', 'items.object_id')
      .select(['items.salt', 'objects.body as bytes'])
      .where('items.statement_id', '=', row.id)
      .orderBy('items.position')
      .execute()
    const content =
      row.content && row.content_salt ? { salt: row.content_salt, bytes: row.content } : null
    statements.push({ bytes: row.document, content, items, withheld: null })
  }
  return statements
}

/** Envelopes with their statements packed: made while the parcel before is under way. */
export interface PackedAhead {
  readonly waiting: readonly Waiting[]
  readonly records: readonly Uint8Array[]
}

/** Loads and packs what goes into the next parcel after a sequence number. */
export async function packAhead(
  context: NodeContext,
  peer: string,
  after: { readonly epoch: number; readonly seq: number },
): Promise<PackedAhead> {
  const waiting = await nextWaiting(context, peer, after)
  const records: Uint8Array[] = []
  for (const envelope of waiting) {
    records.push(packStatements(context.compression, await loadStatements(context, envelope.id)))
  }
  return { waiting, records }
}
