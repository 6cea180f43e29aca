import { constants, inflateRawSync } from 'node:zlib'
import {
  type DeflatedObjects,
  ENVELOPE_ROOM,
  type ObjectPage,
  type PageQuery,
} from '@concert/taxii'
import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../store/store.ts'
import { barredAmong } from './barred.ts'
import { type Clearance, clearanceNumber } from './consumer.ts'
import { type Leans, makePack, PACK, PACK_SIZE, type PackRow, type Span } from './make-pack.ts'
import type { PageScope } from './page-sql.ts'
import type { PageWays } from './page-ways.ts'

/** A pack that must be made again: something that it leans on has changed. */
export type OnOutdated = (collection: number, clearance: Clearance, ends: number) => void

/**
 * The page out of packs; `undefined` when entries have to be looked up. Pages end where packs end, so
 * that whoever follows `next` gets nothing but packs, whatever the first page began with; but what is
 * left goes into one page when it fits (TAXII 2.1 §3.4).
 *
 * @param ways - how entries without packs are looked up for this clearance
 */
export async function packedPage(
  read: Reader,
  scope: PageScope,
  ways: PageWays,
  onOutdated: OnOutdated,
): Promise<ObjectPage | undefined> {
  const { query } = scope
  if (!isPlain(query)) return undefined
  const rows = await standing(read, scope, onOutdated)
  const [head] = rows
  if (head === undefined) return undefined
  const { taken, count } = take(rows, query)
  const end = taken.at(-1)
  if (end === undefined) return await upTo(ways, scope, head.ends)
  const shown = taken.filter((row) => row.last_shown > query.from)
  const after = rows[taken.length]
  const isFull = after?.state === PACK.made && count + after.shown > query.limit
  const rest = isFull ? undefined : await restOf(ways, scope, end.ends, query.limit - count)
  if (rest === 'nothing' || rest === undefined || rest === 'too-much') {
    const more = rest !== 'nothing'
    const first = shown[0]?.first_shown ?? 0
    const last = shown.at(-1)?.last_shown ?? (more ? end.ends : 0)
    return new PackPage({ first, last, more, count }, shown)
  }
  return {
    first: shown[0]?.first_shown ?? rest.first,
    last: rest.last,
    more: false,
    count: count + rest.count,
    ...joined([...shown.map(unpacked), padded(rest.body)]),
  }
}

/** Packs alone: unpacked when somebody reads them, and not for clients that take gzip. */
class PackPage implements ObjectPage {
  readonly first: number
  readonly last: number
  readonly more: boolean
  readonly count: number
  readonly hasRoom = true
  readonly #packs: readonly Packed[]
  #unpacked: ReturnType<typeof joined> | undefined

  constructor(
    { first, last, more, count }: Pick<ObjectPage, 'first' | 'last' | 'more' | 'count'>,
    packs: readonly Packed[],
  ) {
    this.first = first
    this.last = last
    this.more = more
    this.count = count
    this.#packs = packs
  }

  get body(): Uint8Array {
    this.#unpacked ??= joined(this.#packs.map(unpacked))
    return this.#unpacked.body
  }

  get deflated(): readonly DeflatedObjects[] | undefined {
    if (this.count === 0) return undefined
    return this.#packs.flatMap(({ body, size, checksum, shown }) => {
      return body === null || shown === 0 ? [] : [{ blocks: body, size, crc32: checksum }]
    })
  }

  readonly release = (): void => this.#unpacked?.release()
}

interface Row extends Packed, Span {
  readonly first_shown: number
  readonly last_shown: number
  readonly state: number
  readonly leans: string | null
}

/**
 * The packs of a page. One that waits to be made again, or leans on something which is no longer so, is
 * made here: it would else shorten the page, or send it in another form, and whoever may not see what has
 * changed in it would see that something did.
 */
async function standing(
  read: Reader,
  scope: PageScope,
  onOutdated: OnOutdated,
): Promise<readonly Row[]> {
  const { collection, consumer, query } = scope
  const rows = await read.query(packsSql(collection, consumer, query))
  if (rows.every(({ state, leans }) => state !== PACK.stale && leans === null)) return rows
  const outdated = await outdatedAmong(read, consumer, rows)
  const standing: Row[] = []
  for (const row of rows) {
    if (outdated.has(row)) onOutdated(collection, consumer, row.ends)
    const isGood = row.state !== PACK.stale && !outdated.has(row)
    standing.push(isGood ? row : rowOf(await makePack(read, collection, consumer, row)))
  }
  return standing
}

/** Packs that lean on something which is no longer so. */
async function outdatedAmong(
  read: Reader,
  clearance: Clearance,
  rows: readonly Row[],
): Promise<ReadonlySet<Row>> {
  const leaning = rows.map(({ leans }) => (leans === null ? NOTHING : (JSON.parse(leans) as Leans)))
  const ids = [...new Set(leaning.flatMap(({ on }) => on))]
  if (ids.length === 0) return new Set()
  const barred = await barredAmong(read, clearance, ids)
  const isOutdated = (_: Row, at: number) => {
    const { on, barred: before } = leaning[at] ?? NOTHING
    const now = on.filter((id) => barred.has(id))
    return now.length !== before.length || now.some((id, n) => id !== before[n])
  }
  return new Set(rows.filter(isOutdated))
}

function rowOf(pack: PackRow): Row {
  const [, , begins, ends, first_shown, last_shown, shown, state, size, leans, body, checksum] =
    pack
  return { begins, ends, first_shown, last_shown, shown, state, size, leans, body, checksum }
}

const NOTHING: Leans = { on: [], barred: [] }

/**
 * Packs after a time of adding, as many as fit and one more. By hand: it is the hot path. The limit is
 * no parameter, for SQLite plans a query anew whenever that one changes or is only set again.
 */
function packsSql(
  collection: number,
  clearance: Clearance,
  { from, limit }: PageQuery,
): RawBuilder<Row> {
  return sql<Row>`select begins, ends, first_shown, last_shown, shown, state, size, leans, body, checksum
    from taxii_packs where collection = ${collection}
      and clearance = ${clearanceNumber(clearance)} and ends > ${from}
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
async function upTo(
  ways: PageWays,
  scope: PageScope,
  end: number,
): Promise<ObjectPage | undefined> {
  if ((await ways.count(scope)) <= scope.query.limit) return undefined
  const page = await ways.page({ ...scope, upTo: end })
  return { ...page, last: page.count === 0 ? end : page.last, more: true }
}

/** What comes after the packs: nothing, objects that fit into the page, or more than that. */
async function restOf(
  ways: PageWays,
  scope: PageScope,
  from: number,
  limit: number,
): Promise<ObjectPage | 'nothing' | 'too-much'> {
  const rest = { ...scope, query: { ...scope.query, from, limit } }
  const count = await ways.count(rest)
  if (count === 0) return 'nothing'
  return count > limit ? 'too-much' : await ways.page(rest)
}

interface Packed {
  readonly shown: number
  readonly size: number
  readonly body: Uint8Array | null
  readonly checksum: number
}

/** Objects of several packs as of one, room around them included. */
function joined(packs: readonly Uint8Array[]) {
  const [only = new Uint8Array(2 * ENVELOPE_ROOM)] = packs
  const body = packs.length <= 1 ? only : concatenated(packs)
  return { body, hasRoom: true, release: (): void => release(body) }
}

function concatenated(packs: readonly Uint8Array[]): Uint8Array {
  const inner = packs
    .map((pack) => pack.subarray(ENVELOPE_ROOM, -ENVELOPE_ROOM))
    .filter(({ length }) => length > 0)
  const size = inner.reduce((sum, { length }) => sum + length + 1, -1)
  const whole = new Uint8Array(Math.max(0, size) + 2 * ENVELOPE_ROOM)
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
  const finishFlush = constants.Z_SYNC_FLUSH
  return inflateRawSync(body ?? NO_BLOCKS, { chunkSize: size + SPARE, finishFlush })
}

const NO_BLOCKS = new Uint8Array()

/** Free bytes behind what was unpacked. */
const SPARE = 1024

/** Whether packs answer it: everything, the latest versions of it, in pages of a pack or more. */
function isPlain({ ids, types, versions, limit }: PageQuery): boolean {
  const isLast = !versions.all && versions.last && !versions.first && versions.values.length === 0
  return ids === undefined && types === undefined && isLast && limit >= PACK_SIZE
}
