import { currentSealKey } from '@concert/envelope'
import { NO_QUORUM } from '@concert/tlog'
import { countIndexable } from '../intel/search/follow.ts'
import { type AlarmKind, countAlarms } from '../monitor/alarms.ts'
import type { NodeParts } from '../node-parts.ts'
import type { Reader } from '../store/store.ts'
import { quorumOf, witnessPolicy } from './witness-policy.ts'

/** The state of a node in numbers. */
export interface NodeStatus {
  readonly node: string
  readonly host: string
  readonly names: { readonly en: string; readonly zh: string }
  readonly log: {
    readonly origin: string
    readonly size: number
    readonly witnessedSize: number
    readonly cosigners: readonly string[]
    /** Whether that checkpoint has the quorum that the configuration asks for; null for none. */
    readonly quorumMet: boolean | null
  }
  /** Envelopes that silent peers were offered through a mailbox and have not receipted. */
  readonly tendered: number
  /** Until when peers can seal to this node, RFC 3339; null when they no longer can. */
  readonly sealKeyUntil: string | null
  /** Alarms that are kept, by kind. */
  readonly alarms: Readonly<Record<AlarmKind, number>>
  readonly objects: { readonly own: number; readonly received: number; readonly retracted: number }
  readonly sightings: number
  readonly envelopes: {
    readonly queued: number
    readonly accepted: number
    readonly refused: number
    readonly received: number
  }
  readonly sent: { readonly parcels: number; readonly bytes: number }
  readonly storeBytes: number
  readonly memoryBytes: number
}

/** Counts what there is; a handful of queries, whatever the size of the store. */
export async function nodeStatus(parts: NodeParts): Promise<NodeStatus> {
  const { own, log, store } = parts.context
  const witnessed = log.witnessed()
  const policy = witnessPolicy(parts.context.crypto.sha256, parts.context.config)
  const [objects, retracted, sightings, envelopes, tendered, alarms] = await Promise.all([
    countObjects(parts),
    countRetracted(parts),
    countSightings(parts),
    countEnvelopes(parts),
    countTendered(store.read),
    countAlarms(store.read),
  ])
  return {
    node: own.node,
    host: own.identity.host,
    names: own.identity.names,
    log: {
      origin: log.origin,
      size: log.head().size,
      witnessedSize: witnessed?.size ?? 0,
      cosigners: witnessed?.cosigners ?? [],
      quorumMet:
        policy.quorum === NO_QUORUM ? null : quorumOf(policy, witnessed?.checkpoint ?? '').isMet,
    },
    tendered,
    sealKeyUntil: currentSealKey(own.identity, parts.context.now())?.until ?? null,
    alarms,
    objects: { ...objects, retracted },
    sightings,
    envelopes,
    sent: parts.outgoing.sent(),
    storeBytes: await store.sizeBytes(),
    memoryBytes: process.memoryUsage.rss(),
  }
}

/** Without sightings, and of our own without the copies that left in their place. */
async function countObjects({ context }: NodeParts): Promise<{ own: number; received: number }> {
  const { own: us, store } = context
  const groups = await store.snapshot((reader) => countIndexable(reader, us.node))
  const all = groups.filter(({ type }) => type !== 'sighting')
  const sum = (of: typeof all) => of.reduce((total, { objects }) => total + objects, 0)
  const own = sum(all.filter(({ source }) => source === us.node))
  return { own, received: sum(all) - own }
}

async function countRetracted({ context }: NodeParts): Promise<number> {
  const row = await context.store.read.db
    .selectFrom('objects')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('retracted_by', 'is not', null)
    .executeTakeFirst()
  return row?.n ?? 0
}

async function countSightings({ context }: NodeParts): Promise<number> {
  const row = await context.store.read.db
    .selectFrom('sightings')
    .select((select) => select.fn.countAll<number>().as('n'))
    .executeTakeFirst()
  return row?.n ?? 0
}

async function countEnvelopes({ context }: NodeParts): Promise<NodeStatus['envelopes']> {
  const rows = await context.store.read.db
    .selectFrom('envelopes')
    .select(['direction', 'state', (select) => select.fn.countAll<number>().as('n')])
    .groupBy(['direction', 'state'])
    .execute()
  const of = (direction: string, state?: string): number =>
    rows
      .filter((row) => row.direction === direction && (state === undefined || row.state === state))
      .reduce((sum, row) => sum + row.n, 0)
  return {
    queued: of('out', 'queued') + of('out', 'waiting'),
    accepted: of('out', 'accepted'),
    refused: of('out', 'refused'),
    received: of('in'),
  }
}

async function countTendered(reader: Reader): Promise<number> {
  const row = await reader.db
    .selectFrom('envelopes as e')
    .innerJoin('lodgements as l', (join) =>
      join
        .onRef('l.peer', '=', 'e.peer')
        .onRef('l.epoch', '=', 'e.epoch')
        .onRef('l.first_seq', '<=', 'e.seq')
        .onRef('l.last_seq', '>=', 'e.seq'),
    )
    .select((select) => select.fn.count<number>('e.id').distinct().as('n'))
    .where('e.direction', '=', 'out')
    .where('e.state', '=', 'queued')
    .where('l.state', '=', 'open')
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
