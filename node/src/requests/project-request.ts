import {
  type Calendars,
  type RequestState,
  type TargetStatus,
  turnOf,
  viewRequest,
} from '@concert/threads'
import { bytesOf } from '../exchange/statements.ts'
import type { RequestsTable } from '../store/schema.ts'
import type { Transaction } from '../store/store.ts'
import type { RequestThread } from './request-thread.ts'

/** Stands for no deadline where requests are sorted by it. */
export const NO_DUE: number = Number.MAX_SAFE_INTEGER

const OWED: ReadonlySet<TargetStatus> = new Set<TargetStatus>(['open', 'working', 'up'])

/** What the projection of a request needs besides its thread. */
export interface Projecting {
  /** Node id of ours. */
  readonly own: string
  readonly calendars: Calendars
  /** Milliseconds since 1970. */
  readonly now: number
  /** The root's own time and flag, which the fold does not read. */
  readonly root: { readonly time: string; readonly exercise: boolean }
}

/** Writes what a request's thread folds to, in the transaction that moved it. */
export async function projectRequest(
  tx: Transaction,
  thread: RequestThread,
  what: Projecting,
): Promise<void> {
  const row = rowOf(thread, what)
  const known = await tx.db
    .selectFrom('requests')
    .select('id')
    .where('root', '=', row.root)
    .executeTakeFirst()
  if (known) await tx.db.updateTable('requests').set(row).where('id', '=', known.id).execute()
  else {
    const id = await tx.allocateIds('requests', 1)
    await tx.db
      .insertInto('requests')
      .values({ id, ...row })
      .execute()
  }
}

function rowOf(
  { state, order }: RequestThread,
  { own, calendars, now, root }: Projecting,
): Omit<RequestsTable, 'id'> {
  const { asker, owner, events } = state
  const clocks = dueOf(state, calendars)
  return {
    root: bytesOf(state.id),
    peer: own === asker ? owner : asker,
    side: own === asker ? 'asker' : 'owner',
    notice: state.isNotice ? 1 : 0,
    exercise: root.exercise ? 1 : 0,
    type: state.root.type,
    template: state.root.template,
    urgency: state.root.urgency,
    phase: state.phase,
    turn: turnOf(state),
    is_open: turnOf(state) === 'nobody' ? 0 : 1,
    round: state.round,
    sent: Date.parse(root.time),
    ...clocks,
    targets: state.root.targets,
    targets_done: targetsDone(state),
    untold: events.some(({ by, heard }) => by !== own && heard === null) ? 1 : 0,
    unclaimed: events.some((event) => {
      return event.by === own && event.heard === null && event.claimed === null
    })
      ? 1
      : 0,
    statements: order.length,
    updated: now,
  }
}

/** The clocks as absolute times: the view at any time gives the same, so none is passed in. */
function dueOf(state: RequestState, calendars: Calendars) {
  const { acknowledge, answer, started } = viewRequest(state, 0, calendars)
  const running = new Set(['running', 'missed'])
  const acknowledge_due = running.has(acknowledge.status) ? acknowledge.due : null
  const answer_due = running.has(answer.status) ? answer.due : null
  return {
    started,
    acknowledge_due,
    answer_due,
    next_due: Math.min(acknowledge_due ?? NO_DUE, answer_due ?? NO_DUE),
    paused: answer.status === 'paused' ? 1 : 0,
  }
}

function targetsDone({ targets }: RequestState): number {
  return targets.reduce((sum, { status, count }) => sum + (OWED.has(status) ? 0 : count), 0)
}
