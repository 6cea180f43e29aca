import { hex } from '@concert/core'
import {
  type Calendars,
  openCalendars,
  type RequestState,
  startClock,
  viewRequest,
} from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import { announce } from '../federation/post.ts'
import { notify } from '../notifications/notice.ts'
import { bareWord, postMove } from '../requests/move-request.ts'
import { openRequestThread } from '../requests/request-thread.ts'
import type { RequestsTable } from '../store/schema.ts'
import type { Line } from './lines.ts'

const NO_RECEIPT_MS = 900_000
const ROUND = 1000
const NEVER = Number.MAX_SAFE_INTEGER

/** One step of a ladder that is or was to be taken. */
interface LadderStep {
  readonly clock: 'acknowledge' | 'answer' | 'receipt'
  /** 0 is the miss itself, from 1 on the steps that the compact agrees. */
  readonly step: number
  /** Whom it calls, in the compact's words. */
  readonly called: string
  readonly due: number
}

/** A step that was taken. */
export interface TakenStep extends Omit<LadderStep, 'due'> {
  readonly side: 'asker' | 'owner'
  readonly round: number
  readonly due: string
  readonly done: string
  /** The statement that told the peer; null when this side alone was told. */
  readonly statement: string | null
}

/** Of the words that compacts use for whom a step calls, which of our lines each means. */
const LINES: Readonly<Record<string, Line>> = {
  deputy: 'deputy',
  'policy-contact': 'policy',
  policy: 'policy',
  hotline: 'hotline',
  'technical-contact': 'technical',
  technical: 'technical',
}

type Row = Pick<
  RequestsTable,
  'root' | 'side' | 'round' | 'urgency' | 'exercise' | 'sent' | 'started' | 'updated' | 'next_due'
>

/**
 * The ladder that runs by itself off the clocks of requests: on the side that owes it calls whom the
 * compact says, on the side that waits it tells the duty officer and raises it in the request. Each
 * step is taken once, in one transaction with its record and its notice, whatever restarts.
 */
export class Ladder {
  readonly #context: NodeContext
  readonly #calendars: Calendars = openCalendars()
  /** Nothing comes before `at` while the request stays as it was: most rounds fold nothing. */
  readonly #quiet = new Map<string, { readonly updated: number; readonly at: number }>()

  constructor(context: NodeContext) {
    this.#context = context
  }

  /** Every step that was taken for a request, in the order taken. */
  async taken(id: string): Promise<readonly TakenStep[]> {
    const rows = await this.#context.store.read.db
      .selectFrom('escalations')
      .selectAll()
      .where('request', '=', bytesOf(id))
      .orderBy('done')
      .orderBy('step')
      .execute()
    return rows.map((row) => ({
      side: row.side as TakenStep['side'],
      round: row.round,
      clock: row.clock as TakenStep['clock'],
      step: row.step,
      called: row.called,
      due: new Date(row.due).toISOString(),
      done: new Date(row.done).toISOString(),
      statement: row.statement && hex(row.statement),
    }))
  }

  /** Takes every step whose time has come. */
  async sweep(): Promise<void> {
    const { store, now } = this.#context
    const rows = await store.read.db
      .selectFrom('requests')
      .select([
        'root',
        'side',
        'round',
        'urgency',
        'exercise',
        'sent',
        'started',
        'updated',
        'next_due',
      ])
      .where('is_open', '=', 1)
      .where(({ or, and, eb }) =>
        or([
          eb('next_due', '<=', now()),
          and([
            eb('side', '=', 'asker'),
            eb('started', 'is', null),
            eb('sent', '<=', now() - NO_RECEIPT_MS),
          ]),
        ]),
      )
      .orderBy('next_due')
      .limit(ROUND)
      .execute()
    for (const row of rows) {
      const id = hex(row.root)
      const quiet = this.#quiet.get(id)
      if (quiet && quiet.updated === row.updated && now() < quiet.at) continue
      await this.#climb(id, row)
    }
  }

  async #climb(id: string, row: Row): Promise<void> {
    const steps = await this.#stepsOf(id, row)
    const now = this.#context.now()
    for (const step of steps.filter(({ due }) => due <= now)) await this.#take(id, row, step)
    const at = Math.min(NEVER, ...steps.map(({ due }) => due).filter((due) => due > now))
    this.#quiet.set(id, { updated: row.updated, at })
  }

  async #stepsOf(id: string, row: Row): Promise<readonly LadderStep[]> {
    if (row.started === null) {
      const due = row.sent + NO_RECEIPT_MS
      return [{ clock: 'receipt', step: 0, called: 'duty-officer', due }]
    }
    const { store } = this.#context
    const thread = await openRequestThread(this.#context, store.read, id)
    if (!thread) return []
    const agreed = await this.#agreed(thread.state)
    const view = viewRequest(thread.state, this.#context.now(), this.#calendars)
    const calendar = this.#calendars[thread.state.root.calendar]
    return (['acknowledge', 'answer'] as const).flatMap((clock) => {
      const { status, due } = view[clock]
      if (status !== 'missed' || due === null) return []
      const first: LadderStep = { clock, step: 0, called: 'duty-officer', due }
      const more = agreed.map(({ to, after }, i): LadderStep => {
        return { clock, step: i + 1, called: to, due: startClock(calendar, due, after).at }
      })
      return [first, ...more]
    })
  }

  /** The ladder of the very version that the request names. */
  async #agreed({ root }: RequestState) {
    const compact = await findCompact(this.#context, this.#context.store.read, root.compact)
    const version = compact?.proposals.find(({ digest }) => digest === root.compact)
    return version?.terms.requests?.urgency[root.urgency]?.ladder ?? []
  }

  async #take(id: string, row: Row, { clock, step, called, due }: LadderStep): Promise<void> {
    const { store, now } = this.#context
    const { side, round, urgency } = row
    const told = await store.transact(async (tx) => {
      const request = bytesOf(id)
      const key = { request, side, round, clock, step }
      const mine = await tx.db
        .insertInto('escalations')
        .values({
          ...key,
          called,
          due,
          done: now(),
          statement: null,
          exercise: row.exercise,
        })
        .onConflict((conflict) =>
          conflict.columns(['request', 'side', 'round', 'clock', 'step']).doNothing(),
        )
        .returning('step')
        .executeTakeFirst()
      if (!mine) return undefined
      const kind =
        clock === 'receipt' ? 'no-receipt' : side === 'owner' ? 'request-late' : 'request-escalated'
      await notify(tx, this.#context, {
        mark: `${kind} ${id} ${round} ${clock} ${step}`,
        kind,
        subject: id,
        urgency,
        exercise: row.exercise === 1,
        line: side === 'owner' ? (LINES[called] ?? 'duty') : 'duty',
      })
      if (side === 'owner' || step === 0) return undefined
      // At most eight steps fit into an escalation; a compact agrees no more.
      const word = bareWord('request.escalate', { to: called, step })
      const moved = await postMove(tx, this.#context, this.#calendars, id, word)
      if (!moved.ok) return undefined
      await tx.db
        .updateTable('escalations')
        .set({ statement: bytesOf(moved.value.digest) })
        .where('request', '=', request)
        .where('side', '=', side)
        .where('round', '=', round)
        .where('clock', '=', clock)
        .where('step', '=', step)
        .execute()
      return moved.value.peer
    })
    if (told !== undefined) announce(this.#context, [told])
  }
}
