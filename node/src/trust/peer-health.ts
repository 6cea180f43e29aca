import type { Collecting } from '../federation/collect-log.ts'
import type { RoadHealth } from '../federation/delivery.ts'
import type { PeerState, Road } from '../federation/peers.ts'
import { cameToday } from '../federation/quotas.ts'
import type { NodeParts } from '../node-parts.ts'

/** How delivery to one peer stands. Times are milliseconds since 1970 UTC. */
export interface PeerHealth {
  readonly node: string
  readonly names: { readonly en: string; readonly zh: string }
  readonly road: Road
  readonly state: PeerState
  /** Envelopes without a receipt, numbered or not, and how long the oldest has waited (ms). */
  readonly queued: number
  readonly lagMs: number
  /** When the latest receipt came; null when none has. */
  readonly lastReceipt: number | null
  /** Receipts of ours that wait for the next parcel to the peer. */
  readonly owed: number
  /** Attempts in a row that failed, and why the latest did; 0 when none has since the last success. */
  readonly failures: number
  readonly fault: string | null
  /** Taken by the peer since the start, and how fast while something was under way. */
  /** Where this node collects: when the peer last answered; where the peer does: when it last came. */
  readonly collected: number | null
  readonly came: number | null
  readonly sentBytes: number
  readonly bytesPerSecond: number
  /** What came from the peer today (UTC), as its quota counts it. */
  readonly todayBytes: number
  readonly todayObjects: number
}

/** Every peer: what waits, for how long, and how the road is. */
export async function peerHealth(parts: NodeParts): Promise<readonly PeerHealth[]> {
  const peers = await parts.peers.list()
  return await Promise.all(peers.map((peer) => healthOf(parts, peer)))
}

async function healthOf(
  { context, outgoing, pull }: NodeParts,
  {
    node,
    names,
    road,
    state,
  }: { node: string; names: PeerHealth['names']; road: Road; state: PeerState },
): Promise<PeerHealth> {
  const { db } = context.store.read
  const out = db.selectFrom('envelopes').where('direction', '=', 'out').where('peer', '=', node)
  const [queue, receipt, owed] = await Promise.all([
    out
      .where('state', 'in', ['queued', 'waiting'])
      .select((select) => [
        select.fn.countAll<number>().as('n'),
        select.fn.min('added').as('oldest'),
      ])
      .executeTakeFirst(),
    out.select((select) => select.fn.max('settled').as('at')).executeTakeFirst(),
    db
      .selectFrom('owed_receipts')
      .where('peer', '=', node)
      .select((select) => select.fn.countAll<number>().as('n'))
      .executeTakeFirst(),
  ])
  const oldest = queue?.oldest ?? null
  const today = await cameToday(context, context.store.read, node)
  return {
    node,
    names,
    road,
    state,
    queued: Number(queue?.n ?? 0),
    lagMs: oldest === null ? 0 : Math.max(0, context.now() - oldest),
    lastReceipt: receipt?.at ?? null,
    owed: Number(owed?.n ?? 0),
    ...roadHealth(outgoing.health(node), pull.health(node)),
    todayBytes: today.bytes,
    todayObjects: today.objects,
  }
}

/** Both ways of one road: whichever fails now is what people have to hear of. */
function roadHealth(sending: RoadHealth, { failures, fault, collected, came }: Collecting) {
  const told = sending.failures > failures ? sending : { failures, fault }
  return { ...sending, failures: told.failures, fault: told.fault, collected, came }
}
