import type { NodeContext } from '../context.ts'
import { type Line, reachedBy } from '../directory/lines.ts'
import type { Reader, Transaction } from '../store/store.ts'

/** What people here are told of. */
export const NOTICE_KINDS = [
  'ping-asked',
  'ping-missed',
  'handover-offered',
  'request-arrived',
  'request-late',
  'request-escalated',
  'no-receipt',
  'call-back',
  'operation-asked',
  'operation-ready',
  'operation-launched',
  'operation-step',
  'operation-aborted',
] as const

/** One of {@link NOTICE_KINDS}. */
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** Something that people here are to be told. It holds no content: ids, an urgency, a kind. */
export interface NewNotice {
  /** What makes it the same notice when it is made again; then nobody is told twice. */
  readonly mark: string
  readonly kind: NoticeKind
  /** Id of the request, ping test, operation or hand-over. */
  readonly subject: string
  readonly urgency: string | null
  readonly exercise: boolean
  readonly line: Line
}

/**
 * Puts a notice into the feed and into the outbox of every channel, in the caller's transaction:
 * what happened and that people are told of it are one.
 *
 * @returns false when it was made before
 */
export async function notify(
  tx: Transaction,
  context: NodeContext,
  notice: NewNotice,
): Promise<boolean> {
  const now = context.now()
  const { exercise, ...rest } = notice
  const row = await tx.db
    .insertInto('notices')
    .values({ ...rest, exercise: exercise ? 1 : 0, made: now, seen: null, seen_by: null })
    .onConflict((conflict) => conflict.column('mark').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return false
  const { smtp, webhooks = [] } = context.config.notifications ?? {}
  const people = await reachedBy(context, tx, notice.line)
  const targets = [
    ...(smtp ? people.filter(({ card }) => card?.email) : []).map(({ id }) => ({
      channel: 'email',
      target: id,
    })),
    // A drill goes to a webhook only where the operator said so: a machine there may act on it.
    ...webhooks
      .filter(({ drills }) => !exercise || drills === true)
      .map(({ name }) => ({ channel: 'webhook', target: name })),
  ]
  for (const target of targets) {
    await tx.db
      .insertInto('notice_outbox')
      .values({
        ...target,
        notice_id: row.id,
        state: 'waiting',
        attempts: 0,
        due: now,
        code: null,
        settled: null,
      })
      .execute()
  }
  return true
}

/**
 * Those of some notices that were not made before. Rounds that come again and again ask this first,
 * so that nothing is written when there is nothing to tell.
 */
export async function untold<Notice extends Pick<NewNotice, 'mark'>>(
  reader: Pick<Reader, 'db'>,
  notices: readonly Notice[],
): Promise<readonly Notice[]> {
  if (notices.length === 0) return []
  const marks = notices.map(({ mark }) => mark)
  const rows = await reader.db
    .selectFrom('notices')
    .select('mark')
    .where('mark', 'in', marks)
    .execute()
  const told = new Set(rows.map(({ mark }) => mark))
  return notices.filter(({ mark }) => !told.has(mark))
}
