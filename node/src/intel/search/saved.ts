import { ok, type Result, refuse } from '@concert/core'
import type { Store } from '../../store/store.ts'
import type { SearchOrder } from './search.ts'

/** A query that somebody keeps under a name. */
export interface SavedSearch {
  readonly id: number
  readonly name: string
  readonly query: Omit<SearchOrder, 'cursor' | 'cleared'>
  /** Milliseconds since 1970 UTC. */
  readonly created: number
}

/** Kept by one person. */
const MOST = 200

/** The queries of one person, by name. */
export async function savedSearches(store: Store, owner: string): Promise<readonly SavedSearch[]> {
  const rows = await store.read.db
    .selectFrom('saved_searches')
    .select(['id', 'name', 'query', 'created'])
    .where('owner', '=', owner)
    .orderBy('name')
    .execute()
  return rows.map(({ query, ...row }) => ({ ...row, query: JSON.parse(query) }))
}

/** Keeps a query; one of the same name is replaced. */
export async function saveSearch(
  store: Store,
  owner: string,
  { name, query, now }: Pick<SavedSearch, 'name' | 'query'> & { readonly now: number },
): Promise<Result<{ readonly id: number }, 'too-many'>> {
  const text = JSON.stringify(query)
  return await store.transact(async (tx) => {
    await tx.lock(`saved-searches ${owner}`)
    const others = await tx.db
      .selectFrom('saved_searches')
      .select(({ fn }) => fn.countAll<number | string>().as('count'))
      .where('owner', '=', owner)
      .where('name', '<>', name)
      .executeTakeFirstOrThrow()
    if (Number(others.count) >= MOST) return refuse('too-many', 'name')
    const row = await tx.db
      .insertInto('saved_searches')
      .values({ owner, name, query: text, created: now })
      .onConflict((conflict) => conflict.columns(['owner', 'name']).doUpdateSet({ query: text }))
      .returning('id')
      .executeTakeFirstOrThrow()
    return ok({ id: row.id })
  })
}

/** @returns whether there was one */
export async function removeSearch(store: Store, owner: string, id: number): Promise<boolean> {
  return await store.transact(async (tx) => {
    const gone = await tx.db
      .deleteFrom('saved_searches')
      .where('owner', '=', owner)
      .where('id', '=', id)
      .returning('id')
      .execute()
    return gone.length > 0
  })
}
