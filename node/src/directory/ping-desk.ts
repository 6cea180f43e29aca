import { hex, ok, type Result, refuse } from '@concert/core'
import {
  type ContactRole,
  PING,
  type PingState,
  type PingView,
  type PingWord,
  viewPing,
} from '@concert/threads'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import { notify, untold } from '../notifications/notice.ts'
import type { Transaction } from '../store/store.ts'
import { receivedTimes } from '../threads/received.ts'
import { openInThread, openThread, sayInThread } from '../threads/say-in-thread.ts'
import type { DirectoryCode } from './codes.ts'

const MINUTE_MS = 60_000
/** How long after its end a ping test may still get an answer that comes too late. */
const LATE_MS = 7 * 86_400_000

/** A ping test as people see it. */
export interface PingSummary extends PingView {
  readonly id: string
  readonly peer: string
  readonly direction: 'out' | 'in'
  readonly role: ContactRole
  readonly within: number
  readonly exercise: boolean
  readonly asked: string
  /** Answers of machines: shown, never counted. */
  readonly machineAnswers: number
  readonly answeredBy: string | null
}

/** What to ping and how often. */
export interface PingSchedule {
  readonly peer: string
  readonly role: ContactRole
  readonly everyMinutes: number
  readonly withinMinutes: number
}

/** What belongs to a question, in its transaction; false when it was asked already. */
type Also = (tx: Transaction, id: string) => Promise<boolean>

type Asked = Result<{ readonly id: string }, DirectoryCode | 'no-compact' | 'bad-act'>

/** Asks roles of peers whether somebody is there, answers for ours, and keeps the history. */
export class PingDesk {
  readonly #context: NodeContext
  readonly #compacts: Compacts

  constructor(context: NodeContext, compacts: Compacts) {
    this.#context = context
    this.#compacts = compacts
  }

  /** Asks a role of a peer for a person's answer. @param within - minutes */
  async ask(
    peer: string,
    role: ContactRole,
    within: number,
    exercise: boolean,
    also?: Also,
  ): Promise<Asked> {
    return await this.#ask({ peer, role, within, exercise, ...(also && { also }) })
  }

  /** A person here answers for the role that was asked. */
  async answer(
    id: string,
    role: ContactRole,
    actor: string,
  ): Promise<Result<{ readonly id: string }, DirectoryCode>> {
    if (actor.trim() === '') return refuse('person-required', 'as')
    const said = await sayInThread<PingState, never>(this.#context, {
      root: id,
      fold: PING,
      decide: () => ok({ kind: 'ping.answer', act: { role, human: true }, content: null }),
      also: async (tx) => {
        await tx.db
          .updateTable('pings')
          .set({ answered_by: actor })
          .where('id', '=', bytesOf(id))
          .execute()
        return true
      },
    })
    if (said.ok) return ok({ id })
    const { code } = said
    return refuse(code === 'thread-unknown' ? 'ping-unknown' : (code as DirectoryCode), 'id')
  }

  /** The history, the newest first: of drills, or of what is real. */
  async list(only: {
    readonly exercise: boolean
    readonly peer?: string
    readonly limit?: number
  }): Promise<readonly PingSummary[]> {
    const { store, now } = this.#context
    const rows = await store.read.db
      .selectFrom('pings')
      .selectAll()
      .where('exercise', '=', only.exercise ? 1 : 0)
      .$if(only.peer !== undefined, (query) => query.where('peer', '=', only.peer ?? ''))
      .orderBy('asked', 'desc')
      .limit(only.limit ?? 50)
      .execute()
    const out: PingSummary[] = []
    for (const row of rows) {
      const id = hex(row.id)
      const state = await this.#state(id)
      if (!state) continue
      out.push({
        ...viewPing(state, now()),
        id,
        peer: row.peer,
        direction: row.direction as 'out' | 'in',
        role: state.role,
        within: state.within,
        exercise: row.exercise === 1,
        asked: new Date(row.asked).toISOString(),
        machineAnswers: state.machine.length,
        answeredBy: row.answered_by,
      })
    }
    return out
  }

  async schedules(): Promise<readonly (PingSchedule & { readonly due: string })[]> {
    const rows = await this.#context.store.read.db
      .selectFrom('ping_schedules')
      .selectAll()
      .orderBy('peer')
      .orderBy('role')
      .execute()
    return rows.map(({ peer, role, every_minutes, within_minutes, due }) => ({
      peer,
      role: role as ContactRole,
      everyMinutes: every_minutes,
      withinMinutes: within_minutes,
      due: new Date(due).toISOString(),
    }))
  }

  /** Pings a role of a peer from now on at this pace; a pace of 0 ends it. */
  async schedule({ peer, role, everyMinutes, withinMinutes }: PingSchedule): Promise<void> {
    const { store, now } = this.#context
    const change = { every_minutes: everyMinutes, within_minutes: withinMinutes, due: now() }
    await store.transact(async ({ db }) => {
      if (everyMinutes === 0) {
        await db
          .deleteFrom('ping_schedules')
          .where('peer', '=', peer)
          .where('role', '=', role)
          .execute()
        return
      }
      await db
        .insertInto('ping_schedules')
        .values({ peer, role, ...change })
        .onConflict((conflict) => conflict.columns(['peer', 'role']).doUpdateSet(change))
        .execute()
    })
  }

  /** Asks what is due, tells what has arrived, and tells people what waits for them or was missed. */
  async sweep(): Promise<void> {
    await this.#askDue()
    const open = await this.#context.store.read.db
      .selectFrom('pings')
      .select(['id', 'peer', 'direction', 'exercise'])
      .where('is_open', '=', 1)
      .orderBy('asked')
      .execute()
    for (const row of open) {
      await this.#follow(hex(row.id), row.direction as 'out' | 'in', row.exercise === 1)
    }
  }

  async #askDue(): Promise<void> {
    const { store, now } = this.#context
    const due = await store.read.db
      .selectFrom('ping_schedules')
      .selectAll()
      .where('due', '<=', now())
      .execute()
    for (const { peer, role, every_minutes, within_minutes, due: at } of due) {
      // What was missed while the node was away is not made up for: one ping, then on at the pace.
      const periods = Math.floor((now() - at) / (every_minutes * MINUTE_MS)) + 1
      const next = at + periods * every_minutes * MINUTE_MS
      await this.#ask({
        peer,
        role: role as ContactRole,
        within: within_minutes,
        exercise: false,
        schedule: { at, next },
      })
    }
  }

  async #ask(what: {
    readonly peer: string
    readonly role: ContactRole
    readonly within: number
    readonly exercise: boolean
    readonly schedule?: { readonly at: number; readonly next: number }
    readonly also?: Also
  }): Promise<Asked> {
    const { peer, role, within, exercise, schedule, also } = what
    const { own, now } = this.#context
    const compact = await this.#compacts.inForceWith(peer)
    if (!compact?.digest) return refuse('no-compact', 'peer')
    const act = { parties: [own.node, peer], role, within }
    const saying = { kind: 'ping.ask', act, content: null, compact: compact.digest, exercise }
    const said = await openInThread(this.#context, PING, saying, async (tx, { statement }) => {
      if (also && !(await also(tx, statement.digest))) return false
      if (schedule) {
        const moved = await tx.db
          .updateTable('ping_schedules')
          .set({ due: schedule.next })
          .where('peer', '=', peer)
          .where('role', '=', role)
          .where('due', '=', schedule.at)
          .executeTakeFirst()
        if (moved.numUpdatedRows !== 1n) return false
      }
      await tx.db
        .insertInto('pings')
        .values({
          id: bytesOf(statement.digest),
          peer,
          direction: 'out',
          role,
          exercise: exercise ? 1 : 0,
          is_open: 1,
          asked: now(),
          answered_by: null,
        })
        .execute()
      return true
    })
    if (said.ok) return ok({ id: said.value.statement.digest })
    // Another process has asked just now: its question is the one.
    return said.code === 'said-already' ? ok({ id: '' }) : refuse('bad-act', said.at)
  }

  async #follow(id: string, direction: 'out' | 'in', exercise: boolean): Promise<void> {
    const before = await this.#state(id)
    if (!before) return
    await this.#tellArrivals(id, before, direction)
    const state = (await this.#state(id)) ?? before
    const { status, due } = viewPing(state, this.#context.now())
    const isSettled = state.answer !== null && state.answer.heard !== null
    const isOver = due !== null && this.#context.now() >= due + LATE_MS
    const wanted = this.#noticeOf(state, status, direction)
    const about = { subject: id, urgency: null, exercise }
    const all = wanted ? [{ mark: `${wanted.kind} ${id}`, ...wanted, ...about }] : []
    const { store } = this.#context
    const notices = await untold(store.read, all)
    if (notices.length === 0 && !isSettled && !isOver) return
    await store.transact(async (tx) => {
      for (const notice of notices) await notify(tx, this.#context, notice)
      if (!isSettled && !isOver) return
      await tx.db.updateTable('pings').set({ is_open: 0 }).where('id', '=', bytesOf(id)).execute()
    })
  }

  #noticeOf({ role, answer }: PingState, status: PingView['status'], direction: 'out' | 'in') {
    if (direction === 'in') {
      return answer ? undefined : ({ kind: 'ping-asked', line: role } as const)
    }
    return status === 'missed' ? ({ kind: 'ping-missed', line: 'duty' } as const) : undefined
  }

  /** Says when what the other side said arrived here, by our own receipts. */
  async #tellArrivals(id: string, state: PingState, direction: 'out' | 'in'): Promise<void> {
    const theirs: readonly (PingWord | null)[] =
      direction === 'in' ? [state.asked] : [state.answer, ...state.machine]
    const unheard = theirs.flatMap((word) => (word && word.heard === null ? [word.digest] : []))
    const { store } = this.#context
    const times = await receivedTimes(this.#context, store.read, unheard)
    const held = [...times].map(([statement, received]) => ({ statement, received }))
    if (held.length === 0) return
    await sayInThread<PingState, 'said-already'>(this.#context, {
      root: id,
      fold: PING,
      decide: (thread) => {
        const { asked, answer, machine } = thread.state
        const heard = [asked, answer, ...machine].filter((word) => word?.heard)
        const isTold = held.every(({ statement }) =>
          heard.some((word) => word?.digest === statement),
        )
        if (isTold) return refuse('said-already')
        return ok({ kind: 'ping.receive', act: { held }, content: null })
      },
    })
  }

  async #state(id: string): Promise<PingState | undefined> {
    const { store } = this.#context
    return (await openThread(this.#context, store.read, id, PING))?.state
  }
}
