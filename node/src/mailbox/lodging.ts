import { currentSealKey } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { type PackedAhead, packAhead } from '../federation/load-envelopes.ts'
import { sealEnvelopes } from '../federation/seal-envelopes.ts'
import { digestsOf, expireLodgements, openLodgements, storeLodgement } from './lodgement-rows.ts'
import type { MailboxClient, MailboxFault } from './mailbox-client.ts'

/** Parcels lodged for one peer in one round: what is left waits for the next. */
const PARCELS_A_ROUND = 8

/** How a round of lodging ended for one peer at one mailbox. */
export interface LodgingOutcome {
  readonly peer: string
  readonly parcels: number
  readonly fault?: MailboxFault | 'no-seal-key'
}

/**
 * Lodges what silent peers have not receipted: envelopes that have waited for longer than
 * `mailbox.silentMs`, in order, each once for as long as its lodgement stands.
 *
 * @param peers - for whom the mailbox is there; null for everybody
 */
export async function lodgeForSilent(
  context: NodeContext,
  client: MailboxClient,
  peers: ReadonlySet<string> | null,
): Promise<readonly LodgingOutcome[]> {
  const { store, config, now } = context
  await expireLodgements(store, now())
  const outcomes: LodgingOutcome[] = []
  for (const peer of await silentPeers(context, now() - config.mailbox.silentMs)) {
    if (peers !== null && !peers.has(peer)) continue
    outcomes.push(await lodgeFor(context, client, peer))
  }
  return outcomes
}

/** Confirmed peers that owe a receipt for something older than `before`. */
async function silentPeers(
  { store }: Pick<NodeContext, 'store'>,
  before: number,
): Promise<readonly string[]> {
  const rows = await store.read.db
    .selectFrom('envelopes')
    .innerJoin('peers', 'peers.node', 'envelopes.peer')
    .select('envelopes.peer')
    .distinct()
    .where('envelopes.direction', '=', 'out')
    .where('envelopes.state', 'in', ['queued', 'waiting'])
    .where('envelopes.added', '<=', before)
    .where('peers.state', '=', 'confirmed')
    .orderBy('envelopes.peer')
    .execute()
  return rows.map(({ peer }) => peer)
}

async function lodgeFor(
  context: NodeContext,
  client: MailboxClient,
  peer: string,
): Promise<LodgingOutcome> {
  let parcels = 0
  while (parcels < PARCELS_A_ROUND) {
    const open = await openLodgements(context.store.read, client.name, peer, 'envelopes')
    const last = open.at(-1)
    const after = last ? { epoch: last.epoch, seq: last.last_seq } : { epoch: 0, seq: 0 }
    const packed = ofOneEpoch(await packAhead(context, peer, after))
    if (packed.waiting.length === 0) break
    const shown = open.map(({ log_size }) => log_size)
    const fault = await lodge(context, client, peer, packed, shown)
    if (fault) return { peer, parcels, fault }
    parcels++
  }
  return { peer, parcels }
}

/** A lodgement names a span of sequence numbers, which has a meaning within an epoch only. */
function ofOneEpoch({ waiting, records, authors }: PackedAhead): PackedAhead {
  const other = waiting.findIndex(({ epoch }) => epoch !== waiting[0]?.epoch)
  const end = other === -1 ? waiting.length : other
  return { waiting: waiting.slice(0, end), records: records.slice(0, end), authors }
}

async function lodge(
  context: NodeContext,
  client: MailboxClient,
  peer: string,
  packed: PackedAhead,
  shown: readonly number[],
): Promise<LodgingOutcome['fault']> {
  const identity = await context.identities.current(peer)
  const sealKey = identity && currentSealKey(identity, context.now())
  if (!sealKey) return 'no-seal-key'
  const { bytes, digest, logSize } = await sealEnvelopes(context, peer, sealKey, packed, { shown })
  const parcel = { peer, digest, bytes, envelopes: digestsOf(packed.waiting), answers: null }
  const tendered = await client.deposit(parcel)
  if (!tendered.ok) return tendered.code
  const [first, last] = [packed.waiting[0], packed.waiting.at(-1)]
  await storeLodgement(context, parcel, tendered.value, {
    mailbox: client.name,
    epoch: first?.epoch ?? 0,
    firstSeq: first?.seq ?? 0,
    lastSeq: last?.seq ?? 0,
    logSize,
  })
  return undefined
}
