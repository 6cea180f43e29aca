import { hex } from '@concert/core'
import type { NodeParts } from '../node-parts.ts'
import type { Reader } from '../store/store.ts'
import type { LiveHub, LiveKind } from './live-events.ts'

/** How often the store is asked for news while somebody listens. */
const EVERY_MS = 1000
/** Rows told one by one in a round; more are one reason to look at everything. */
const ROUND = 50

/** What has been told already. */
interface Told {
  readonly request: number
  readonly notice: number
  readonly statement: number
  /** A mark of what waits in requests and is said to nobody yet: drafts, and words that are held. */
  readonly unsaid: string
  /** Of each kind a mark of how the store stood. */
  readonly marks: ReadonlyMap<LiveKind, string>
  /** The hub's latest event then. */
  readonly hub: number
}

/** What a statement is about, by the beginning of its kind; requests are told one by one. */
const STATEMENTS: readonly (readonly [string, LiveKind])[] = [
  ['intel.', 'intel'],
  ['compact.', 'compact'],
  ['operation.', 'operation'],
  ['scorecard.', 'scorecard'],
  ['contact.', 'people'],
  ['ping.', 'people'],
]

/**
 * What any process of the node wrote: requests that moved and notices that were made one by one, of
 * everything else that there is something to look at.
 */
export function watchNews({
  context,
  hub,
  streams,
}: Pick<NodeParts, 'context' | 'hub' | 'streams'>): { stop(): void } {
  const { read } = context.store
  let told: Told | undefined
  let isBusy = false
  const round = async () => {
    if (!streams.isHeard) return
    const now = await latest(read, hub)
    const before = told ?? now
    told = now
    const hints = new Set([
      ...othersChanged(hub, before, now),
      ...(await statedKinds(read, before.statement, now.statement)),
    ])
    for (const kind of hints) hub.hint(kind)
    if (now.unsaid !== before.unsaid) hub.hint('request')
    for (const request of await movedRequests(read, before.request)) hub.tell('request', request)
    for (const notice of await newNotices(read, before.notice)) hub.tell('notification', notice)
  }
  // Whoever comes asks for everything; what happens while they ask is news.
  streams.beforeFirst(async () => {
    told = await latest(read, hub)
  })
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    // A store that fails or closes has its own voice; the next round tries again.
    const done = () => {
      isBusy = false
    }
    round().then(done, done)
  }, EVERY_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/** Kinds whose mark has moved without this process having told so itself. */
function othersChanged(hub: LiveHub, before: Told, now: Told): readonly LiveKind[] {
  return [...now.marks].flatMap(([kind, mark]) => {
    const isOurs = hub.latestOf(kind) > before.hub
    return mark === before.marks.get(kind) || isOurs ? [] : [kind]
  })
}

async function latest({ db }: Reader, hub: LiveHub): Promise<Told> {
  const hubNumber = hub.number
  // Drills and live requests have an index together: each is asked for its own latest.
  const updated = (exercise: number) =>
    db
      .selectFrom('requests')
      .select((select) => select.fn.max('updated').as('at'))
      .where('exercise', '=', exercise)
      .executeTakeFirst()
  const newest = async (table: 'alarms' | 'release_decisions' | 'statements' | 'objects') => {
    const row = await db
      .selectFrom(table)
      .select((select) => select.fn.max('id').as('id'))
      .executeTakeFirst()
    return `${row?.id ?? 0}`
  }
  const [live, drill, notice, statement, alarm, release, intel, peer, delivery, unsaid] =
    await Promise.all([
      updated(0),
      updated(1),
      db
        .selectFrom('notices')
        .select((select) => select.fn.max('id').as('id'))
        .executeTakeFirst(),
      newest('statements'),
      newest('alarms'),
      newest('release_decisions'),
      newest('objects'),
      peerMark(db),
      channelMark(db),
      unsaidMark(db),
    ])
  return {
    hub: hubNumber,
    marks: new Map([
      ['alarm', alarm],
      ['release', release],
      ['intel', intel],
      ['peer', peer],
      ['delivery', delivery],
    ]),
    request: Math.max(Number(live?.at ?? 0), Number(drill?.at ?? 0)),
    notice: Number(notice?.id ?? 0),
    statement: Number(statement),
    unsaid,
  }
}

/** A node has few peers and channels: all of them are read. */
async function peerMark(db: Reader['db']): Promise<string> {
  const rows = await db
    .selectFrom('peers')
    .select(['node', 'state', 'frozen', 'confirmed', 'road'])
    .orderBy('node')
    .execute()
  return JSON.stringify(rows)
}

async function channelMark(db: Reader['db']): Promise<string> {
  const rows = await db
    .selectFrom('channels')
    .select(['peer', 'direction', 'epoch', 'seq', 'settled'])
    .orderBy('peer')
    .orderBy('direction')
    .execute()
  return JSON.stringify(rows)
}

/** Both lists are short: what waits for a person at this node. */
async function unsaidMark(db: Reader['db']): Promise<string> {
  const drafts = await db
    .selectFrom('request_drafts')
    .select(({ fn }) => [fn.max('updated').as('updated'), fn.countAll<number>().as('n')])
    .executeTakeFirst()
  const held = await db
    .selectFrom('held_words')
    .select(({ fn }) => [fn.max('id').as('id'), fn.countAll<number>().as('n')])
    .executeTakeFirst()
  return JSON.stringify([drafts?.updated, drafts?.n, held?.id, held?.n].map(String))
}

/** What statements of ours and of others are about that came since. */
async function statedKinds({ db }: Reader, after: number, upTo: number) {
  if (after === upTo) return []
  const rows = await db
    .selectFrom('statements')
    .select('kind')
    .distinct()
    .where('id', '>', after)
    .execute()
  return rows.flatMap(({ kind }) => {
    const about = STATEMENTS.find(([start]) => kind.startsWith(start))
    return about ? [about[1]] : []
  })
}

async function movedRequests({ db }: Reader, after: number) {
  const rows = await db
    .selectFrom('requests')
    .select(['root', 'urgency', 'side', 'turn', 'exercise', 'is_open'])
    .where('exercise', 'in', [0, 1])
    .where('updated', '>', after)
    .orderBy('updated')
    .limit(ROUND)
    .execute()
  return rows.map(({ root, urgency, side, turn, exercise, is_open }) => {
    return { id: hex(root), urgency, side, turn, exercise, open: is_open }
  })
}

async function newNotices({ db }: Reader, after: number) {
  const rows = await db
    .selectFrom('notices')
    .select(['id', 'kind', 'urgency', 'exercise'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(ROUND)
    .execute()
  return rows.map(({ id, kind, urgency, exercise }) => ({
    id,
    kind,
    urgency: urgency ?? '',
    exercise,
  }))
}
