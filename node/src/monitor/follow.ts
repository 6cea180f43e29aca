import { type CryptoPort, utf8 } from '@concert/core'
import { formatVkey, monitoringPath, type NoteKey, type TileReader } from '@concert/tlog'
import { fetchBytes } from '../federation/http-client.ts'
import type { Store } from '../store/store.ts'
import { peerCheckpoint, peerTiles } from '../trust/peer-tiles.ts'
import { type AlarmKind, keepAlarm, splitProof } from './alarms.ts'
import {
  type Comparison,
  compareViews,
  type OpenView,
  openViews,
  type View,
} from './compare-views.ts'

/** A log to follow. */
export interface FollowedLog {
  readonly key: NoteKey
  /** Prefix that serves checkpoint and tiles; null for our own log. */
  readonly url: string | null
  readonly tiles: TileReader
  /** Checkpoints of it that came here in other ways. */
  readonly views: readonly View[]
}

/** Whoever may have been shown another checkpoint: a witness's monitoring prefix. */
export interface Gossip {
  readonly name: string
  readonly url: string
}

/**
 * What a look at a log gave.
 *
 * - `consistent`: everything that was shown is of one history
 * - `behind`: so too, but the log itself shows an older checkpoint than the newest one seen
 * - `unreachable`: the log shows nothing; the views of others may still have been compared
 * - `unproven`, `split-view`: see {@link Comparison}
 */
export type FollowState = 'consistent' | 'behind' | 'unreachable' | 'unproven' | 'split-view'

/** The report on one log. */
export interface FollowReport {
  readonly origin: string
  readonly state: FollowState
  /** Size of the newest checkpoint of the one history; 0 for none. */
  readonly size: number
  /** Who showed which size. */
  readonly views: readonly { readonly source: string; readonly size: number }[]
}

/** What {@link follow} needs. */
export interface FollowDeps {
  readonly store: Store
  readonly crypto: CryptoPort
  now(): number
  /** Told of each alarm that is new. */
  onAlarm(kind: AlarmKind, origin: string, source: string): void
}

const MAX_NOTE_BYTES = 128 << 10
const LOG = 'log'

/** A log that is known by its key and its prefix alone. */
export function logAt(key: NoteKey, url: string): FollowedLog {
  return { key, url, tiles: peerTiles(url), views: [] }
}

/** Looks at a log and at what others were shown of it, compares, and keeps what was found. */
export async function follow(
  deps: FollowDeps,
  log: FollowedLog,
  gossip: readonly Gossip[],
): Promise<{ readonly report: FollowReport; readonly newest: OpenView | undefined }> {
  const views = await openViews(deps.crypto, log.key, await gather(deps, log, gossip))
  const compared = await compareViews(deps.crypto, views, log.tiles)
  await keep(deps, log.key, compared)
  const newest = compared.state === 'consistent' ? compared.newest : undefined
  const state = stateOf(log, views, compared)
  await remember(deps, log.key.name, state, newest)
  const report = {
    origin: log.key.name,
    state,
    size: newest?.checkpoint.size ?? 0,
    views: views.map(({ source, checkpoint }) => ({ source, size: checkpoint.size })),
  }
  return { report, newest }
}

async function gather(
  { store, crypto }: FollowDeps,
  { key, url, views }: FollowedLog,
  gossip: readonly Gossip[],
): Promise<readonly View[]> {
  const kept = await store.read.db
    .selectFrom('monitored_logs')
    .select('checkpoint')
    .where('origin', '=', key.name)
    .executeTakeFirst()
  const path = monitoringPath(crypto.sha256, key.name)
  const shown = await Promise.all([
    url === null ? undefined : peerCheckpoint(url).then((note) => viewOf(LOG, note)),
    ...gossip.map(async ({ name, url: at }) => {
      const fetched = await fetchBytes(`${at}/${path}`, MAX_NOTE_BYTES)
      return fetched.ok ? viewOf(name, new TextDecoder().decode(fetched.value)) : undefined
    }),
  ])
  const before = kept && viewOf('monitor', new TextDecoder().decode(kept.checkpoint))
  return [...shown, before, ...views].filter((view) => view !== undefined)
}

function viewOf(source: string, note: string | undefined): View | undefined {
  return note === undefined ? undefined : { source, note }
}

function stateOf(
  { url }: FollowedLog,
  views: readonly OpenView[],
  compared: Comparison,
): FollowState {
  if (compared.state === 'split-view' || compared.state === 'unproven') return compared.state
  const own = views.find(({ source }) => source === LOG)
  if (compared.state === 'nothing' || (url !== null && !own)) return 'unreachable'
  const isBehind = own !== undefined && own.checkpoint.size < compared.newest.checkpoint.size
  return isBehind ? 'behind' : 'consistent'
}

async function keep(deps: FollowDeps, key: NoteKey, compared: Comparison): Promise<void> {
  if (compared.state !== 'split-view' && compared.state !== 'unproven') return
  const origin = key.name
  const { state: kind } = compared
  const found =
    compared.state === 'split-view'
      ? { source: compared.sources.join(', '), proof: splitProof(key, compared.split) }
      : {
          source: `${compared.first.source}, ${compared.second.source}`,
          proof: { log: formatVkey(key), first: compared.first.note, second: compared.second.note },
        }
  if (await keepAlarm(deps, { kind, origin, ...found })) deps.onAlarm(kind, origin, found.source)
}

/** A head is replaced only by one that was shown to extend it: what contradicts it leaves it. */
async function remember(
  { store, now }: FollowDeps,
  origin: string,
  state: FollowState,
  newest: OpenView | undefined,
): Promise<void> {
  const checked = { state, checked: now() }
  await store.transact(async (tx) => {
    await tx.lock(`monitor:${origin}`)
    if (!newest) {
      await tx.db.updateTable('monitored_logs').set(checked).where('origin', '=', origin).execute()
      return
    }
    const { size, root } = newest.checkpoint
    const row = { size, root, checkpoint: utf8(newest.note), ...checked }
    await tx.db
      .insertInto('monitored_logs')
      .values({ origin, ...row })
      .onConflict((conflict) => conflict.column('origin').doUpdateSet(row))
      .execute()
  })
}
