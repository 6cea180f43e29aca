import { COMPACT, type CompactState, Thread, type ThreadStatement } from '@concert/threads'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'

/** Most threads that are kept folded; the one opened longest ago makes room. */
const KEPT = 1000

/** What tells one set of a thread's statements from another: they only ever become more. */
interface Extent {
  readonly count: number
  readonly newest: number
  readonly sum: number
}

interface Kept {
  readonly thread: Thread<CompactState>
  readonly extent: Extent
}

/** Reads the statements of a thread that were admitted, those after a row in the order they came. */
export type ThreadReading = (
  reader: Pick<Reader, 'db'>,
  root: string,
  after?: number,
) => Promise<readonly ThreadStatement[]>

/**
 * Compacts' threads as they were folded last: what a thread has gained since costs one step each,
 * and nothing is parsed twice. Only what has been committed is kept.
 */
export class FoldedThreads {
  readonly #committed: Pick<Reader, 'db'>
  readonly #read: ThreadReading
  readonly #kept = new Map<string, Kept>()

  /** @param committed - the reader that sees no transaction's own writes */
  constructor(committed: Pick<Reader, 'db'>, read: ThreadReading) {
    this.#committed = committed
    this.#read = read
  }

  /** The thread with a root, as a reader sees it; undefined when it opens no compact. */
  async open(reader: Pick<Reader, 'db'>, root: string): Promise<Thread<CompactState> | undefined> {
    const extent = await extentOf(reader, root)
    const kept = this.#kept.get(root)
    if (kept && isSame(kept.extent, extent)) return kept.thread
    // A transaction that has said something in the thread itself may yet be rolled back.
    if (reader.db !== this.#committed.db) return folded(root, await this.#read(reader, root))
    const later = kept ? await this.#read(reader, root, kept.extent.newest) : []
    if (kept && kept.extent.count + later.length === extent.count) {
      for (const statement of later) kept.thread.add(statement)
      return this.#keep(root, { thread: kept.thread, extent })
    }
    const thread = folded(root, await this.#read(reader, root))
    return thread && this.#keep(root, { thread, extent })
  }

  #keep(root: string, kept: Kept): Thread<CompactState> {
    this.#kept.delete(root)
    this.#kept.set(root, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return kept.thread
  }
}

function folded(
  root: string,
  statements: readonly ThreadStatement[],
): Thread<CompactState> | undefined {
  const first = statements.find((statement) => statement.digest === root)
  return first && Thread.open(COMPACT, first, statements)
}

async function extentOf({ db }: Pick<Reader, 'db'>, root: string): Promise<Extent> {
  const row = await db
    .selectFrom('statements')
    .select((select) => [
      select.fn.countAll<number | string>().as('count'),
      select.fn.max('id').as('newest'),
      select.fn.sum<number | string | null>('id').as('sum'),
    ])
    .where('thread', '=', bytesOf(root))
    .where('refused', 'is', null)
    .executeTakeFirst()
  return {
    count: Number(row?.count ?? 0),
    newest: Number(row?.newest ?? 0),
    sum: Number(row?.sum ?? 0),
  }
}

function isSame(a: Extent, b: Extent): boolean {
  return a.count === b.count && a.newest === b.newest && a.sum === b.sum
}
