/** Whether the node answers, and how its clock differs from this machine's. */
export interface Connection {
  /** Milliseconds since 1970 by the node's clock when the first question went unanswered. */
  readonly lostSince: number | null
  /** When the node last answered. */
  readonly heard: number
  /** Until when the node wants to be asked nothing more than people ask; null when it does not. */
  readonly busyUntil: number | null
}

let state: Connection = { lostSince: null, heard: Date.now(), busyUntil: null }
let skew = 0

/** How soon a page asks again, however soon it may. */
const SOONEST_MS = 3_000
const listeners = new Set<() => void>()

/** The node's time: what every clock on the page counts by. */
export function nodeNow(): number {
  return Date.now() + skew
}

/** Called with every answer: it carries the node's clock. */
export function heardFrom(response: Response): void {
  const date = Date.parse(response.headers.get('date') ?? '')
  // The header has whole seconds: a smaller difference says nothing.
  if (!Number.isNaN(date)) skew = Math.abs(date - Date.now()) < 2000 ? 0 : date - Date.now()
  set({ ...state, lostSince: null, heard: nodeNow() })
}

/** Called when a question got no answer at all. */
export function notHeard(): void {
  if (state.lostSince === null) set({ ...state, lostSince: nodeNow() })
}

/** Called when too much was asked; the page asks nothing by itself until then. */
export function askedToWait(until: number): void {
  // Who says "at once" is given time even so.
  const soonest = nodeNow() + SOONEST_MS
  set({ ...state, busyUntil: Math.max(until, soonest, state.busyUntil ?? 0) })
}

/** Called when the time is over. */
export function waited(): void {
  set({ ...state, busyUntil: null })
}

function set(next: Connection): void {
  const changed = next.lostSince !== state.lostSince || next.busyUntil !== state.busyUntil
  state = next
  if (changed) for (const listener of listeners) listener()
}

/** For `useSyncExternalStore`. */
export function onConnection(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The connection as it is. */
export function connection(): Connection {
  return state
}
