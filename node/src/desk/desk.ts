import type { CompactSummary } from '../compacts/compact-summary.ts'
import type { PeerView } from '../federation/peers.ts'
import { listAlarms } from '../monitor/alarms.ts'
import type { NodeParts } from '../node-parts.ts'
import type { RequestCounts, RequestPage } from '../requests/read-requests.ts'
import { type PeerHealth, peerHealth } from '../trust/peer-health.ts'

/** What waits at the release desk, by peer and reason. */
interface WaitingRelease {
  readonly peer: string
  readonly reason: string
  readonly objects: number
  /** When the first of them expires, RFC 3339. */
  readonly expires: string
}

/** What needs somebody now. A part that the reader's roles do not open is missing. */
export interface Desk {
  readonly time: string
  readonly requests?: RequestPage & { readonly counts: RequestCounts; readonly drafts: number }
  readonly release?: readonly WaitingRelease[]
  /** Peers to whom something waits after a failure, or who owe a receipt for long. */
  readonly delivery?: readonly PeerHealth[]
  readonly alarms?: {
    readonly count: number
    readonly latest: Awaited<ReturnType<typeof listAlarms>>
  }
  /** Proposals that we have not signed, while they may still be. */
  readonly compacts?: readonly {
    readonly id: string
    readonly digest: string
    readonly signBy: string
  }[]
  /** Peers whose safety number is still to be compared, or that are frozen. */
  readonly peers?: readonly PeerView[]
}

/** What of the desk to show. */
export interface DeskFilter {
  readonly exercise: boolean
  /** Goes on in the list of requests. */
  readonly after?: string
  /** Whether the reader may see what a route of the API shows. */
  readonly mayRead: (route: string) => boolean
}

const REQUESTS = 50
const ALARMS = 20
/** An envelope that has waited longer is shown, whether or not an attempt has failed. */
const LONG_MS = 15 * 60_000

/** Gathers what needs somebody now: a fixed number of queries, whatever the node holds. */
export async function readDesk(parts: NodeParts, filter: DeskFilter): Promise<Desk> {
  const { context } = parts
  const may = filter.mayRead
  const [requests, release, delivery, alarms, compacts, peers] = await Promise.all([
    may('POST /api/v1/requests/list') ? requestsOf(parts, filter) : undefined,
    may('POST /api/v1/release/queue') ? waitingReleases(parts) : undefined,
    may('GET /api/v1/delivery') ? troubledRoads(parts) : undefined,
    may('GET /api/v1/monitor') ? alarmsOf(parts) : undefined,
    may('POST /api/v1/compacts/sign') ? toSign(parts) : undefined,
    may('GET /api/v1/peers') ? peersToCompare(parts) : undefined,
  ])
  return {
    time: new Date(context.now()).toISOString(),
    ...(requests && { requests }),
    ...(release && { release }),
    ...(delivery && { delivery }),
    ...(alarms && { alarms }),
    ...(compacts && { compacts }),
    ...(peers && { peers }),
  }
}

async function requestsOf({ requests }: NodeParts, { exercise, after }: DeskFilter) {
  const open = { exercise, open: true, limit: REQUESTS, ...(after !== undefined && { after }) }
  const [page, counts, drafts] = await Promise.all([
    requests.list(open),
    requests.count(exercise),
    requests.drafts.list(exercise),
  ])
  return { ...page, counts, drafts: drafts.length }
}

async function waitingReleases({ context }: NodeParts): Promise<readonly WaitingRelease[]> {
  const rows = await context.store.read.db
    .selectFrom('release_queue')
    .where('state', '=', 'review')
    .where('expires', '>', context.now())
    .select((select) => [
      'peer',
      'reason',
      select.fn.countAll<number | string>().as('objects'),
      select.fn.min('expires').as('expires'),
    ])
    .groupBy(['peer', 'reason'])
    .orderBy('expires')
    .limit(100)
    .execute()
  return rows.map(({ peer, reason, objects, expires }) => {
    const first = new Date(Number(expires)).toISOString()
    return { peer, reason, objects: Number(objects), expires: first }
  })
}

async function troubledRoads(parts: NodeParts): Promise<readonly PeerHealth[]> {
  const all = await peerHealth(parts)
  return all.filter(({ failures, lagMs }) => failures > 0 || lagMs > LONG_MS)
}

async function alarmsOf({ context }: NodeParts) {
  const all = await listAlarms(context.store.read)
  return { count: all.length, latest: all.slice(0, ALARMS) }
}

async function toSign({ compacts, context }: NodeParts) {
  const own = context.own.node
  const now = new Date(context.now()).toISOString()
  const open = (compact: CompactSummary) => {
    return compact.proposals.filter(
      ({ signedBy, signBy }) => !signedBy.includes(own) && signBy > now,
    )
  }
  return (await compacts.list()).flatMap((compact) =>
    open(compact).map(({ digest, signBy }) => ({ id: compact.id, digest, signBy })),
  )
}

async function peersToCompare({ peers }: NodeParts): Promise<readonly PeerView[]> {
  return (await peers.list()).filter(
    ({ state, frozen }) => state !== 'confirmed' || frozen !== null,
  )
}
