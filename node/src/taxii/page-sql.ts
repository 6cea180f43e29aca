import type { PageQuery } from '@concert/taxii'
import { type RawBuilder, sql } from 'kysely'
import type { Engine } from '../store/store.ts'
import type { Clearance } from './consumer.ts'

/** Which entries of a collection a page may show. */
export interface PageScope {
  readonly collection: number
  readonly consumer: Clearance
  readonly query: PageQuery
  /** The last time of adding that the page may show. */
  readonly upTo?: number | undefined
}

/** An entry without its object. */
export interface EntryRow {
  readonly added: number
  readonly object_id: number
  readonly stix_id: string
  readonly version: string
}

/** A page whose objects were put together by the database. */
export interface PackedRow {
  /** One more than the limit when others come after. */
  readonly found: number
  readonly count: number
  readonly first: number | null
  readonly last: number | null
  readonly body: Uint8Array | null
}

type Condition = RawBuilder<unknown>

/** The entries of a page and one more, in the order of their times of adding. */
export function entriesSql(scope: PageScope): RawBuilder<EntryRow> {
  const { collection, query, upTo } = scope
  const end = upTo === undefined ? sql`` : sql` and e.added <= ${upTo}`
  return sql<EntryRow>`select e.added, e.object_id, e.stix_id, e.version from taxii_entries e
    where e.collection = ${collection} and e.added > ${query.from}${end}${conditions(scope)}
    order by e.added limit ${sql.lit(query.limit + 1)}`
}

/** The objects of a page as one text with commas, in one statement. */
export function packedSql(engine: Engine, scope: PageScope): RawBuilder<PackedRow> {
  const body =
    engine === 'sqlite'
      ? sql`cast(group_concat(cast(o.body as text), ',') as blob)`
      : sql`string_agg(o.body, ','::bytea order by q.added)`
  return sql<PackedRow>`with p as (${entriesSql(scope)}),
    q as (select added, object_id from p order by added limit ${sql.lit(scope.query.limit)})
    select (select count(*) from p) as found, count(*) as count,
      min(q.added) as first, max(q.added) as last, ${body} as body
    from q cross join objects o where o.id = q.object_id`
}

function conditions({ collection, consumer, query }: PageScope): Condition {
  const parts: Condition[] = [...seenBy(sql.raw('e'), consumer)]
  if (query.ids) parts.push(sql` and e.stix_id in (${sql.join(query.ids)})`)
  if (query.types) parts.push(sql` and e.type in (${sql.join(query.types)})`)
  const { versions } = query
  if (versions.all) return sql.join(parts, sql.raw(''))
  const kinds: Condition[] = []
  if (versions.last) kinds.push(noOther('>', collection, consumer, query.addedAfter))
  if (versions.first) kinds.push(noOther('<', collection, consumer, query.addedAfter))
  if (versions.values.length > 0) {
    kinds.push(sql`e.version_order in (${sql.join(versions.values)})`)
  }
  parts.push(sql` and (${sql.join(kinds, sql.raw(' or '))})`)
  return sql.join(parts, sql.raw(''))
}

/** Versions are compared among those that this very consumer sees, later than `added_after`. */
function noOther(
  order: '<' | '>',
  collection: number,
  consumer: PageScope['consumer'],
  addedAfter: number,
): Condition {
  return sql`e.alone = 1 or not exists (select 1 from taxii_entries n
    where n.collection = ${collection} and n.stix_id = e.stix_id
      and n.version_order ${sql.raw(order)} e.version_order
      and n.added > ${addedAfter}${sql.join(seenBy(sql.raw('n'), consumer), sql.raw(''))})`
}

/** What an entry must meet to be there for a clearance, each beginning with `and`. */
export function seenBy(table: Condition, { level, outside }: Clearance): Condition[] {
  const parts: Condition[] = []
  if (level < 4) parts.push(sql` and ${table}.level <= ${level}`)
  if (outside) parts.push(sql` and ${table}.outside = 1`)
  return parts
}
