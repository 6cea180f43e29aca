import type { Relations } from '../../api/intel-answers.ts'

/** Where things stand, in the graph's own units: from left to right, as one reads. */
export type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>

const ROW = 44
const COLUMN = 260
const FIRST = 420
/** Rows of a column when there is much to show. */
const FEWEST_ROWS = 8

/**
 * The centre at the left, what is around it in columns at its right, things of a kind together.
 * Reckoned, not simulated: two thousand things stand at once, and stand still.
 */
export function placesOf({ nodes }: Relations, center: string): Places {
  const others = nodes
    .filter(({ stixId }) => stixId !== center)
    .toSorted((a, b) => order(a.type, b.type) || order(a.name, b.name))
  const rows = Math.max(FEWEST_ROWS, Math.ceil(Math.sqrt(others.length * 4)))
  const places = new Map([[center, { x: 0, y: 0 }]])
  for (const [at, { stixId }] of others.entries()) {
    const column = Math.floor(at / rows)
    const inColumn = Math.min(rows, others.length - column * rows)
    const y = ((at % rows) - (inColumn - 1) / 2) * ROW
    places.set(stixId, { x: FIRST + column * COLUMN, y })
  }
  return places
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
