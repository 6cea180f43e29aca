import { ok, type Result, refuse } from '@concert/core'
import { MAX_TARGETS } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import type { Acting } from '../release/delegates.ts'
import { readTargets } from './read-targets.ts'
import { openRequestThread } from './request-thread.ts'
import {
  type KnownTargets,
  planStatuses,
  readStatusTable,
  type StatusFault,
} from './targets/target-statuses.ts'
import type { WordDesk, WordRefusal } from './word-desk.ts'

/** Faults that a report shows. */
const SHOWN = 100

/** A file of statuses to be told. */
export interface StatusFile {
  readonly id: string
  readonly text: string
  /** As what the owner says it; the asker's is always an update. */
  readonly as: 'update' | 'partial' | 'answer'
}

/** What was told. */
export interface StatusReport {
  readonly told: number
  readonly unchanged: number
  /** Statements that it took. */
  readonly statements: number
  readonly faults: readonly StatusFault[]
  readonly faultCount: number
}

/** Tells how targets stand by a file: each line a target and its status. */
export async function tellStatuses(
  context: NodeContext,
  words: WordDesk,
  file: StatusFile,
  as: Acting,
): Promise<Result<StatusReport, WordRefusal | 'unreadable-targets'>> {
  const lines = readStatusTable(file.text)
  if (!lines.ok) return lines
  const thread = await openRequestThread(context, context.store.read, file.id)
  if (!thread) return refuse('unknown-request', 'id')
  const { targets } = await readTargets(context, context.store.read, thread, {
    from: 0,
    limit: MAX_TARGETS,
    status: undefined,
  })
  const known: KnownTargets = {
    index: new Map(targets.flatMap(({ value, index }) => (value === null ? [] : [[value, index]]))),
    statusOf: (index) => targets[index] ?? { status: 'open', at: null },
  }
  const side = thread.state.asker === context.own.node ? 'asker' : 'owner'
  const now = new Date(context.now()).toISOString()
  const plan = planStatuses(lines.value, known, side, now)
  for (const [i, part] of plan.parts.entries()) {
    // The last part alone ends the request: what came before is part of the answer.
    const isLast = i === plan.parts.length - 1
    const move = side === 'asker' ? 'update' : file.as === 'answer' && !isLast ? 'partial' : file.as
    const progress = { questions: [], targets: part.map((run) => ({ ...run })) }
    const act = move === 'answer' ? { ...progress, result: 'complete' } : progress
    const said = await words.say(file.id, { move: `request.${move}`, act }, as)
    if (!said.ok) return said
  }
  const { unchanged, faults } = plan
  return ok({
    told: plan.targets,
    unchanged,
    statements: plan.parts.length,
    faults: faults.slice(0, SHOWN),
    faultCount: faults.length,
  })
}
