import type { Json } from '@concert/core'
import type { Reader, Store, Transaction } from '../store/store.ts'
import type { FeedFault } from './feed-codes.ts'
import type { FeedSettings } from './feed-settings.ts'

/** A feed as it is kept. Times are milliseconds since 1970. */
export interface Feed {
  readonly id: number
  readonly settings: FeedSettings
  readonly isEnabled: boolean
  readonly previewed: number | null
  readonly position: Json
  readonly failures: number
  /** How often it has been read. */
  readonly polls: number
  /** When it is read next, in milliseconds since 1970 UTC; null for never. */
  readonly due: number | null
}

/** A feed as an operator sees it. Times are RFC 3339. */
export interface FeedView extends FeedSettings {
  readonly enabled: boolean
  readonly previewed: string | null
  readonly running: boolean
  /** When it is read next; null while it is disabled. */
  readonly due: string | null
  readonly attempted: string | null
  readonly succeeded: string | null
  /** Why the last reading failed; null when it did not. */
  readonly code: string | null
  readonly failures: number
  readonly polls: number
  readonly objectsRead: number
  readonly objectsAdded: number
  readonly faults: number
  readonly bytesRead: number
  readonly lastFaults: readonly FeedFault[]
}

/** Every feed, by name. */
export async function listFeeds({ db }: Reader, now: number): Promise<readonly FeedView[]> {
  const rows = await db.selectFrom('feeds').selectAll().orderBy('name').execute()
  return rows.map((row) => ({
    ...(JSON.parse(row.settings) as FeedSettings),
    enabled: row.enabled === 1,
    previewed: iso(row.previewed),
    running: row.lease !== '' && row.leased_until > now,
    due: row.enabled === 1 ? iso(row.due) : null,
    attempted: iso(row.attempted),
    succeeded: iso(row.succeeded),
    code: row.code,
    failures: row.failures,
    polls: row.polls,
    objectsRead: row.objects_read,
    objectsAdded: row.objects_added,
    faults: row.faults,
    bytesRead: row.bytes_read,
    lastFaults: JSON.parse(row.last_faults) as readonly FeedFault[],
  }))
}

/** The feed of a name. */
export async function findFeed({ db }: Reader, name: string): Promise<Feed | undefined> {
  const row = await db
    .selectFrom('feeds')
    .select(['id', 'settings', 'enabled', 'previewed', 'position', 'failures', 'polls', 'due'])
    .where('name', '=', name)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    id: row.id,
    settings: JSON.parse(row.settings) as FeedSettings,
    isEnabled: row.enabled === 1,
    previewed: row.previewed,
    position: row.position === '' ? null : (JSON.parse(row.position) as Json),
    failures: row.failures,
    polls: row.polls,
    due: row.due,
  }
}

/** Adds a feed, disabled. @returns false when there is one of this name */
export async function insertFeed(
  tx: Transaction,
  settings: FeedSettings,
  now: number,
): Promise<boolean> {
  const { name } = settings
  const columns = [
    'name',
    'settings',
    'enabled',
    'previewed',
    'position',
    'due',
    'lease',
    'leased_until',
    'attempted',
    'succeeded',
    'code',
    'failures',
    'polls',
    'objects_read',
    'objects_added',
    'faults',
    'bytes_read',
    'last_faults',
    'added',
  ] as const
  const row = [name, JSON.stringify(settings), 0, null, '', 0, '', 0, null, null, null] as const
  const counts = [0, 0, 0, 0, 0, 0, '[]', now] as const
  const options = { onConflict: 'ignore' } as const
  return (await tx.insertMany('feeds', columns, [[...row, ...counts]], options)) === 1
}

/** Names of enabled feeds that are due and that nobody reads, the longest due first. */
export async function dueFeeds({ db }: Reader, now: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('feeds')
    .select('name')
    .where('enabled', '=', 1)
    .where('due', '<=', now)
    .where('leased_until', '<=', now)
    .orderBy('due')
    .execute()
  return rows.map(({ name }) => name)
}

/** How long a reader that has not been heard of keeps others from reading, in milliseconds. */
const LEASE_MS = 120_000

/** Takes a feed for one reader. @returns false when another one has it, or has read it since */
export async function takeLease(
  store: Store,
  { id, polls }: Pick<Feed, 'id' | 'polls'>,
  lease: string,
  now: number,
): Promise<boolean> {
  return await store.transact(async ({ db }) => {
    const { numUpdatedRows } = await db
      .updateTable('feeds')
      .set({ lease, leased_until: now + LEASE_MS, attempted: now })
      .where('id', '=', id)
      .where('polls', '=', polls)
      .where('leased_until', '<=', now)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  })
}

/** Keeps a feed for its reader. */
export async function renewLease(store: Store, lease: string, now: number): Promise<void> {
  await store.transact(async ({ db }) => {
    await db
      .updateTable('feeds')
      .set({ leased_until: now + LEASE_MS })
      .where('lease', '=', lease)
      .execute()
  })
}

/** What one reading is to leave behind. */
export interface FeedOutcome {
  readonly lease: string
  readonly now: number
  readonly due: number
  readonly code: string | null
  readonly failures: number
  readonly bytes: number
  readonly faults: readonly FeedFault[]
  readonly isCounted: boolean
}

/** Ends a reading. */
export async function endReading(store: Store, outcome: FeedOutcome): Promise<void> {
  const { lease, now, due, code, failures, bytes, faults, isCounted } = outcome
  await store.transact(async ({ db }) => {
    await db
      .updateTable('feeds')
      .set((set) => ({
        lease: '',
        leased_until: 0,
        bytes_read: set('bytes_read', '+', bytes),
        ...(isCounted && {
          due,
          code,
          failures,
          last_faults: JSON.stringify(faults),
          polls: set('polls', '+', 1),
          ...(code === null && { succeeded: now }),
        }),
      }))
      .where('lease', '=', lease)
      .execute()
  })
}

/** Forgets readers that a crash has ended: of an embedded store there is one process only. */
export async function clearLeases(store: Store): Promise<void> {
  if (store.engine !== 'sqlite') return
  await store.transact(async ({ db }) => {
    await db.updateTable('feeds').set({ lease: '', leased_until: 0 }).execute()
  })
}

/** Removes a feed; the objects that it brought stay. @returns false when there is none */
export async function deleteFeed(tx: Transaction, name: string): Promise<boolean> {
  const feed = await findFeed(tx, name)
  if (feed === undefined) return false
  await tx.db.deleteFrom('feed_parts').where('feed_id', '=', feed.id).execute()
  await tx.db.deleteFrom('feed_objects').where('feed_id', '=', feed.id).execute()
  await tx.db.deleteFrom('feeds').where('id', '=', feed.id).execute()
  return true
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}
