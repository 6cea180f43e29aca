import type { OperationPlan, PlanStep } from './acts.ts'

/** What can be wrong with a plan whose form is right, with the place. */
export interface PlanFault {
  readonly code: 'step-twice' | 'step-unknown' | 'step-party' | 'step-cycle'
  readonly at: string
}

/** Every fault of a plan: steps named twice, unknown prerequisites, unknown parties, circles. */
export function planFaults({ steps }: OperationPlan, parties: number): readonly PlanFault[] {
  const faults: PlanFault[] = []
  const known = new Set<string>()
  for (const [i, { id, party }] of steps.entries()) {
    if (known.has(id)) faults.push({ code: 'step-twice', at: `steps[${i}].id` })
    if (party >= parties) faults.push({ code: 'step-party', at: `steps[${i}].party` })
    known.add(id)
  }
  for (const [i, { after }] of steps.entries()) {
    for (const [j, id] of after.entries()) {
      if (!known.has(id)) faults.push({ code: 'step-unknown', at: `steps[${i}].after[${j}]` })
    }
  }
  if (faults.length > 0) return faults
  const placed = new Set(planLayers(steps).flatMap((layer) => layer.map(({ id }) => id)))
  for (const [i, { id }] of steps.entries()) {
    if (!placed.has(id)) faults.push({ code: 'step-cycle', at: `steps[${i}].after` })
  }
  return faults
}

/** Steps in layers: each comes after everything it waits for. What stands in a circle is left out. */
export function planLayers(steps: readonly PlanStep[]): readonly (readonly PlanStep[])[] {
  const layers: PlanStep[][] = []
  const done = new Set<string>()
  let left = [...steps]
  for (;;) {
    const layer = left.filter(({ after }) => after.every((id) => done.has(id)))
    if (layer.length === 0) return layers
    layers.push(layer)
    for (const { id } of layer) done.add(id)
    left = left.filter((step) => !layer.includes(step))
  }
}
