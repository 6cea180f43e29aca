import type { Output } from './command.ts'
import { safeText, truncate } from './width.ts'

/** One line of a terminal that is written over; elsewhere nothing is shown. */
export interface Progress {
  /** Shows a text in place of the one before. */
  update(text: string): void
  /** Takes the line away, so that what follows starts on a clean one. */
  clear(): void
}

/** Time between two paintings in milliseconds: more often is not seen, only slow. */
const PAINT_MS = 80

/** Makes a progress line on a terminal. @param now - milliseconds, from any start */
export function createProgress(output: Output, now: () => number): Progress {
  if (output.isTTY !== true) return { update: () => {}, clear: () => {} }
  let painted = Number.NEGATIVE_INFINITY
  let isShown = false
  return {
    update(text) {
      if (now() - painted < PAINT_MS) return
      painted = now()
      isShown = true
      const columns = (output.columns ?? 80) - 1
      output.write(`\r\u001b[2K${truncate(safeText(text), columns)}`)
    },
    clear() {
      if (isShown) output.write('\r\u001b[2K')
      isShown = false
      painted = Number.NEGATIVE_INFINITY
    },
  }
}
