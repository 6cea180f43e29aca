import type { PlanStep } from '../../api/operation-answers.ts'

/** Steps in layers: each comes after everything it waits for, as the board shows them. */
export function layersOf(steps: readonly PlanStep[]): readonly (readonly PlanStep[])[] {
  const layers: PlanStep[][] = []
  const done = new Set<string>()
  let left = [...steps]
  for (;;) {
    const layer = left.filter(({ after }) => after.every((id) => done.has(id)))
    if (layer.length === 0) return left.length === 0 ? layers : [...layers, left]
    layers.push(layer)
    for (const { id } of layer) done.add(id)
    left = left.filter((step) => !layer.includes(step))
  }
}
