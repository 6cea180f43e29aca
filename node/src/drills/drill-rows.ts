import { hex } from '@concert/core'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { DrillsTable } from '../store/schema.ts'
import type { Reader, Transaction } from '../store/store.ts'
import type { Scenario, ScenarioStep } from './scenario.ts'

/** What has become of a step. */
export interface Done {
  readonly state: 'drafted' | 'done' | 'failed'
  readonly code: string | null
  readonly at: number
  readonly subject: string | null
}

/** A drill as it is stored. */
export type DrillRow = Pick<DrillsTable, 'peer' | 'started' | 'scenario'> & { readonly id: number }

/** A drill with what it has done. */
export interface Running {
  readonly id: number
  readonly peer: string
  readonly started: number
  readonly speed: number
  readonly scenario: Scenario
  readonly done: ReadonlyMap<string, Done>
}

/** What is noted of a step. */
export type Outcome = Pick<Done, 'state' | 'code'> & {
  readonly subject?: string
  readonly at?: number
}

/** Notes what has become of a step, in the transaction that did it. */
export async function markStep(
  tx: Transaction,
  { now }: Pick<NodeContext, 'now'>,
  drill: number,
  step: ScenarioStep,
  { subject, at = now(), ...outcome }: Outcome,
): Promise<void> {
  const change = { ...outcome, at, subject: subject === undefined ? null : bytesOf(subject) }
  await tx.db
    .insertInto('drill_steps')
    .values({ drill_id: drill, step: step.id, ...change })
    .onConflict((conflict) => conflict.columns(['drill_id', 'step']).doUpdateSet(change))
    .execute()
}

/** A drill with what it has done so far. */
export async function readRunning(reader: Pick<Reader, 'db'>, row: DrillRow): Promise<Running> {
  const steps = await reader.db
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

/** Whether a step is over. */
export function isSettled(entry: Done | undefined): entry is Done {
  return entry !== undefined && entry.state !== 'drafted'
}
