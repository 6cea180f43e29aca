import { writeCursor } from './cursor.ts'
import { gzipAround } from './gzip-pages.ts'
import { TAXII_MEDIA_TYPE } from './media-type.ts'
import type { TaxiiRequest, TaxiiResponse } from './message.ts'
import { languageOf } from './message.ts'
import type { CachedPage, PageCache } from './page-cache.ts'
import { problemText, statusOf } from './problem.ts'
import { type QueryBounds, type ReadQuery, readQuery } from './query.ts'
import type { Recent } from './recent.ts'
import { manifestText, versionsText } from './resources.ts'
import {
  ENVELOPE_ROOM,
  type ObjectPage,
  type PageQuery,
  type Revision,
  type TaxiiStore,
} from './store.ts'
import { formatMicros, type Micros } from './timestamp.ts'

/** What reading needs. */
export interface Reading<Who> {
  readonly store: TaxiiStore<Who>
  readonly cache: PageCache
  readonly bounds: QueryBounds
  /** Names bytes: same bytes, same name; see {@link TaxiiServerOptions.digest}. */
  readonly digest: (bytes: Uint8Array) => string
  /** Whether an `Accept-Encoding` header takes gzip. */
  readonly takesGzip: Pick<Recent<boolean>, 'get'>
}

/** Who asks for what of which collection. */
export interface Asked<Who> {
  readonly who: Who
  readonly collection: string
  /** What stands after `?`; attacker-controlled. */
  readonly query: string
  readonly request: TaxiiRequest
}

interface Made {
  readonly body: string | Uint8Array
  /** The content coding that `body` is in. */
  readonly coding?: 'gzip' | undefined
  /** What tags are made of where they must tell of nothing but the page; `body` when not given. */
  readonly named?: Uint8Array | undefined
  readonly first: Micros
  readonly last: Micros
  readonly count: number
  readonly more: boolean
  readonly release?: (() => void) | undefined
}

const utf8 = new TextEncoder()

/** Get objects (§5.4), or one of them with its versions (§5.6). */
export function objects<Who>(
  reading: Reading<Who>,
  asked: Asked<Who>,
  id?: string,
): Promise<TaxiiResponse> {
  return page(reading, asked, 'objects', id, async (query, revision) => {
    const found = await reading.store.objects(asked.who, asked.collection, query)
    const { first, last, more, count, deflated, release } = found
    const ends = { first, last, more, count, release }
    if (deflated === undefined || !takesGzip(reading, asked.request)) {
      return { ...ends, body: envelope(found, query) }
    }
    const body = gzipAround(HEAD, deflated, tailOf(found, query))
    // The same tag as without the coding: how the store came to a page is nobody's business.
    const named = revision.isHidden === true ? envelope(found, query) : undefined
    return { ...ends, body, coding: 'gzip', named }
  })
}

function takesGzip(
  { takesGzip }: Pick<Reading<never>, 'takesGzip'>,
  request: TaxiiRequest,
): boolean {
  const header = request.header('accept-encoding')
  return header !== undefined && takesGzip.get(header)
}

/** Get object manifests (§5.3). There is no `next` in a manifest: times of adding are the cursor. */
export function manifest<Who>(reading: Reading<Who>, asked: Asked<Who>): Promise<TaxiiResponse> {
  return page(reading, asked, 'manifest', undefined, async (query) => {
    const found = await reading.store.records(asked.who, asked.collection, query)
    const { records, more } = found
    return { ...found, count: records.length, body: manifestText(records, more) }
  })
}

/** Get object versions (§5.8): all of them, `match[version]` is not a filter here. */
export function versions<Who>(
  reading: Reading<Who>,
  asked: Asked<Who>,
  id: string,
): Promise<TaxiiResponse> {
  return page(reading, asked, 'versions', id, async (query) => {
    const all: PageQuery = { ...query, versions: { all: true } }
    const found = await reading.store.records(asked.who, asked.collection, all)
    const { records, more } = found
    return { ...found, count: records.length, body: versionsText(records, more) }
  })
}

const HEAD = utf8.encode('{"objects":[')

/** §3.7. Around the objects where there is room, else in a copy of them. */
function envelope(page: ObjectPage, query: PageQuery): Uint8Array {
  const { body, count, more, hasRoom } = page
  if (count === 0) return utf8.encode(more ? `{${moreText(page, query)}}` : '{}')
  const tail = tailOf(page, query)
  if (hasRoom === true) {
    const begin = ENVELOPE_ROOM - HEAD.length
    const end = body.length - ENVELOPE_ROOM
    body.set(HEAD, begin)
    body.set(tail, end)
    return body.subarray(begin, end + tail.length)
  }
  const whole = new Uint8Array(HEAD.length + body.length + tail.length)
  whole.set(HEAD)
  whole.set(body, HEAD.length)
  whole.set(tail, HEAD.length + body.length)
  return whole
}

function tailOf(page: ObjectPage, query: PageQuery): Uint8Array {
  return utf8.encode(page.more ? `],${moreText(page, query)}}` : ']}')
}

function moreText({ last }: ObjectPage, { addedAfter }: PageQuery): string {
  return `"more":true,"next":"${writeCursor({ addedAfter, from: last })}"`
}

async function page<Who>(
  reading: Reading<Who>,
  asked: Asked<Who>,
  kind: string,
  id: string | undefined,
  make: (query: PageQuery, revision: Revision) => Promise<Made>,
): Promise<TaxiiResponse> {
  const { store, cache, bounds, digest } = reading
  const { who, collection, request } = asked
  const revision = await store.revision(who, collection)
  const form = kind === 'objects' && takesGzip(reading, request) ? 'gzip' : ''
  const keys = keysOf(revision, `${form} ${collection} ${kind} ${id ?? ''}?${asked.query}`)
  const isHidden = revision.isHidden === true
  const known = request.header('if-none-match')
  if (known !== undefined && !isHidden) {
    for (const tag of [wholeTag(keys.whole), partTag(keys.part)]) {
      if (namesTag(known, tag)) return unchanged(tag)
    }
  }
  const cached = cache.get(keys.whole) ?? cache.get(keys.part)
  if (cached) return unlessKnown(known, cached)
  const read = readQuery(asked.query, bounds)
  if (!read.ok) return refused(read.code, request, read.parameter)
  const query = id === undefined ? read.query : { ...read.query, ids: [id] }
  if (id !== undefined && !(await store.holds(who, collection, id))) {
    return refused('not-found', request)
  }
  const made = read.empty ? NOTHING : await make(query, revision)
  if (kind === 'objects' && id !== undefined && made.count === 0 && namesVersions(read)) {
    return refused('not-found', request)
  }
  const body = typeof made.body === 'string' ? utf8.encode(made.body) : made.body
  const byPlace = made.more ? wholeTag(keys.whole) : partTag(keys.part)
  const answer = cachable(
    { ...made, body },
    isHidden ? `W/"${digest(made.named ?? body)}"` : byPlace,
  )
  const isKept = cache.offer(made.more ? keys.whole : keys.part, answer)
  // A body in a coding is one of its own; what it was made of is not read any more.
  const release = isKept && made.coding === undefined ? undefined : made.release
  return { ...unlessKnown(known, answer), release }
}

/**
 * §5.7: a version that was deleted is 404 from then on, for whoever asks for it by name. Other filters
 * that leave nothing of an object leave an empty envelope (§5.6).
 */
function namesVersions({ query: { versions, from }, empty }: ReadQuery): boolean {
  return !empty && from === 0 && !versions.all && !versions.first && !versions.last
}

/** The page, or that it is the one that the client has. */
function unlessKnown(known: string | undefined, page: CachedPage): TaxiiResponse {
  const { tag, body, coding, headers } = page
  if (known !== undefined && namesTag(known, tag)) return unchanged(tag)
  return { status: 200, body, coding, headers }
}

function unchanged(tag: string): TaxiiResponse {
  return { status: 304, headers: [['etag', tag], CACHING] }
}

const NOTHING: Made = { body: '{}', first: 0, last: 0, count: 0, more: false }

/** Always asked again: a page that was right may hold what was retracted meanwhile. */
const CACHING = ['cache-control', 'private, no-cache'] as const

function cachable(made: Made & { readonly body: Uint8Array }, tag: string): CachedPage {
  const headers: [string, string][] = [
    ['content-type', TAXII_MEDIA_TYPE],
    ['etag', tag],
    [...CACHING],
    ['vary', 'accept-encoding, authorization'],
  ]
  if (made.last > 0) {
    headers.push(['x-taxii-date-added-first', formatMicros(made.first)])
    headers.push(['x-taxii-date-added-last', formatMicros(made.last)])
  }
  return { tag, body: made.body, coding: made.coding, headers }
}

function refused(
  code: Parameters<typeof statusOf>[0],
  request: TaxiiRequest,
  parameter?: string,
): TaxiiResponse {
  const body = problemText(code, languageOf(request), parameter ? { parameter } : undefined)
  return { status: statusOf(code), headers: [['content-type', TAXII_MEDIA_TYPE]], body }
}

interface Keys {
  readonly whole: string
  readonly part: string
}

/**
 * A page with others after it holds the same until something that it showed changes; the last one
 * also changes with everything that comes. Keys and tags are known before anything is read.
 */
function keysOf({ view, changes, head }: Revision, what: string): Keys {
  return { whole: `${view} ${changes} ${what}`, part: `${view} ${changes} ${head} ${what}` }
}

function wholeTag(key: string): string {
  return `W/"${fingerprint(key)}"`
}

function partTag(key: string): string {
  return `W/"${fingerprint(key)}-"`
}

function namesTag(header: string, tag: string): boolean {
  // Weak comparison (RFC 9110 §13.1.2): W/ or not makes no difference.
  const opaque = tag.slice(2)
  return (
    header === tag || header.split(',').some((each) => each.trim().replace(/^W\//, '') === opaque)
  )
}

/** FNV-1a, twice with different starts. Whoever makes two texts collide gets a wrong 304, nothing else. */
export function fingerprint(text: string): string {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x5bd1e995) ^ (b >>> 15)
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36)
}
