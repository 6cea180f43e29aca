import type { ObjectPage } from '@concert/taxii'
import type { Reader } from '../store/store.ts'
import { clearedPage } from './cleared-page.ts'
import { type Clearance, seesEverything } from './consumer.ts'
import { entriesSql, type PageScope, packedSql } from './page-sql.ts'

/** How pages are made where there is no pack. */
export interface PageWays {
  page(scope: PageScope): Promise<ObjectPage>
  /** How many objects there are, up to one more than the limit. */
  count(scope: PageScope): Promise<number>
}

/** The ways for a clearance: stored bytes as they are, or what may be seen of them. */
export function waysFor(reader: Reader, clearance: Clearance): PageWays {
  return seesEverything(clearance) ? openWays(reader) : clearedWays(reader)
}

/** Objects are put together by the database. */
function openWays(reader: Reader): PageWays {
  return {
    async page(scope) {
      const [row] = await reader.query(packedSql(reader.engine, scope))
      const { found = 0, count = 0, first, last, body } = row ?? {}
      const ends = { first: first ?? 0, last: last ?? 0, more: found > count }
      return { ...ends, count, body: body ?? new Uint8Array() }
    },
    async count(scope) {
      return (await reader.query(entriesSql(scope))).length
    },
  }
}

function clearedWays(reader: Reader): PageWays {
  return {
    async page(scope) {
      const { shown, more, last } = await clearedPage(reader, scope)
      const parts = shown.flatMap(({ body }, at) => (at === 0 ? [body] : [COMMA, body]))
      const first = shown[0]?.entry.added ?? 0
      return { first, last, more, count: shown.length, body: Buffer.concat(parts) }
    },
    async count(scope) {
      const { shown, more } = await clearedPage(reader, scope)
      return more ? scope.query.limit + 1 : shown.length
    },
  }
}

const COMMA = Buffer.from(',')
