import { type CryptoPort, equalBytes, hex } from '@concert/core'
import {
  type Checkpoint,
  type NoteKey,
  openCheckpoint,
  proveConsistency,
  rootFromTiles,
  type SplitView,
  type TileReader,
  verifyConsistency,
} from '@concert/tlog'

/** A checkpoint of a log as somebody shows it. */
export interface View {
  /** Who shows it: the log itself, a witness, a peer, or what was kept here. */
  readonly source: string
  /** Signed note, attacker-controlled. */
  readonly note: string
}

/** A view whose note the log has signed. */
export interface OpenView extends View {
  readonly checkpoint: Checkpoint
}

/** How views of one log go together. */
export type Comparison =
  /** All are of one history; `newest` is the largest. */
  | { readonly state: 'consistent'; readonly newest: OpenView }
  /** No view was signed by the log. */
  | { readonly state: 'nothing' }
  /** The log has signed two histories. */
  | {
      readonly state: 'split-view'
      readonly split: SplitView
      readonly sources: readonly [string, string]
    }
  /** The log's tiles do not lead from one view to the other: it lies, or withholds. */
  | { readonly state: 'unproven'; readonly first: OpenView; readonly second: OpenView }

/** The views that the log's key has signed; others accuse nobody. */
export async function openViews(
  crypto: CryptoPort,
  log: NoteKey,
  views: readonly View[],
): Promise<readonly OpenView[]> {
  const opened: OpenView[] = []
  for (const view of views) {
    const read = await openCheckpoint(crypto, view.note, { logs: [log], witnesses: [] })
    if (read.ok) opened.push({ ...view, checkpoint: read.value.checkpoint })
  }
  return opened
}

/**
 * Compares signed views of one log. Each must be the beginning of the next larger one, which the
 * log's own tiles have to show.
 *
 * @param tiles - of the log, attacker-controlled
 */
export async function compareViews(
  crypto: CryptoPort,
  views: readonly OpenView[],
  tiles: TileReader,
): Promise<Comparison> {
  const sorted = distinct(views).toSorted((a, b) => a.checkpoint.size - b.checkpoint.size)
  const newest = sorted.at(-1)
  if (!newest) return { state: 'nothing' }
  let doubt: Comparison | undefined
  for (const [i, second] of sorted.entries()) {
    const first = sorted[i - 1]
    const found = first && (await comparePair(crypto, first, second, tiles))
    // A lie between two others is doubted beside the one and proved beside the other.
    if (found?.state === 'split-view') return found
    doubt ??= found
  }
  return doubt ?? { state: 'consistent', newest }
}

/** One view for each size and root. */
function distinct(views: readonly OpenView[]): readonly OpenView[] {
  const known = new Map<string, OpenView>()
  for (const view of views) {
    const { size, root } = view.checkpoint
    const key = `${size} ${hex(root)}`
    if (!known.has(key)) known.set(key, view)
  }
  return [...known.values()]
}

async function comparePair(
  { sha256 }: CryptoPort,
  first: OpenView,
  second: OpenView,
  tiles: TileReader,
): Promise<Comparison | undefined> {
  const [old, next] = [first.checkpoint, second.checkpoint]
  const split = (path: SplitView['path']): Comparison => ({
    state: 'split-view',
    split: { smaller: first.note, larger: second.note, path },
    sources: [first.source, second.source],
  })
  if (old.size === next.size) return split(null)
  if (old.size === 0) {
    return verifyConsistency(sha256, old, next, []) ? undefined : split(null)
  }
  const hashes = await proveConsistency(sha256, tiles, old.size, next.size)
  if (!hashes.ok) return { state: 'unproven', first, second }
  if (verifyConsistency(sha256, old, next, hashes.value)) return undefined
  const root = await rootFromTiles(sha256, tiles, old.size)
  if (!root.ok || equalBytes(root.value, old.root)) return { state: 'unproven', first, second }
  const real = { size: old.size, root: root.value }
  return verifyConsistency(sha256, real, next, hashes.value)
    ? split({ root: root.value, hashes: hashes.value })
    : { state: 'unproven', first, second }
}
