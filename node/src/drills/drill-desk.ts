import { hex, ok, type Result, refuse } from '@concert/core'
import { PING } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import type { PingDesk } from '../directory/ping-desk.ts'
import { bytesOf } from '../exchange/statements.ts'
import { announce } from '../federation/post.ts'
import type { Bilingual } from '../i18n/language.ts'
import { keepDraft, markAuthorised, readDraft } from '../requests/drafts.ts'
import { postMove } from '../requests/move-request.ts'
import type { RequestDesk } from '../requests/request-desk.ts'
import { openRequestThread } from '../requests/request-thread.ts'
import type { DrillsTable } from '../store/schema.ts'
import type { Transaction } from '../store/store.ts'
import { openThread } from '../threads/say-in-thread.ts'
import type { DrillCode } from './codes.ts'
import { findPeerState } from './peer-state.ts'
import { kindOf, readScenario, type Scenario, type ScenarioStep } from './scenario.ts'

const MINUTE_MS = 60_000

/** What has become of one step. */
export interface StepReport {
  readonly id: string
  readonly do: ScenarioStep['do']
  /** `waiting` until its time; `drafted` is a request that is about to be sent. */
  readonly state: 'waiting' | 'drafted' | 'done' | 'failed'
  readonly code: string | null
  readonly at: string | null
  /** The request or ping test that it is about. */
  readonly subject: string | null
}

/** A drill as people see it. */
export interface DrillReport {
  readonly id: number
  readonly title: Bilingual
  readonly purpose: Bilingual
  readonly peer: string
  readonly state: 'running' | 'done' | 'stopped'
  readonly speed: number
  readonly started: string
  readonly ended: string | null
  readonly steps: readonly StepReport[]
}

interface Done {
  readonly state: 'drafted' | 'done' | 'failed'
  readonly code: string | null
  readonly at: number
  readonly subject: string | null
}

type DrillRow = Pick<DrillsTable, 'peer' | 'started' | 'scenario'> & { readonly id: number }

interface Running {
  readonly id: number
  readonly peer: string
  readonly started: number
  readonly speed: number
  readonly scenario: Scenario
  readonly done: ReadonlyMap<string, Done>
}

/** Rooms that a drill plays in. */
export interface Stage {
  readonly pings: PingDesk
  readonly requests: RequestDesk
}

/**
 * Plays the scripted counterpart of a peer that is being trained. Everything it says carries the
 * exercise flag. What it has done stands in the store in the transaction that did it, so a restart
 * goes on where it was.
 */
export class DrillDesk {
  readonly #context: NodeContext
  readonly #stage: Stage

  constructor(context: NodeContext, stage: Stage) {
    this.#context = context
    this.#stage = stage
  }

  /**
   * Starts a drill with a peer.
   *
   * @param speed - how many times faster than the clock its minutes run
   */
  async start(
    value: unknown,
    peer: string,
    speed: number,
  ): Promise<Result<DrillReport, DrillCode>> {
    const read = readScenario(value)
    if (!read.ok) return refuse('scenario-form', read.faults[0]?.at)
    const { store, now } = this.#context
    if ((await findPeerState(store.read, peer)) !== 'confirmed') {
      return refuse('drill-peer', 'peer')
    }
    const scenario = JSON.stringify({ scenario: read.scenario, speed })
    const row = await store.transact(({ db }) =>
      db
        .insertInto('drills')
        .values({ scenario, peer, state: 'running', started: now(), ended: null })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    return await this.show(row.id)
  }

  /** Ends a drill; what was said stays said. */
  async stop(id: number): Promise<Result<DrillReport, DrillCode>> {
    await this.#end(id, 'stopped')
    return await this.show(id)
  }

  async list(): Promise<readonly DrillReport[]> {
    const rows = await this.#context.store.read.db
      .selectFrom('drills')
      .select('id')
      .orderBy('id', 'desc')
      .limit(100)
      .execute()
    const found = await Promise.all(rows.map(async ({ id }) => await this.show(id)))
    return found.flatMap((entry) => (entry.ok ? [entry.value] : []))
  }

  async show(id: number): Promise<Result<DrillReport, DrillCode>> {
    const row = await this.#context.store.read.db
      .selectFrom('drills')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) return refuse('drill-unknown', 'id')
    const { scenario, speed, done } = await this.#running(row)
    return ok({
      id,
      title: scenario.title,
      purpose: scenario.purpose,
      peer: row.peer,
      state: row.state as DrillReport['state'],
      speed,
      started: new Date(row.started).toISOString(),
      ended: row.ended === null ? null : new Date(row.ended).toISOString(),
      steps: scenario.steps.map(({ id: step, do: kind }) => {
        const entry = done.get(step)
        return {
          id: step,
          do: kind,
          state: entry?.state ?? 'waiting',
          code: entry?.code ?? null,
          at: entry ? new Date(entry.at).toISOString() : null,
          subject: entry?.subject ?? null,
        }
      }),
    })
  }

  /** Plays whatever is due in every running drill. */
  async sweep(): Promise<void> {
    const rows = await this.#context.store.read.db
      .selectFrom('drills')
      .selectAll()
      .where('state', '=', 'running')
      .orderBy('id')
      .execute()
    for (const row of rows) await this.#play(row)
  }

  async #play(row: DrillRow): Promise<void> {
    for (;;) {
      const drill = await this.#running(row)
      const isOver = (id: string) => isSettled(drill.done.get(id))
      if (drill.scenario.steps.every(({ id }) => isOver(id)))
        return await this.#end(drill.id, 'done')
      const ready = drill.scenario.steps.filter(
        (step) => !isOver(step.id) && this.#dueAt(drill, step) <= this.#context.now(),
      )
      let moved = false
      for (const step of ready) moved = (await this.#act(drill, step)) || moved
      if (!moved) return
    }
  }

  /** When a step's time comes; never while a step before it is not over. */
  #dueAt({ started, speed, done }: Running, { after = [], minutes = 0 }: ScenarioStep): number {
    const times = after.map((id) => {
      const entry = done.get(id)
      return isSettled(entry) ? entry.at : Number.POSITIVE_INFINITY
    })
    return Math.max(started, ...times) + (minutes * MINUTE_MS) / speed
  }

  /** @returns whether the step has come further */
  async #act(drill: Running, step: ScenarioStep): Promise<boolean> {
    // What failed before can't be built on: the steps that stand on it fail with it.
    const subject = 'of' in step ? (drill.done.get(step.of)?.subject ?? null) : null
    if ('of' in step && subject === null) {
      const at = Math.floor(this.#dueAt(drill, step))
      return await this.#fail(drill, step, 'drill-nothing-there', { at })
    }
    switch (step.do) {
      case 'request':
        return await this.#request(drill, step)
      case 'move':
        return await this.#move(drill, step, subject ?? '')
      case 'ping':
        return await this.#ping(drill, step)
      case 'expect':
        return await this.#expect(drill, step, subject ?? '')
      case 'await-request':
        return await this.#awaitRequest(drill, step)
    }
  }

  async #request(
    drill: Running,
    step: Extract<ScenarioStep, { readonly do: 'request' }>,
  ): Promise<boolean> {
    const { store, now } = this.#context
    const before = drill.done.get(step.id)
    if (before?.state !== 'drafted') {
      const { template, act, content, targets = [] } = step
      const given = { peer: drill.peer, template, exercise: true, content, ...(act && { act }) }
      await store.transact(async (tx) => {
        const id = await keepDraft(tx, now(), 'drill', given, targets, undefined)
        await markAuthorised(tx, now(), id, 'drill scenario')
        await this.#mark(tx, drill, step, { state: 'drafted', code: String(id) })
      })
      return true
    }
    const draft = Number(before.code)
    const isThere = (await readDraft(store.read, draft)) !== undefined
    const sent = isThere ? await this.#stage.requests.drafts.send(draft) : undefined
    if (sent && !sent.ok) {
      await this.#stage.requests.drafts.discard(draft)
      return await this.#fail(drill, step, sent.code)
    }
    // A crash came between the sending and this note: it is the first that nobody has claimed.
    const id = sent?.value.id ?? (await this.#unclaimed(drill, 'asker', before.at))
    return id === undefined
      ? await this.#fail(drill, step, 'drill-nothing-there')
      : await this.#finish(drill, step, id)
  }

  async #move(
    drill: Running,
    step: Extract<ScenarioStep, { readonly do: 'move' }>,
    subject: string,
  ): Promise<boolean> {
    const { store } = this.#context
    const { move, act, content } = step
    const order = { move: kindOf(move), act, ...(content && { content }) }
    const { calendars } = this.#stage.requests
    const moved = await store.transact(async (tx) => {
      const said = await postMove(tx, this.#context, calendars, subject, order)
      const outcome = said.ok
        ? ({ state: 'done', code: null } as const)
        : ({ state: 'failed', code: said.code } as const)
      await this.#mark(tx, drill, step, { ...outcome, subject })
      return said
    })
    if (moved.ok) announce(this.#context, [moved.value.peer])
    return true
  }

  async #ping(
    drill: Running,
    step: Extract<ScenarioStep, { readonly do: 'ping' }>,
  ): Promise<boolean> {
    const { role, within } = step
    const asked = await this.#stage.pings.ask(drill.peer, role, within, true, async (tx, id) => {
      await this.#mark(tx, drill, step, { state: 'done', code: null, subject: id })
      return true
    })
    return asked.ok ? true : await this.#fail(drill, step, asked.code)
  }

  /** Waits for the other side: done when it has said it, failed when its time is over. */
  async #expect(
    drill: Running,
    step: Extract<ScenarioStep, { readonly do: 'expect' }>,
    subject: string,
  ): Promise<boolean> {
    if (await this.#hasSaid(subject, step.move)) return await this.#finish(drill, step, subject)
    const end = this.#endOf(drill, step)
    if (this.#context.now() < end) return false
    return await this.#fail(drill, step, 'drill-too-late', { subject, at: end })
  }

  async #awaitRequest(
    drill: Running,
    step: Extract<ScenarioStep, { readonly do: 'await-request' }>,
  ): Promise<boolean> {
    const id = await this.#unclaimed(drill, 'owner', drill.started)
    if (id !== undefined) return await this.#finish(drill, step, id)
    const end = this.#endOf(drill, step)
    if (this.#context.now() < end) return false
    return await this.#fail(drill, step, 'drill-too-late', { at: end })
  }

  /** When the time to wait is over: what follows counts from then, whenever the round comes. */
  #endOf(drill: Running, step: ScenarioStep & { readonly within: number }): number {
    return Math.floor(this.#dueAt(drill, step) + (step.within * MINUTE_MS) / drill.speed)
  }

  async #hasSaid(subject: string, move: string): Promise<boolean> {
    const { store, own } = this.#context
    if (move === 'ping-answer') {
      const ping = await openThread(this.#context, store.read, subject, PING)
      return ping !== undefined && ping.state.answer !== null
    }
    const thread = await openRequestThread(this.#context, store.read, subject)
    const wanted = kindOf(move)
    // A machine's acknowledgement trains nobody.
    return (thread?.state.events ?? []).some(
      ({ by, kind, code }) => by !== own.node && kind === wanted && code !== 'machine',
    )
  }

  /** The oldest drill request with the peer that no step has taken yet. */
  async #unclaimed(
    { peer }: Running,
    side: 'asker' | 'owner',
    since: number,
  ): Promise<string | undefined> {
    const row = await this.#context.store.read.db
      .selectFrom('requests')
      .select('root')
      .where('peer', '=', peer)
      .where('side', '=', side)
      .where('exercise', '=', 1)
      .where('updated', '>=', since)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('drill_steps')
              .select('step')
              .whereRef('drill_steps.subject', '=', 'requests.root'),
          ),
        ),
      )
      .orderBy('id')
      .executeTakeFirst()
    return row && hex(row.root)
  }

  async #finish(drill: Running, step: ScenarioStep, subject: string): Promise<boolean> {
    await this.#context.store.transact(async (tx) => {
      await this.#mark(tx, drill, step, { state: 'done', code: null, subject })
    })
    return true
  }

  async #fail(
    drill: Running,
    step: ScenarioStep,
    code: string,
    more: { readonly subject?: string; readonly at?: number } = {},
  ): Promise<boolean> {
    await this.#context.store.transact(async (tx) => {
      await this.#mark(tx, drill, step, { state: 'failed', code, ...more })
    })
    return true
  }

  async #mark(
    tx: Transaction,
    { id }: Running,
    step: ScenarioStep,
    {
      subject,
      at = this.#context.now(),
      ...outcome
    }: Pick<Done, 'state' | 'code'> & { readonly subject?: string; readonly at?: number },
  ): Promise<void> {
    const change = { ...outcome, at, subject: subject === undefined ? null : bytesOf(subject) }
    await tx.db
      .insertInto('drill_steps')
      .values({ drill_id: id, step: step.id, ...change })
      .onConflict((conflict) => conflict.columns(['drill_id', 'step']).doUpdateSet(change))
      .execute()
  }

  async #end(id: number, state: 'done' | 'stopped'): Promise<void> {
    const { store, now } = this.#context
    await store.transact(async ({ db }) => {
      await db
        .updateTable('drills')
        .set({ state, ended: now() })
        .where('id', '=', id)
        .where('state', '=', 'running')
        .execute()
    })
  }

  async #running(row: DrillRow): Promise<Running> {
    const steps = await this.#context.store.read.db
      .selectFrom('drill_steps')
      .selectAll()
      .where('drill_id', '=', row.id)
      .execute()
    const { scenario, speed } = JSON.parse(row.scenario) as { scenario: Scenario; speed: number }
    const done = new Map(
      steps.map(({ step, state, code, at, subject }) => {
        const entry = { state: state as Done['state'], code, at, subject: subject && hex(subject) }
        return [step, entry] as const
      }),
    )
    return { id: row.id, peer: row.peer, started: row.started, speed, scenario, done }
  }
}

function isSettled(entry: Done | undefined): entry is Done {
  return entry !== undefined && entry.state !== 'drafted'
}
