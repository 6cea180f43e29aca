import type { TargetStatus } from './words.ts'

/** Neighbouring targets of which the same was said. */
export interface TargetRun {
  /** Index of the first in the request's list. */
  readonly from: number
  readonly count: number
  readonly status: TargetStatus
  /** When it was observed to be so; null while open. */
  readonly at: string | null
  /** When the asker first saw it; null when not told. */
  readonly seen: string | null
  /** When it was first down; null when it never was. */
  readonly down: string | null
  /** How often it came up again after it had been down. */
  readonly relapses: number
}

/** A change of neighbouring targets, as acts say it. */
export interface TargetChange {
  readonly from: number
  readonly count: number
  readonly status: string
  readonly at: string
}

const IS_DOWN: ReadonlySet<string> = new Set(['down', 'already-down', 'confirmed'])

/** Whether changes rise, do not overlap, and stay below the end. */
export function areOrdered(changes: readonly TargetChange[], end: number): boolean {
  let next = 0
  for (const { from, count } of changes) {
    if (from < next || from + count > end) return false
    next = from + count
  }
  return true
}

/** Applies ordered changes; neighbours of which the same is said become one run. */
export function applyTargets(
  runs: readonly TargetRun[],
  changes: readonly TargetChange[],
): readonly TargetRun[] {
  const out: TargetRun[] = []
  let next = 0
  for (const run of runs) {
    let at = run.from
    const end = run.from + run.count
    while (at < end) {
      let change = changes[next]
      while (change && change.from + change.count <= at) change = changes[++next]
      if (!change || change.from >= end) {
        push(out, { ...run, from: at, count: end - at })
        break
      }
      if (change.from > at) push(out, { ...run, from: at, count: change.from - at })
      const from = Math.max(at, change.from)
      at = Math.min(end, change.from + change.count)
      push(out, changed({ ...run, from, count: at - from }, change))
    }
  }
  return out
}

function changed(run: TargetRun, { status, at }: TargetChange): TargetRun {
  const relapsed = status === 'up' && IS_DOWN.has(run.status)
  return {
    ...run,
    status: status as TargetStatus,
    at,
    down: run.down ?? (IS_DOWN.has(status) ? at : null),
    relapses: run.relapses + (relapsed ? 1 : 0),
  }
}

/** Adds a run at the end, into the last one when it says the same. */
export function push(out: TargetRun[], run: TargetRun): void {
  const last = out.at(-1)
  const isSame =
    last !== undefined &&
    last.from + last.count === run.from &&
    last.status === run.status &&
    last.at === run.at &&
    last.seen === run.seen &&
    last.down === run.down &&
    last.relapses === run.relapses
  if (isSame) out[out.length - 1] = { ...last, count: last.count + run.count }
  else out.push(run)
}

/** How many targets stand how. */
export function countTargets(
  runs: readonly TargetRun[],
): Readonly<Partial<Record<TargetStatus, number>>> {
  const counts: Partial<Record<TargetStatus, number>> = {}
  for (const { status, count } of runs) counts[status] = (counts[status] ?? 0) + count
  return counts
}
