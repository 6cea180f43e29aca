/**
 * What can be wrong with a stored log.
 *
 * - `tile`, `bundle`: a tile of hashes or a bundle of entries is missing or holds other bytes
 * - `tile-stray`: a tile beyond the tree, or longer than the tree needs
 * - `leaf`: the index does not say where an entry of the tree stands, or says something else
 * - `leaf-stray`: the index names a place beyond the tree
 * - `entries-lost`: neither bundle nor index knows what stood there
 * - `root`: the entries do not lead to the signed root
 * - `state`: the row with size and root contradicts the signed checkpoint, or is missing
 * - `checkpoint`: the newest checkpoint is not one that our log key has signed
 * - `witnessed`, `cosignature`: a kept cosignature does not verify, or is for another tree
 * - `watermark`: the record of the newest released checkpoint is missing, or of another tree
 * - `rolled-back`: a larger tree than this one has been released
 * - `witness-mark`: the record of what was cosigned for others is missing, or ahead
 * - `envelope-leaf`, `receipt-leaf`: an envelope or a receipt is not in the log, or under a leaf
 *   that does not open to it
 */
export type ProblemCode =
  | 'tile'
  | 'bundle'
  | 'tile-stray'
  | 'leaf'
  | 'leaf-stray'
  | 'entries-lost'
  | 'root'
  | 'state'
  | 'checkpoint'
  | 'witnessed'
  | 'cosignature'
  | 'watermark'
  | 'rolled-back'
  | 'witness-mark'
  | 'envelope-leaf'
  | 'receipt-leaf'

/** Something that is wrong. */
export interface Problem {
  readonly code: ProblemCode
  /** Which tile, index, size, witness or envelope. */
  readonly at: string
}

/** Problems that `concert log repair` can put right from what else there is. */
export const REPAIRABLE: ReadonlySet<ProblemCode> = new Set([
  'tile',
  'bundle',
  'tile-stray',
  'leaf',
  'leaf-stray',
  'state',
  'checkpoint',
  'witnessed',
  'cosignature',
])

const MOST_LISTED = 200

/** Problems as they are found: all are counted, the first are listed. */
export class Problems {
  readonly #listed: Problem[] = []
  #count = 0

  constructor(listed: readonly Problem[] = [], count: number = listed.length) {
    this.#listed.push(...listed)
    this.#count = count
  }

  add(code: ProblemCode, at: string): void {
    this.#count++
    if (this.#listed.length < MOST_LISTED) this.#listed.push({ code, at })
  }

  get listed(): readonly Problem[] {
    return this.#listed
  }

  get count(): number {
    return this.#count
  }
}
