import { hex } from '@concert/core'
import { PING } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import type { PingDesk } from '../directory/ping-desk.ts'
import { announce } from '../federation/post.ts'
import { keepDraft, markAuthorised } from '../requests/drafts.ts'
import { postMove } from '../requests/move-request.ts'
import type { RequestDesk } from '../requests/request-desk.ts'
import { openRequestThread } from '../requests/request-thread.ts'
import { openThread } from '../threads/say-in-thread.ts'
import { isSettled, markStep, type Running } from './drill-rows.ts'
import { kindOf, type ScenarioStep } from './scenario.ts'

const MINUTE_MS = 60_000
/** A drill's script stands for both people. */
const DRILL = { name: 'drill', role: 'drill' } as const
const SCENARIO = { name: 'drill scenario', role: 'drill' } as const

/** Rooms that a drill plays in. */
export interface Stage {
  readonly pings: PingDesk
  readonly requests: RequestDesk
}

/** Does the steps of a scenario, each in one transaction with the note of it. */
export class DrillPlayer {
  readonly #context: NodeContext
  readonly #stage: Stage

  constructor(context: NodeContext, stage: Stage) {
    this.#context = context
    this.#stage = stage
  }

  /** When a step's time comes; never while a step before it is not over. */
  dueAt({ started, speed, done }: Running, { after = [], minutes = 0 }: ScenarioStep): number {
    const times = after.map((id) => {
      const entry = done.get(id)
      return isSettled(entry) ? entry.at : Number.POSITIVE_INFINITY
    })
    return Math.max(started, ...times) + (minutes * MINUTE_MS) / speed
  }

  /** Does a step whose time has come. @returns whether it has come further */
  async act(drill: Running, step: ScenarioStep): Promise<boolean> {
    // What failed before can't be built on: the steps that stand on it fail with it.
    const subject = 'of' in step ? (drill.done.get(step.of)?.subject ?? null) : null
    if ('of' in step && subject === null) {
      const at = Math.floor(this.dueAt(drill, step))
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
        const id = await keepDraft(tx, now(), DRILL, given, targets, undefined)
        const by = { authoriser: SCENARIO, lookedAt: null, findings: [] }
        await markAuthorised(tx, now(), id, by)
        await markStep(tx, this.#context, drill.id, step, { state: 'drafted', code: String(id) })
      })
      return true
    }
    const draft = Number(before.code)
    // Sending and the note of it are one: after a crash both are there, or neither.
    const { drafts } = this.#stage.requests
    const sent = await drafts.send(draft, undefined, async (tx, subject) => {
      await markStep(tx, this.#context, drill.id, step, { state: 'done', code: null, subject })
    })
    if (sent.ok) return true
    await drafts.discard(draft)
    return await this.#fail(drill, step, sent.code)
  }

  async #move(
    drill: Running,
    step: Extract<ScenarioStep, { readonly do: 'move' }>,
    subject: string,
  ): Promise<boolean> {
    const { store } = this.#context
    const { move, act, content } = step
    const order = { move: kindOf(move), act, ...(content && { content }) }
    const { calendars, words } = this.#stage.requests
    // Whoever wrote the scenario is one person: what needs two has no place in it.
    const cleared = await words.clear(subject, order)
    if (!cleared.ok) return await this.#fail(drill, step, cleared.code, { subject })
    const moved = await store.transact(async (tx) => {
      const said = await postMove(tx, this.#context, calendars, subject, cleared.value)
      const outcome = said.ok
        ? ({ state: 'done', code: null } as const)
        : ({ state: 'failed', code: said.code } as const)
      await markStep(tx, this.#context, drill.id, step, { ...outcome, subject })
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
      await markStep(tx, this.#context, drill.id, step, { state: 'done', code: null, subject: id })
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
    const id = await this.#unclaimed(drill)
    if (id !== undefined) return await this.#finish(drill, step, id)
    const end = this.#endOf(drill, step)
    if (this.#context.now() < end) return false
    return await this.#fail(drill, step, 'drill-too-late', { at: end })
  }

  /** When the time to wait is over: what follows counts from then, whenever the round comes. */
  #endOf(drill: Running, step: ScenarioStep & { readonly within: number }): number {
    return Math.floor(this.dueAt(drill, step) + (step.within * MINUTE_MS) / drill.speed)
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
  async #unclaimed({ peer, started }: Running): Promise<string | undefined> {
    const row = await this.#context.store.read.db
      .selectFrom('requests')
      .select('root')
      .where('peer', '=', peer)
      .where('side', '=', 'owner')
      .where('exercise', '=', 1)
      .where('updated', '>=', started)
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
      await markStep(tx, this.#context, drill.id, step, { state: 'done', code: null, subject })
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
      await markStep(tx, this.#context, drill.id, step, { state: 'failed', code, ...more })
    })
    return true
  }
}
