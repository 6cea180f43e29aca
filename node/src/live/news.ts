import { hex } from '@concert/core'
import type { NodeParts } from '../node-parts.ts'
import type { Reader } from '../store/store.ts'

/** How often the store is asked for news while somebody listens. */
const EVERY_MS = 1000
/** Rows told one by one in a round; more are one reason to look at everything. */
const ROUND = 50

/** What has been told already. */
interface Told {
  request: number
  notice: number
}

/** Requests that moved and notices that were made, by whichever process of the node. */
export function watchNews({
  context,
  hub,
  streams,
}: Pick<NodeParts, 'context' | 'hub' | 'streams'>): { stop(): void } {
  const { read } = context.store
  let told: Told | undefined
  let isBusy = false
  const round = async () => {
    if (!streams.isHeard) {
      // Whoever comes asks for everything first.
      told = undefined
      return
    }
    const now = await latest(read)
    const before = told ?? now
    told = now
    for (const request of await movedRequests(read, before.request)) hub.tell('request', request)
    for (const notice of await newNotices(read, before.notice)) hub.tell('notification', notice)
  }
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

async function latest({ db }: Reader): Promise<Told> {
  // Drills and live requests have an index together: each is asked for its own latest.
  const updated = (exercise: number) =>
    db
      .selectFrom('requests')
      .select((select) => select.fn.max('updated').as('at'))
      .where('exercise', '=', exercise)
      .executeTakeFirst()
  const [live, drill, notice] = await Promise.all([
    updated(0),
    updated(1),
    db
      .selectFrom('notices')
      .select((select) => select.fn.max('id').as('id'))
      .executeTakeFirst(),
  ])
  return {
    request: Math.max(Number(live?.at ?? 0), Number(drill?.at ?? 0)),
    notice: Number(notice?.id ?? 0),
  }
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
