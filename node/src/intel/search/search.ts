import type { Reader } from '../../store/store.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { type Facets, facetsOf, totals } from './facets.ts'
import { type Hit, hitsBehind, type Place, START } from './find.ts'
import { keysOfObject } from './object-keys.ts'
import { type Question, type QuestionKind, readQuestion, readWords } from './question.ts'
import { COLUMNS, rowOf, type SearchFilter, type SearchRow, shown } from './rows.ts'
import { withoutTranslations } from './translations.ts'

/** A search as it is asked for. */
export interface SearchOrder extends SearchFilter {
  /** What somebody typed, whole or not yet. */
  readonly q: string
  /** `next` of the page before. */
  readonly cursor?: string
  /** 1 to 100. */
  readonly limit?: number
}

/** A page of what was found. */
export interface SearchPage {
  readonly kind: QuestionKind
  readonly spelling: string
  readonly rows: readonly SearchRow[]
  /** What to ask for next; null at the end. A page may be empty and not be the last. */
  readonly next: string | null
  /** Of the first page only. */
  readonly facets: Facets | null
}

/** Keys looked at for one page; filters that let little through are paged through. */
const MOST_LOOKED_AT = 5000
/** Keys read at once: their objects are read whole. */
const STEP = 200

/** Answers a search. A value that nothing has is looked for as words. */
export async function search(reader: Reader, order: SearchOrder): Promise<SearchPage | undefined> {
  const asked = readQuestion(order.q)
  const place = order.cursor === undefined ? { ...START, isWords: false } : readCursor(order.cursor)
  if (place === undefined) return undefined
  const isWords = place.isWords
  const page = await answer(reader, isWords ? readWords(order.q) : asked, place, order, isWords)
  const canBeWords = !isWords && asked.kind !== 'words' && asked.kind !== 'all'
  if (page.rows.length > 0 || page.next !== null || !canBeWords || order.cursor !== undefined) {
    return page
  }
  const words = await answer(reader, readWords(order.q), START, order, true)
  return words.rows.length > 0 ? words : page
}

async function answer(
  reader: Reader,
  question: Question,
  place: Place,
  order: SearchOrder,
  isWords: boolean,
): Promise<SearchPage> {
  const { kind, spelling } = question
  const found =
    kind === 'all' || kind === 'id'
      ? await newestFirst(reader, question, place, order)
      : await byKeys(reader, question, place, order)
  const isFirst = order.cursor === undefined
  const facets = !isFirst
    ? null
    : kind === 'all'
      ? await totals(reader, order.cleared)
      : await facetsOf(reader, question, order.cleared)
  const rows = await withoutTranslations(reader, found.rows, order)
  return { kind, spelling, rows, next: found.next && writeCursor(found.next, isWords), facets }
}

interface Found {
  readonly rows: readonly SearchRow[]
  readonly next: Place | null
}

/** Everything, or all versions of one id: newest first. */
async function newestFirst(
  reader: Reader,
  question: Question,
  place: Place,
  order: SearchOrder,
): Promise<Found> {
  const limit = order.limit ?? 50
  let query = reader.db
    .selectFrom('objects')
    .select(COLUMNS)
    .where(shown(order))
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (question.kind === 'id') query = query.where('stix_id', '=', question.spelling)
  // What is looked at is bounded: a filter that lets nothing through costs as much as one page.
  else query = query.where('id', '>', await lowestOf(reader, place))
  if (place.object > 0) query = query.where('id', '<', place.object)
  const rows = (await query.execute()).map(rowOf)
  const last = rows[limit - 1]
  if (rows.length > limit && last) {
    return { rows: rows.slice(0, limit), next: { ...START, object: last.id } }
  }
  const lowest = question.kind === 'id' ? 0 : await lowestOf(reader, place)
  return { rows, next: lowest > 0 ? { ...START, object: lowest + 1 } : null }
}

/** Objects looked at for one page of everything. */
const WINDOW = 20_000

async function lowestOf(reader: Reader, place: Place): Promise<number> {
  if (place.object > 0) return Math.max(0, place.object - 1 - WINDOW)
  const newest = await reader.db
    .selectFrom('objects')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return Math.max(0, (newest?.id ?? 0) - WINDOW)
}

async function byKeys(
  reader: Reader,
  question: Question,
  from: Place,
  order: SearchOrder,
): Promise<Found> {
  const limit = order.limit ?? 50
  const rows: SearchRow[] = []
  let place: Place | null = from
  for (let looked = 0; place !== null && looked < MOST_LOOKED_AT; ) {
    const at: Place = place
    const { hits, next } = await hitsBehind(reader, question, at, STEP)
    looked += Math.max(hits.length, 1)
    const objects = await objectsOf(reader, hits, order)
    for (const hit of hits) {
      const row = objects.get(hit.object)
      if (!row || !answers(row, hit, question) || rows.some(({ id }) => id === row.id)) continue
      rows.push(row)
      if (rows.length === limit) return { rows, next: { step: at.step, ...hit } }
    }
    place = next
  }
  return { rows, next: place }
}

async function objectsOf(
  reader: Reader,
  hits: readonly Hit[],
  order: SearchOrder,
): Promise<ReadonlyMap<number, SearchRow>> {
  if (hits.length === 0) return new Map()
  const ids = [...new Set(hits.map(({ object }) => object))]
  const rows = await reader.db
    .selectFrom('objects')
    .select(COLUMNS)
    .where('id', 'in', ids)
    .where(shown(order))
    .execute()
  return new Map(rows.map((row) => [row.id, rowOf(row)]))
}

/** Whether an object is found under this key and no earlier one, and has what it must have besides. */
function answers(row: SearchRow, hit: Hit, { ranges, alsoBegins }: Question): boolean {
  if (ranges.length === 0 && alsoBegins === null) return true
  const keys = keysOfObject(row.object)
  if (alsoBegins !== null && !keys.some((key) => key.startsWith(alsoBegins))) return false
  const range = ranges.find(({ from, to }) => hit.key >= from && hit.key < to)
  return !range || !keys.some((key) => key >= range.from && key < hit.key)
}
