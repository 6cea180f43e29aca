import { ok, type Result, refuse } from '@concert/core'
import type { NodeContext } from '../context.ts'
import type { Bilingual } from '../i18n/language.ts'
import type { DrillCode } from './codes.ts'
import { DrillPlayer, type Stage } from './drill-player.ts'
import { type DrillRow, isSettled, readRunning } from './drill-rows.ts'
import { findPeerState } from './peer-state.ts'
import { readScenario, type ScenarioStep } from './scenario.ts'

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

/**
 * Plays the scripted counterpart of a peer that is being trained. Everything it says carries the
 * exercise flag. What it has done stands in the store in the transaction that did it, so a restart
 * goes on where it was.
 */
export class DrillDesk {
  readonly #context: NodeContext
  readonly #player: DrillPlayer

  constructor(context: NodeContext, stage: Stage) {
    this.#context = context
    this.#player = new DrillPlayer(context, stage)
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
    const { scenario, speed, done } = await readRunning(this.#context.store.read, row)
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
      const drill = await readRunning(this.#context.store.read, row)
      const isOver = (id: string) => isSettled(drill.done.get(id))
      if (drill.scenario.steps.every(({ id }) => isOver(id)))
        return await this.#end(drill.id, 'done')
      const ready = drill.scenario.steps.filter(
        (step) => !isOver(step.id) && this.#player.dueAt(drill, step) <= this.#context.now(),
      )
      let moved = false
      for (const step of ready) moved = (await this.#player.act(drill, step)) || moved
      if (!moved) return
    }
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
}
