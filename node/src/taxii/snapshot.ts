import { sql } from 'kysely'
import type { CountedStore } from '../store/count-commits.ts'
import { type KnownTokens, readTokens } from './tokens.ts'
import type { ViewDefinition } from './view-definition.ts'

/** A collection as requests need it. */
export interface KnownCollection {
  readonly row: number
  readonly id: string
  readonly alias: string | undefined
  readonly title: { readonly en: string; readonly zh: string }
  readonly description: { readonly en: string; readonly zh: string }
  readonly view: ViewDefinition
  readonly readable: boolean
  readonly writable: boolean
  readonly lastAdded: number
  readonly changes: number
  readonly objectCursor: number
  readonly statementCursor: number
}

/** Whether a collection is the one of this id or alias. */
export function named(name: string): (collection: KnownCollection) => boolean {
  return ({ id, alias }) => id === name || alias === name
}

/** What the server knows without asking the database. */
export interface Snapshot {
  readonly tokens: KnownTokens
  readonly collections: readonly KnownCollection[]
  /** Moves with whatever the node gets or takes back. */
  readonly world: string
  /** Newest ids given out: whoever is behind them has something to look at. */
  readonly objects: number
  readonly statements: number
}

/**
 * Keeps what every request needs in memory. On SQLite all that writes is this process, so it counts
 * its own commits; on PostgreSQL others write, too, and one small query tells.
 */
export class Snapshots {
  readonly #store: CountedStore
  #seen = -1
  #marks = ''
  #reading: Promise<Snapshot> | undefined
  #current: Snapshot | undefined

  constructor(store: CountedStore) {
    this.#store = store
  }

  async current(): Promise<Snapshot> {
    const { commits } = this.#store
    if (this.#current && this.#store.engine === 'sqlite' && commits === this.#seen) {
      return this.#current
    }
    this.#reading ??= this.#read(commits).finally(() => {
      this.#reading = undefined
    })
    return await this.#reading
  }

  async #read(commits: number): Promise<Snapshot> {
    const marks = await readMarks(this.#store)
    const world = JSON.stringify(marks)
    if (this.#current === undefined || world !== this.#marks) {
      const tokens = await readTokens(this.#store.read)
      const collections = await readCollections(this.#store)
      const objects = marks['ids:objects'] ?? 0
      const statements = marks['ids:statements'] ?? 0
      this.#current = { tokens, collections, world, objects, statements }
      this.#marks = world
    }
    this.#seen = commits
    return this.#current
  }
}

const MARKS = ['ids:objects', 'ids:statements', 'taxii:changes']

async function readMarks(store: CountedStore): Promise<Readonly<Record<string, number>>> {
  const rows = await store.read.query(
    sql<{ name: string; value: string }>`
      select name, value from node_state where name in (${sql.join(MARKS)}) order by name`,
  )
  return Object.fromEntries(rows.map(({ name, value }) => [name, Number(value)]))
}

async function readCollections(store: CountedStore): Promise<readonly KnownCollection[]> {
  const rows = await store.read.db
    .selectFrom('taxii_collections')
    .selectAll()
    .orderBy('uuid')
    .execute()
  return rows.map((row) => ({
    row: row.id,
    id: row.uuid,
    alias: row.alias ?? undefined,
    title: JSON.parse(row.title),
    description: JSON.parse(row.description),
    view: JSON.parse(row.definition),
    readable: row.readable === 1,
    writable: row.writable === 1,
    lastAdded: row.last_added,
    changes: row.changes,
    objectCursor: row.object_cursor,
    statementCursor: row.statement_cursor,
  }))
}
