import type { NodeContext } from '../context.ts'
import { type KeptFinding, readFindings, recordDecisions } from './desk-rows.ts'
import { shownName } from './shown-name.ts'

/** How something in the queue stands. */
export const QUEUE_STATES = ['review', 'blocked', 'approved', 'rejected', 'expired'] as const

/** One of {@link QUEUE_STATES}. */
export type QueueState = (typeof QUEUE_STATES)[number]

/** Objects of one state, peer and reason: what a person looks at first. */
export interface QueueGroup {
  readonly state: QueueState
  readonly peer: string
  readonly reason: string
  readonly objects: number
  /** When the first of them expires, RFC 3339. */
  readonly expires: string
}

/** One object in the queue. */
export interface QueueEntry {
  readonly id: string
  readonly type: string
  /** What it is called, as far as its first properties say; null for one without a name. Foreign. */
  readonly name: string | null
  readonly peer: string
  readonly state: QueueState
  readonly tlp: string
  readonly reason: string
  readonly findings: readonly KeptFinding[]
  readonly author: string
  readonly added: string
  readonly expires: string
  /** The name of what is shown, see {@link shownName}: given back by whoever decides. */
  readonly shown: string
}

/** The queue: groups, and the first entries of those asked for. */
export interface QueueView {
  /** When it was looked at, RFC 3339: what came later is not in it. */
  readonly at: string
  readonly groups: readonly QueueGroup[]
  readonly entries: readonly QueueEntry[]
}

/** What of the queue to show. */
export interface QueueFilter {
  readonly state: QueueState
  readonly peer?: string | undefined
  readonly reason?: string | undefined
}

const PAGE = 100
/** Letters of a name that a list shows. */
const NAME = 160

/** What waits, grouped by reason, with the first hundred of what the filter names. */
export async function viewQueue(context: NodeContext, filter: QueueFilter): Promise<QueueView> {
  await expireReviews(context)
  const at = time(context.now())
  const { db } = context.store.read
  const groups = await db
    .selectFrom('release_queue')
    .select((select) => [
      'state',
      'peer',
      'reason',
      select.fn.countAll<number | string>().as('objects'),
      select.fn.min('expires').as('expires'),
    ])
    .groupBy(['state', 'peer', 'reason'])
    .orderBy('state')
    .orderBy('peer')
    .orderBy('reason')
    .execute()
  let query = db
    .selectFrom('release_queue')
    .innerJoin('objects', 'objects.id', 'release_queue.object_id')
    .select([
      'objects.stix_id as id',
      'objects.type',
      'objects.body as original',
      'release_queue.body',
      'release_queue.peer',
      'state',
      'release_queue.tlp',
      'reason',
      'findings',
      'author',
      'release_queue.added',
      'expires',
    ])
    .where('state', '=', filter.state)
  if (filter.peer !== undefined) query = query.where('release_queue.peer', '=', filter.peer)
  if (filter.reason !== undefined) query = query.where('reason', '=', filter.reason)
  const rows = await query.orderBy('release_queue.object_id').limit(PAGE).execute()
  return {
    at,
    groups: groups.map(({ objects, expires, state, ...rest }) => {
      const first = time(Number(expires))
      return { ...rest, state: state as QueueState, objects: Number(objects), expires: first }
    }),
    entries: rows.map(({ findings, added, expires, state, body, original, ...rest }) => ({
      ...rest,
      name: nameIn(original),
      shown: shownName({ tlp: rest.tlp, findings, body, original }),
      state: state as QueueState,
      findings: readFindings(findings),
      added: time(added),
      expires: time(expires),
    })),
  }
}

/** What people call an object: its name or value, else its pattern. */
function nameIn(body: Uint8Array): string | null {
  const object = JSON.parse(Buffer.from(body).toString()) as Readonly<Record<string, unknown>>
  const named = ['name', 'value', 'pattern', 'relationship_type'].map((key) => object[key])
  const found = named.find((each) => typeof each === 'string' && each !== '')
  return typeof found === 'string' ? found.slice(0, NAME) : null
}

/** Ends the waiting of what nobody decided in time: it stays here, and is decided anew when shared. */
export async function expireReviews(context: NodeContext): Promise<void> {
  const now = context.now()
  await context.store.transact(async (tx) => {
    const expired = tx.db
      .selectFrom('release_queue')
      .innerJoin('objects', 'objects.id', 'release_queue.object_id')
      .select(['object_id', 'peer', 'findings', 'stix_id'])
      .where('state', '=', 'review')
      .where('expires', '<=', now)
    const rows = await expired.execute()
    if (rows.length === 0) return
    await tx.db
      .updateTable('release_queue')
      .set({ state: 'expired', decided: now })
      .where('state', '=', 'review')
      .where('expires', '<=', now)
      .execute()
    await recordDecisions(
      tx,
      now,
      rows.map((row) => ({
        actor: '',
        action: 'expired',
        peer: row.peer,
        objectId: row.object_id,
        stixId: row.stix_id,
        statementId: null,
        objects: 1,
        findings: row.findings,
        bytes: null,
        note: '',
      })),
    )
  })
}

function time(at: number): string {
  return new Date(at).toISOString()
}
