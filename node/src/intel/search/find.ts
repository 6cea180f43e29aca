import { type Expression, sql } from 'kysely'
import type { Reader } from '../../store/store.ts'
import type { SearchKey } from './keys.ts'
import type { KeyRange, Question } from './question.ts'

/** Where a page begins: behind an object under a key in one step of a question. */
export interface Place {
  readonly step: number
  readonly key: SearchKey
  readonly object: number
}

export const START: Place = { step: 0, key: '', object: 0 }

/** An object under a key. */
export interface Hit {
  readonly key: SearchKey
  readonly object: number
}

/** Hits of one step in the order of (key, object); `next` is null behind the last step. */
export interface Hits {
  readonly hits: readonly Hit[]
  readonly next: Place | null
}

/** The hits of a question behind a place, at most `limit`; fewer do not mean that it is the end. */
export async function hitsBehind(
  reader: Reader,
  question: Question,
  place: Place,
  limit: number,
): Promise<Hits> {
  const { keys, ranges } = question
  const range = ranges[place.step - 1]
  const hits =
    place.step === 0
      ? await hitsOf(reader, question, place, limit, keys)
      : range
        ? await hitsOf(reader, question, place, limit, range)
        : []
  const last = hits.at(-1)
  if (last && hits.length === limit) return { hits, next: { ...place, ...last } }
  const step = place.step + 1
  return { hits, next: step > ranges.length ? null : { ...START, step } }
}

async function hitsOf(
  reader: Reader,
  question: Question,
  place: Place,
  limit: number,
  where: readonly SearchKey[] | KeyRange,
): Promise<readonly Hit[]> {
  if (isKeys(where) && where.length === 0) return []
  let query = reader.db
    .selectFrom('search_keys as k')
    .select(['k.key', 'k.object_id as object'])
    .orderBy('k.key')
    .orderBy('k.object_id')
    .limit(limit)
  query = isKeys(where)
    ? query.where('k.key', 'in', where)
    : query.where('k.key', '>=', where.from).where('k.key', '<', where.to)
  if (place.key !== '') query = query.where(behind(place))
  for (const key of question.also) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('search_keys as a')
          .select('a.object_id')
          .where('a.key', '=', key)
          .whereRef('a.object_id', '=', 'k.object_id'),
      ),
    )
  }
  return await query.execute()
}

function isKeys(where: readonly SearchKey[] | KeyRange): where is readonly SearchKey[] {
  return Array.isArray(where)
}

// A row value: both engines walk the primary key from there.
function behind({ key, object }: Place): Expression<boolean> {
  return sql<boolean>`(k.key, k.object_id) > (${key}, ${object})`
}
