import { ok, type Result, refuse } from '@concert/core'
import type { NodeContext } from '../context.ts'
import type { NoticeCode } from './codes.ts'
import type { NoticeKind } from './notice.ts'

/** A notice as people see it. */
export interface NoticeView {
  readonly id: number
  readonly kind: NoticeKind
  readonly subject: string
  readonly urgency: string | null
  readonly exercise: boolean
  readonly line: string
  readonly made: string
  readonly seen: string | null
  readonly seenBy: string | null
  /** How it left the node; empty when it stands in the feed alone. */
  readonly sent: readonly {
    readonly channel: string
    readonly target: string
    readonly state: string
    readonly attempts: number
    readonly code: string | null
  }[]
}

/** Which notices are asked for. Drill and live are two feeds: nobody gets both at once. */
export interface NoticeQuery {
  readonly exercise: boolean
  readonly unseen?: boolean
  /** Those made before this one. */
  readonly before?: number
  readonly limit?: number
}

/** Notices, the newest first, of drills or of what is real. */
export async function listNotices(
  { store }: Pick<NodeContext, 'store'>,
  query: NoticeQuery,
): Promise<readonly NoticeView[]> {
  const { exercise, unseen = false, before, limit = 100 } = query
  const rows = await store.read.db
    .selectFrom('notices')
    .selectAll()
    .where('exercise', '=', exercise ? 1 : 0)
    .$if(unseen, (select) => select.where('seen', 'is', null))
    .$if(before !== undefined, (select) => select.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  if (rows.length === 0) return []
  const outbox = await store.read.db
    .selectFrom('notice_outbox')
    .select(['notice_id', 'channel', 'target', 'state', 'attempts', 'code'])
    .where(
      'notice_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('id')
    .execute()
  const sent = Map.groupBy(outbox, ({ notice_id }) => notice_id)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as NoticeKind,
    subject: row.subject,
    urgency: row.urgency,
    exercise: row.exercise === 1,
    line: row.line,
    made: new Date(row.made).toISOString(),
    seen: row.seen === null ? null : new Date(row.seen).toISOString(),
    seenBy: row.seen_by,
    sent: (sent.get(row.id) ?? []).map(({ notice_id: _, ...rest }) => rest),
  }))
}

/** Notes that somebody has seen a notice. */
export async function markSeen(
  { store, now }: Pick<NodeContext, 'store' | 'now'>,
  id: number,
  actor: string,
): Promise<Result<{ readonly id: number }, NoticeCode>> {
  const row = await store.transact(({ db }) =>
    db
      .updateTable('notices')
      .set({ seen: now(), seen_by: actor })
      .where('id', '=', id)
      .where('seen', 'is', null)
      .returning('id')
      .executeTakeFirst(),
  )
  return row ? ok({ id }) : refuse('notice-unknown', 'id')
}
