import { zstdDecompressSync } from 'node:zlib'
import { ENVELOPE_ROOM, type ObjectPage, type PageQuery } from '@concert/taxii'
import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../store/store.ts'
import { PACK, PACK_SIZE } from './packs.ts'
import { entriesSql, type PageScope, packedSql } from './page-sql.ts'

/**
 * The page out of packs, for those who see everything; `undefined` when entries have to be looked up.
 * Pages end where packs end, so that whoever follows `next` gets nothing but packs, whatever the first
 * page began with; but what is left goes into one page when it fits (TAXII 2.1 §3.4).
 */
export async function packedPage(read: Reader, scope: PageScope): Promise<ObjectPage | undefined> {
  const { collection, query } = scope
  if (!isPlain(query)) return undefined
  const rows = await read.query(packsSql(collection, query))
  const [head] = rows
  if (head === undefined) return undefined
  const { taken, count } = take(rows, query)
  const end = taken.at(-1)
  if (end === undefined) return await upTo(read, scope, head.ends)
  const shown = taken.filter((row) => row.last_shown > query.from)
  const after = rows[taken.length]
  const isFull = after?.state === PACK.made && count + after.shown > query.limit
  const rest = isFull ? undefined : await restOf(read, scope, end.ends, query.limit - count)
  if (rest === 'nothing' || rest === undefined || rest === 'too-much') {
    const more = rest !== 'nothing'
    return {
      first: shown[0]?.first_shown ?? 0,
      last: shown.at(-1)?.last_shown ?? (more ? end.ends : 0),
      more,
      count,
      ...joined(shown.map(unpacked)),
    }
  }
  return {
    first: shown[0]?.first_shown ?? rest.first,
    last: rest.last,
    more: false,
    count: count + rest.count,
    ...joined([...shown.map(unpacked), padded(rest.body)]),
  }
}

interface Row extends Packed {
  readonly ends: number
  readonly first_shown: number
  readonly last_shown: number
  readonly shown: number
  readonly state: number
}

/**
 * Packs after a time of adding, as many as fit and one more. By hand: it is the hot path. The limit is
 * no parameter, for SQLite plans a query anew whenever that one changes or is only set again.
 */
function packsSql(collection: number, { from, limit }: PageQuery): RawBuilder<Row> {
  return sql<Row>`select ends, first_shown, last_shown, shown, state, size, body
    from taxii_packs where collection = ${collection} and ends > ${from}
    order by ends limit ${sql.lit(Math.floor(limit / PACK_SIZE) + 1)}`
}

/** Packs in a row that can be given whole, as many as fit. */
function take(rows: readonly Row[], { from, limit }: PageQuery) {
  const taken: Row[] = []
  let count = 0
  for (const row of rows) {
    if (row.state !== PACK.made || count + row.shown > limit) break
    // What it shows was given already, or some of it was: only the first one can be like that.
    const isPast = row.last_shown <= from
    if (!isPast && row.first_shown <= from) break
    taken.push(row)
    if (!isPast) count += row.shown
  }
  return { taken, count }
}

/**
 * A page that ends where the next pack begins, when there is more than a page anyway; else
 * `undefined`: the page is not shortened.
 */
async function upTo(read: Reader, scope: PageScope, end: number): Promise<ObjectPage | undefined> {
  if ((await found(read, scope, scope.query.limit)) <= scope.query.limit) return undefined
  const page = await lookedUp(read, { ...scope, upTo: end })
  return { ...page, last: page.count === 0 ? end : page.last, more: true }
}

/** What comes after the packs: nothing, objects that fit into the page, or more than that. */
async function restOf(
  read: Reader,
  scope: PageScope,
  from: number,
  limit: number,
): Promise<ObjectPage | 'nothing' | 'too-much'> {
  const rest = { ...scope, query: { ...scope.query, from, limit } }
  const count = await found(read, rest, limit)
  if (count === 0) return 'nothing'
  return count > limit ? 'too-much' : await lookedUp(read, rest)
}

/** How many entries there are, up to one more than the limit. */
async function found(read: Reader, scope: PageScope, limit: number): Promise<number> {
  return (await read.query(entriesSql({ ...scope, query: { ...scope.query, limit } }))).length
}

/** A page whose objects are put together by the database. */
export async function lookedUp(read: Reader, scope: PageScope): Promise<ObjectPage> {
  const [row] = await read.query(packedSql(read.engine, scope))
  const { found: all = 0, count = 0, first, last, body } = row ?? {}
  const ends = { first: first ?? 0, last: last ?? 0, more: all > count }
  return { ...ends, count, body: body ?? new Uint8Array() }
}

interface Packed {
  readonly size: number
  readonly body: Uint8Array | null
}

/** Objects of several packs as of one, room around them included. */
function joined(packs: readonly Uint8Array[]): Pick<ObjectPage, 'body' | 'hasRoom' | 'release'> {
  const [only = new Uint8Array(2 * ENVELOPE_ROOM)] = packs
  const body = packs.length <= 1 ? only : concatenated(packs)
  return { body, hasRoom: true, release: () => release(body) }
}

function concatenated(packs: readonly Uint8Array[]): Uint8Array {
  const inner = packs.map((pack) => pack.subarray(ENVELOPE_ROOM, -ENVELOPE_ROOM))
  const size = inner.reduce((sum, { length }) => sum + length + 1, -1)
  const whole = new Uint8Array(size + 2 * ENVELOPE_ROOM)
  let at = ENVELOPE_ROOM
  for (const [index, bytes] of inner.entries()) {
    if (index > 0) whole[at++] = 0x2c
    whole.set(bytes, at)
    at += bytes.length
  }
  for (const pack of packs) release(pack)
  return whole
}

/**
 * Gives memory outside of the heap back at once. The collector counts such memory, and with a page of
 * 54 kB for each request it would go through the whole heap every few hundred requests: that costs
 * more than everything else about a page. Only what has a buffer of its own: small ones share one.
 */
function release({ buffer, byteLength }: Uint8Array): void {
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength - byteLength <= SPARE
  if (isOwn && byteLength > SPARE) buffer.transfer(0)
}

function padded(body: Uint8Array): Uint8Array {
  const whole = new Uint8Array(body.length + 2 * ENVELOPE_ROOM)
  whole.set(body, ENVELOPE_ROOM)
  return whole
}

function unpacked({ size, body }: Packed): Uint8Array {
  // A little more than comes out: no second piece, and nothing to put together.
  return zstdDecompressSync(body ?? new Uint8Array(), { chunkSize: size + SPARE })
}

/** Free bytes behind what was unpacked. */
const SPARE = 1024

/** Whether packs answer it: everything, the latest versions of it, in pages of a pack or more. */
function isPlain({ ids, types, versions, limit }: PageQuery): boolean {
  const isLast = !versions.all && versions.last && !versions.first && versions.values.length === 0
  return ids === undefined && types === undefined && isLast && limit >= PACK_SIZE
}
