import type { Store } from '../store/store.ts'

/** How long our log was at one time. */
export interface LogPoint {
  /** Milliseconds since 1970 UTC. */
  readonly at: number
  readonly size: number
}

const POINTS = 60
/** Envelopes looked at for a point: most have an entry at once. */
const NEAR = 20

/**
 * How our log grew: its size after the entry of every so many envelopes, oldest first, and now. Each
 * point is an entry and its time, none is reckoned between others.
 *
 * @param now - the log as it is
 */
export async function logGrowth(
  { read }: Pick<Store, 'read'>,
  now: LogPoint,
): Promise<readonly LogPoint[]> {
  const ends = await read.db
    .selectFrom('envelopes')
    .select((select) => [select.fn.min('id').as('first'), select.fn.max('id').as('last')])
    .executeTakeFirst()
  const first = Number(ends?.first ?? 0)
  const span = Number(ends?.last ?? 0) - first
  const points: LogPoint[] = []
  for (let step = 0; step <= POINTS && first > 0; step++) {
    const near = await read.db
      .selectFrom('envelopes')
      .leftJoin('log_leaves as sent', 'sent.leaf', 'envelopes.leaf')
      .leftJoin('log_leaves as received', 'received.leaf', 'envelopes.receipt_leaf')
      .select(['added', 'direction', 'sent.position as sent', 'received.position as received'])
      .where('id', '>=', first + Math.floor((span * step) / POINTS))
      .orderBy('id')
      .limit(NEAR)
      .execute()
    for (const { added, direction, sent, received } of near) {
      const position = direction === 'out' ? sent : received
      if (position === null) continue
      points.push({ at: Number(added), size: Number(position) + 1 })
      break
    }
  }
  return rising([...points, now])
}

/** A log only grows: entries that were taken in out of order are left out, and repeats. */
function rising(points: readonly LogPoint[]): readonly LogPoint[] {
  const kept: LogPoint[] = []
  for (const point of points) {
    const before = kept.at(-1)
    if (before === undefined || (point.size > before.size && point.at >= before.at)) {
      kept.push(point)
    } else if (point === points.at(-1) && point.at > before.at && point.size === before.size) {
      kept.push(point)
    }
  }
  return kept
}
