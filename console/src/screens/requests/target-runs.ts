/** A stretch of targets that stand alike: how the protocol says it. */
export interface TargetRun {
  readonly from: number
  readonly count: number
  readonly status: string
  readonly at: string
}

/** Joins neighbours, so that a hundred thousand targets that stand alike are one line. */
export function runsOf(indexes: Iterable<number>, status: string, at: string): TargetRun[] {
  const runs: { from: number; count: number; status: string; at: string }[] = []
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last !== undefined && last.from + last.count === index) last.count++
    else runs.push({ from: index, count: 1, status, at })
  }
  return runs
}
