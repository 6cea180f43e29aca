import { hex } from '@concert/core'
import type { Transaction } from '../../store/store.ts'
import { decodePlaces } from './places.ts'

const DAY_MS = 86_400_000
/** What one transaction deletes and looks at, at most: it holds up whoever else writes. */
const OBJECTS = 100
const BYTES = 4 << 20
const LOOKED_AT = 2000
const STATEMENTS = 50
const PAGE = 250
/** Ways in which one statement came that are read at once. */
const WAYS = 50

/** Days by version, in hex: as {@link retentionDays} tells them. */
export type DaysByVersion = ReadonlyMap<string, number>

/** How far a statement has been gone through that is too long for one transaction. */
export interface Passed {
  readonly statement: number
  readonly received: number
  readonly via: string
  readonly position: number
}

/** What of a version is to be looked for. */
export interface ScanOrder {
  /** Digest of the version. */
  readonly version: Uint8Array
  readonly days: DaysByVersion
  /** Milliseconds since 1970 UTC. */
  readonly now: number
  readonly passed: Passed | undefined
  /** The last object that the search index holds: what it does not hold yet waits. */
  readonly indexed: number
}

/** A statement as it came in one way. */
export interface Way {
  readonly compact: Uint8Array
  readonly received: number
  readonly statement_id: number
  readonly via: string
  readonly places: Uint8Array | null
}

/** An item whose time is over. */
export interface DueItem {
  readonly id: number
  readonly position: number
  readonly salt: Uint8Array
  readonly bytes: number
  readonly way: Way
}

/** What was found: in the bounds of one transaction. */
export interface Scanned {
  readonly items: readonly DueItem[]
  /** Ways that keep nothing any more. */
  readonly over: readonly Way[]
  readonly passed: Passed | undefined
  /** Whether something is due that can't be deleted yet. */
  readonly waits: boolean
}

/**
 * Looks for what is due under a version, the oldest first. An item is due when no way in which it
 * came keeps it any longer.
 */
export async function scanDue(tx: Transaction, order: ScanOrder): Promise<Scanned> {
  const items: DueItem[] = []
  const over: Way[] = []
  let [bytes, looked] = [0, 0]
  for (const way of await dueWays(tx, order)) {
    const kept = await keptLonger(tx, order, way)
    let after = startOf(order.passed, way)
    for (;;) {
      const page = await nextItems(tx, way, after)
      for (const item of page.items) {
        const isFull = items.length === OBJECTS || (items.length > 0 && bytes + item.bytes > BYTES)
        if (isFull || looked === LOOKED_AT) {
          return { items, over, passed: passedAt(way, after), waits: false }
        }
        if (item.id > order.indexed) {
          return { items, over, passed: passedAt(way, after), waits: true }
        }
        after = item.position
        looked++
        if (kept === 'all' || kept.has(item.position)) continue
        items.push({ ...item, way })
        bytes += item.bytes
      }
      if (page.end) break
      after = page.last
    }
    over.push(way)
  }
  return { items, over, passed: undefined, waits: false }
}

function dueWays(tx: Transaction, { version, days, now }: ScanOrder): Promise<readonly Way[]> {
  return tx.db
    .selectFrom('kept_statements')
    .select(['compact', 'received', 'statement_id', 'via', 'places'])
    .where('compact', '=', version)
    .where('received', '<=', now - (days.get(hex(version)) ?? Infinity) * DAY_MS)
    .orderBy('received')
    .orderBy('statement_id')
    .orderBy('via')
    .limit(STATEMENTS)
    .execute()
}

function startOf(passed: Passed | undefined, { statement_id, received, via }: Way): number {
  const isSame =
    passed?.statement === statement_id && passed.received === received && passed.via === via
  return isSame ? passed.position : -1
}

function passedAt({ statement_id, received, via }: Way, position: number): Passed {
  return { statement: statement_id, received, via, position }
}

/** Positions that other ways keep longer. */
async function keptLonger(
  tx: Transaction,
  { days, now }: ScanOrder,
  way: Way,
): Promise<'all' | ReadonlySet<number>> {
  const kept = new Set<number>()
  for (let offset = 0; ; offset += WAYS) {
    const page = await tx.db
      .selectFrom('kept_statements')
      .select(['compact', 'received', 'statement_id', 'via', 'places'])
      .where('statement_id', '=', way.statement_id)
      .orderBy('received', 'desc')
      .orderBy('compact')
      .orderBy('via')
      .limit(WAYS)
      .offset(offset)
      .execute()
    for (const other of page) {
      // Of a version that is not known the days aren't either: it keeps what it brought.
      const until = other.received + (days.get(hex(other.compact)) ?? Infinity) * DAY_MS
      if (until <= now) continue
      if (other.places === null) return 'all'
      for (const position of decodePlaces(other.places)) kept.add(position)
    }
    if (page.length < WAYS) return kept
  }
}

interface ItemPage {
  readonly items: readonly Omit<DueItem, 'way'>[]
  /** The last position that was looked at. */
  readonly last: number
  readonly end: boolean
}

/** The next items of a way whose objects are here, behind a position. */
async function nextItems(tx: Transaction, way: Way, after: number): Promise<ItemPage> {
  const { places, statement_id } = way
  const rest = places && decodePlaces(places).filter((position) => position > after)
  const named = rest?.toSorted((a, b) => a - b).slice(0, PAGE)
  if (named?.length === 0) return { items: [], last: after, end: true }
  let query = tx.db
    .selectFrom('items')
    .innerJoin('objects', 'objects.id', 'items.object_id')
    .select(['objects.id', 'items.position', 'items.salt'])
    .select((select) => select.fn<number | string>('length', ['objects.body']).as('bytes'))
    .where('items.statement_id', '=', statement_id)
    .where('items.position', '>', after)
    .orderBy('items.position')
    .limit(PAGE)
  if (named) query = query.where('items.position', 'in', named)
  const rows = await query.execute()
  const items = rows.map(({ bytes, ...row }) => ({ ...row, bytes: Number(bytes) }))
  const last = named?.at(-1) ?? items.at(-1)?.position ?? after
  const end = named ? named.length === rest?.length : items.length < PAGE
  return { items, last, end }
}
