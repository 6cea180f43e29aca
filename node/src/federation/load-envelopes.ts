import { utf8 } from '@concert/core'
import { packStatements } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { identityChainJson } from '../identity/known-identities.ts'
import { isAfter } from './channel.ts'
import { fillChannel } from './fill-channel.ts'
import { loadStatements } from './load-statements.ts'
import type { Logged } from './reply.ts'

/** Most items in one parcel: enough to spread its signatures, few enough to stay in memory. */
const ITEMS_PER_PARCEL = 2000
/** On a link that cuts: what is lost in the middle of a parcel is lost whole. */
const ITEMS_WHEN_CUT = 1000
const ENVELOPES_PER_PARCEL = 64
/** Bytes before compression; an envelope that is larger goes alone. */
const BYTES_PER_PARCEL = 4 << 20
/** Numbered ahead: two parcels, so that the log has taken in the second when the first has left. */
const AHEAD = {
  envelopes: 2 * ENVELOPES_PER_PARCEL,
  items: 2 * ITEMS_PER_PARCEL,
  bytes: 2 * BYTES_PER_PARCEL,
}

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
  most: number,
): Promise<readonly Waiting[]> {
  const rows = await context.store.read.db
    .selectFrom('envelopes')
    .select(['id', 'epoch', 'seq', 'digest', 'document', 'opening', 'leaf', 'item_count', 'bytes'])
    .where('direction', '=', 'out')
    .where('peer', '=', peer)
    .where('state', '=', 'queued')
    .where(isAfter(after))
    .orderBy('epoch')
    .orderBy('seq')
    .limit(ENVELOPES_PER_PARCEL)
    .execute()
  const batch: Waiting[] = []
  let items = 0
  let bytes = 0
  for (const row of rows) {
    if (!row.opening || !row.leaf) throw new TypeError('leaf')
    items += row.item_count
    bytes += row.bytes
    if (batch.length > 0 && (items > most || bytes > BYTES_PER_PARCEL)) break
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

/** Envelopes with their statements packed: made while the parcel before is under way. */
export interface PackedAhead {
  readonly waiting: readonly Waiting[]
  readonly records: readonly Uint8Array[]
  /** Identities of authors that the receiver may not know. */
  readonly authors: readonly Uint8Array[]
}

/**
 * Numbers, loads and packs what goes into the next parcel after a sequence number.
 *
 * @param isCutting - whether the link has cut parcels lately
 */
export async function packAhead(
  context: NodeContext,
  peer: string,
  after: { readonly epoch: number; readonly seq: number },
  isCutting = false,
): Promise<PackedAhead> {
  await fillChannel(context, peer, after, AHEAD)
  const most = isCutting ? ITEMS_WHEN_CUT : ITEMS_PER_PARCEL
  const waiting = await nextWaiting(context, peer, after, most)
  const records: Uint8Array[] = []
  const nodes = new Set<string>()
  for (const envelope of waiting) {
    const { statements, authors } = await loadStatements(context, peer, envelope.id)
    records.push(packStatements(context.compression, statements))
    for (const author of authors) nodes.add(author)
  }
  const authors: Uint8Array[] = []
  for (const node of nodes) {
    authors.push(utf8(identityChainJson(await context.identities.chain(node))))
  }
  return { waiting, records, authors }
}
