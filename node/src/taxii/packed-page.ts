import { zstdDecompressSync } from 'node:zlib'
import { ENVELOPE_ROOM, type ObjectPage, type PageQuery } from '@concert/taxii'
import type { Reader } from '../store/store.ts'
import { PACK, PACK_SIZE } from './packs.ts'
import { entriesSql, type PageScope } from './page-sql.ts'

/** A page out of packs, or up to where the entries have to be looked up one by one. */
export type PackedPage =
  | { readonly kind: 'page'; readonly page: ObjectPage }
  /** `upTo` is where the next pack begins: a page that ends there leads to packs again. */
  | { readonly kind: 'none'; readonly upTo: number | undefined }

const NONE: PackedPage = { kind: 'none', upTo: undefined }

/**
 * The page out of packs, for those who see everything. Pages end where packs end, so that whoever
 * follows `next` gets nothing but packs, whatever the first page began with.
 */
export async function packedPage(read: Reader, scope: PageScope): Promise<PackedPage> {
  const { collection, query } = scope
  if (!isPlain(query)) return NONE
  const rows = await read.db
    .selectFrom('taxii_packs')
    .select(['ends', 'first_shown', 'last_shown', 'shown', 'state', 'size', 'body'])
    .where('collection', '=', collection)
    .where('ends', '>', query.from)
    .orderBy('ends')
    .limit(Math.floor(query.limit / PACK_SIZE) + 1)
    .execute()
  const [head] = rows
  if (head === undefined) return NONE
  const taken: typeof rows = []
  let count = 0
  for (const row of rows) {
    if (row.state !== PACK.made || count + row.shown > query.limit) break
    // What it shows was given already, or some of it was: only the first one can be like that.
    const isPast = row.last_shown <= query.from
    if (!isPast && row.first_shown <= query.from) break
    taken.push(row)
    if (!isPast) count += row.shown
  }
  const end = taken.at(-1)
  if (end === undefined) return { kind: 'none', upTo: head.ends }
  const shown = taken.filter((row) => row.last_shown > query.from)
  const after = rows[taken.length]
  const more =
    (after?.state === PACK.made && after.shown > 0) || (await hasMore(read, scope, end.ends))
  return {
    kind: 'page',
    page: {
      first: shown[0]?.first_shown ?? 0,
      last: shown.at(-1)?.last_shown ?? (more ? end.ends : 0),
      more,
      count,
      body: joined(shown),
      hasRoom: true,
    },
  }
}

interface Packed {
  readonly size: number
  readonly body: Uint8Array | null
}

/** Objects of several packs as of one, room around them included. */
function joined(packs: readonly Packed[]): Uint8Array {
  const [only] = packs
  if (only === undefined) return new Uint8Array()
  if (packs.length === 1) return unpacked(only)
  const inner = packs.map((pack) => unpacked(pack).subarray(ENVELOPE_ROOM, -ENVELOPE_ROOM))
  const size = inner.reduce((sum, { length }) => sum + length + 1, -1)
  const whole = new Uint8Array(size + 2 * ENVELOPE_ROOM)
  let at = ENVELOPE_ROOM
  for (const [index, bytes] of inner.entries()) {
    if (index > 0) whole[at++] = 0x2c
    whole.set(bytes, at)
    at += bytes.length
  }
  return whole
}

function unpacked({ size, body }: Packed): Uint8Array {
  // A little more than comes out: no second piece, and nothing to put together.
  return zstdDecompressSync(body ?? new Uint8Array(), { chunkSize: size + 1024 })
}

/** Whether packs answer it: everything, the latest versions of it, in pages of a pack or more. */
function isPlain({ ids, types, versions, limit }: PageQuery): boolean {
  const isLast = !versions.all && versions.last && !versions.first && versions.values.length === 0
  return ids === undefined && types === undefined && isLast && limit >= PACK_SIZE
}

/** Whether anything comes after a time of adding. */
export async function hasMore(read: Reader, scope: PageScope, from: number): Promise<boolean> {
  const query = { ...scope.query, from, limit: 0 }
  return (await read.query(entriesSql({ ...scope, query }))).length > 0
}
