import type { Reader } from '../../store/store.ts'
import { hitsBehind, type Place, START } from './find.ts'
import type { Question } from './question.ts'
import { shown } from './rows.ts'

/** How many objects were found of each kind, whatever the filters. */
export interface Facets {
  readonly type: Readonly<Record<string, number>>
  readonly tlp: Readonly<Record<string, number>>
  readonly source: Readonly<Record<string, number>>
  readonly objects: number
  /** Whether there are more than were counted. */
  readonly isPart: boolean
}

/** Hits counted for the facets of one search. */
const COUNTED = 1000

interface Group {
  readonly type: string
  readonly tlp: string
  readonly source: string
  readonly objects: number
}

/** Of everything, as the index has counted it. */
export async function totals(
  reader: Reader,
  cleared: readonly string[] | undefined,
): Promise<Facets> {
  let query = reader.db.selectFrom('search_counts').selectAll()
  if (cleared) query = query.where('tlp', 'in', cleared)
  const groups = await query.execute()
  return sums(groups, false)
}

/** Of what a question finds, up to a bound. */
export async function facetsOf(
  reader: Reader,
  question: Question,
  cleared: readonly string[] | undefined,
): Promise<Facets> {
  const ids = new Set<number>()
  let place: Place | null = START
  if (question.kind === 'id') place = null
  while (place !== null && ids.size < COUNTED) {
    const { hits, next } = await hitsBehind(reader, question, place, COUNTED)
    for (const { object } of hits) ids.add(object)
    place = next
  }
  const groups: Group[] = []
  const all = [...ids]
  for (let at = 0; at < all.length; at += 1000) {
    const rows = await reader.db
      .selectFrom('objects')
      .select(['type', 'tlp', 'source'])
      .select((select) => select.fn.countAll<number | string>().as('objects'))
      .where('id', 'in', all.slice(at, at + 1000))
      .where(shown(cleared ? { cleared } : {}))
      .groupBy(['type', 'tlp', 'source'])
      .execute()
    groups.push(...rows.map((row) => ({ ...row, objects: Number(row.objects) })))
  }
  return sums(groups, place !== null)
}

function sums(groups: readonly Group[], isPart: boolean): Facets {
  const of = (name: 'type' | 'tlp' | 'source') => {
    const counts: Record<string, number> = {}
    for (const group of groups) counts[group[name]] = (counts[group[name]] ?? 0) + group.objects
    return counts
  }
  const objects = groups.reduce((sum, group) => sum + group.objects, 0)
  return { type: of('type'), tlp: of('tlp'), source: of('source'), objects, isPart }
}
