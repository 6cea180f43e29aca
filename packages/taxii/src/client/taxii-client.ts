import { type Json, ok, parseStrictJson, type Result, refuse } from '@concert/core'
import { bodyOf, drop, wholeBody } from './answer-body.ts'
import { refusalOfStatus, type TaxiiRefusal } from './client-faults.ts'
import type { HttpAnswer, HttpInit, HttpPort } from './http-port.ts'
import { cursor, laterTime, MAX_NEXT, type PullCursor } from './pull-cursor.ts'
import type { PageContent } from './read-page.ts'
import { type PageBounds, readPage } from './read-page.ts'
import { type ListPage, type ManifestRecord, readManifest, readVersionList } from './records.ts'
import {
  type ApiRoot,
  type Discovery,
  isCollectionId,
  type PushStatus,
  readApiRoot,
  readCollections,
  readDiscovery,
  readStatus,
  type TaxiiCollection,
} from './resources.ts'

/** Versions that are spoken; 2.0 is read only. */
export type TaxiiVersion = '2.1' | '2.0'

/** What a client is made with. */
export interface TaxiiClientOptions {
  readonly fetch: HttpPort
  /** 2.1 when not given. */
  readonly version?: TaxiiVersion
  /** Sent with every request, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number
  readonly bounds?: Partial<PageBounds>
  readonly signal?: AbortSignal
}

/** A page that came, and the cursor to keep once its objects are. */
export interface PulledPage extends PageContent {
  readonly cursor: PullCursor
  /** Whether there is a further page. */
  readonly hasMore: boolean
}

/** What the client gives, or why the server did not give it. */
export type TaxiiResult<T> = { readonly ok: true; readonly value: T } | TaxiiRefusal

const RESOURCE_BYTES = 4 << 20
const BOUNDS: PageBounds = { bytes: 64 << 20, objects: 100_000 }
const MEDIA: Readonly<Record<TaxiiVersion, { resource: string; objects: string }>> = {
  '2.1': {
    resource: 'application/taxii+json;version=2.1',
    objects: 'application/taxii+json;version=2.1',
  },
  // TAXII 2.0 §3.4: two media types, and a space that some servers insist on.
  '2.0': {
    resource: 'application/vnd.oasis.taxii+json; version=2.0',
    objects: 'application/vnd.oasis.stix+json; version=2.0',
  },
}

/**
 * A client of a TAXII 2.1 or 2.0 server that is not trusted: every answer is bounded and read once
 * into a typed value. What the port throws (no connection, too slow) is passed on.
 */
export class TaxiiClient {
  readonly version: TaxiiVersion
  readonly #options: TaxiiClientOptions
  readonly #bounds: PageBounds

  constructor(options: TaxiiClientOptions) {
    this.#options = options
    this.version = options.version ?? '2.1'
    this.#bounds = { ...BOUNDS, ...options.bounds }
  }

  /** §4.1. @param url - of the discovery resource; of an origin alone, its `/taxii2/` or `/taxii/` */
  async discover(url: string): Promise<TaxiiResult<Discovery>> {
    const base = URL.parse(url)
    if (base === null) return refuse('bad-url')
    if (base.pathname === '/') base.pathname = this.version === '2.1' ? '/taxii2/' : '/taxii/'
    const read = await this.#resource(base.href)
    return read.ok ? readDiscovery(read.value, base.href) : read
  }

  /** §4.2. @param root - URL of the API root */
  async apiRoot(root: string): Promise<TaxiiResult<ApiRoot>> {
    const read = await this.#resource(slashed(root))
    return read.ok ? readApiRoot(read.value) : read
  }

  /** §5.1, in the server's order. */
  async collections(root: string): Promise<TaxiiResult<readonly TaxiiCollection[]>> {
    const read = await this.#resource(`${slashed(root)}collections/`)
    return read.ok ? readCollections(read.value) : read
  }

  /**
   * §5.4, one page. Ask again with the page's cursor while `hasMore`.
   *
   * @param limit - objects asked for; the server may give fewer
   */
  async page(
    root: string,
    collection: string,
    from: PullCursor,
    limit: number,
  ): Promise<TaxiiResult<PulledPage>> {
    if (!isCollectionId(collection)) return refuse('taxii-not-found', 'collection')
    const url = URL.parse(`${slashed(root)}collections/${collection}/objects/`)
    if (url === null) return refuse('bad-url')
    if (from.addedAfter !== undefined) url.searchParams.set('added_after', from.addedAfter)
    const offset = from.offset ?? 0
    const headers: Record<string, string> = { accept: MEDIA[this.version].objects }
    if (this.version === '2.0') headers.range = `items ${offset}-${offset + limit - 1}`
    else {
      url.searchParams.set('limit', String(limit))
      if (from.next !== undefined) url.searchParams.set('next', from.next)
    }
    const answer = await this.#get(url.href, headers)
    // TAXII 2.0 §3.5: nothing (any more) in the range asked for.
    if (this.version === '2.0' && answer.status === 416) {
      await drop(answer)
      return ok(emptyPage(from))
    }
    const fine = await this.#fine(answer)
    if (!fine.ok) return fine
    const page = await readPage(bodyOf(answer), this.#bounds)
    if (!page.ok) return page
    const get = (name: string) => answer.headers.get(name)
    const newest = laterTime(from.newest, get('x-taxii-date-added-last'), this.#options.now())
    return this.version === '2.0'
      ? ok(this.#rangePage(page.value, from, newest, get('content-range')))
      : this.#nextPage(page.value, from, newest)
  }

  /** §5.4 of 2.1: `next` when there is one; without it, the time of adding is the only way on. */
  #nextPage(
    page: PageContent,
    from: PullCursor,
    newest: string | undefined,
  ): TaxiiResult<PulledPage> {
    const { addedAfter } = from
    if (!page.more)
      return ok({ ...page, hasMore: false, cursor: cursor({ ...NONE, addedAfter, newest }) })
    if (page.next !== undefined) {
      if (page.next.length > MAX_NEXT) return refuse('taxii-malformed', 'next')
      const { next } = page
      return ok({ ...page, hasMore: true, cursor: cursor({ ...NONE, addedAfter, newest, next }) })
    }
    if (newest === undefined || newest === addedAfter) return refuse('taxii-loop', 'next')
    return ok({ ...page, hasMore: true, cursor: cursor({ ...NONE, addedAfter: newest, newest }) })
  }

  /** Of 2.0: `Content-Range: items 0-99/250`. A server that does not page sends everything. */
  #rangePage(
    page: PageContent,
    { addedAfter, offset = 0 }: PullCursor,
    newest: string | undefined,
    range: string | null,
  ): PulledPage {
    const parts = /^items (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(range ?? '')
    const end = parts === null ? 0 : Number(parts[2]) + 1
    const total = parts?.[3] === '*' ? Number.POSITIVE_INFINITY : Number(parts?.[3] ?? 0)
    const hasMore = parts !== null && end > offset && end < total && page.objects.length > 0
    const next = cursor({ ...NONE, addedAfter, newest, offset: hasMore ? end : undefined })
    return { ...page, more: hasMore, hasMore, cursor: next }
  }

  /** §5.5. @param envelope - `{"objects":[…]}`; see `envelopeOf` */
  async post(
    root: string,
    collection: string,
    envelope: Uint8Array<ArrayBuffer>,
  ): Promise<TaxiiResult<PushStatus>> {
    if (this.version === '2.0') return refuse('taxii-read-only')
    if (!isCollectionId(collection)) return refuse('taxii-not-found', 'collection')
    const media = MEDIA['2.1'].resource
    const answer = await this.#options.fetch(
      `${slashed(root)}collections/${collection}/objects/`,
      this.#init('POST', { accept: media, 'content-type': media }, envelope),
    )
    return this.#status(answer)
  }

  /**
   * §5.3, one page of the manifest.
   *
   * @param after - `last` of the page before
   */
  async manifest(
    root: string,
    collection: string,
    limit: number,
    after?: string,
  ): Promise<TaxiiResult<ListPage<ManifestRecord>>> {
    if (!isCollectionId(collection)) return refuse('taxii-not-found', 'collection')
    const url = `${slashed(root)}collections/${collection}/manifest/`
    return await this.#list(url, limit, after, readManifest)
  }

  /** §5.8, one page of the versions of an object. @param after - `last` of the page before */
  async versions(
    root: string,
    collection: string,
    object: string,
    limit: number,
    after?: string,
  ): Promise<TaxiiResult<ListPage<string>>> {
    if (!isCollectionId(collection)) return refuse('taxii-not-found', 'collection')
    const path = `collections/${collection}/objects/${encodeURIComponent(object)}/versions/`
    return await this.#list(`${slashed(root)}${path}`, limit, after, readVersionList)
  }

  async #list<T>(
    address: string,
    limit: number,
    after: string | undefined,
    read: (value: Json) => Result<Omit<ListPage<T>, 'last'>, 'taxii-malformed'>,
  ): Promise<TaxiiResult<ListPage<T>>> {
    const url = URL.parse(address)
    if (url === null) return refuse('bad-url')
    if (this.version === '2.1') url.searchParams.set('limit', String(limit))
    if (after !== undefined) url.searchParams.set('added_after', after)
    const answer = await this.#get(url.href, { accept: MEDIA[this.version].resource })
    const parsed = await this.#json(answer)
    if (!parsed.ok) return parsed
    const page = read(parsed.value)
    if (!page.ok) return page
    const header = answer.headers.get('x-taxii-date-added-last')
    const last = laterTime(after, header, this.#options.now())
    return ok({ ...page.value, ...(last !== undefined && last !== after && { last }) })
  }

  /** §4.3: what became of a POST. */
  async status(root: string, id: string): Promise<TaxiiResult<PushStatus>> {
    if (!isCollectionId(id)) return refuse('taxii-malformed', 'id')
    const accept = MEDIA[this.version].resource
    return this.#status(await this.#get(`${slashed(root)}status/${id}/`, { accept }))
  }

  async #status(answer: HttpAnswer): Promise<TaxiiResult<PushStatus>> {
    const read = await this.#json(answer)
    return read.ok ? readStatus(read.value) : read
  }

  async #resource(url: string): Promise<TaxiiResult<Json>> {
    return this.#json(await this.#get(url, { accept: MEDIA[this.version].resource }))
  }

  async #json(answer: HttpAnswer): Promise<TaxiiResult<Json>> {
    const fine = await this.#fine(answer)
    if (!fine.ok) return fine
    const body = await wholeBody(answer, RESOURCE_BYTES)
    if (body === undefined) return refuse('taxii-too-large')
    const parsed = parseStrictJson(body)
    return parsed.ok ? ok(parsed.value) : refuse('taxii-malformed')
  }

  async #fine(answer: HttpAnswer): Promise<TaxiiResult<null>> {
    const { status, headers } = answer
    // Servers leave versions out, or say plain JSON; a page of HTML is something else.
    const type = headers.get('content-type')?.toLowerCase() ?? ''
    const isSuccess = status >= 200 && status <= 299
    if (isSuccess && /^application\/(?:[\w.-]+\+)?json\b/.test(type)) return ok(null)
    await drop(answer)
    if (isSuccess) return refuse('taxii-media')
    return refusalOfStatus(status, headers.get('retry-after'), this.#options.now())
  }

  #get(url: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    return this.#options.fetch(url, this.#init('GET', headers))
  }

  #init(
    method: HttpInit['method'],
    headers: Readonly<Record<string, string>>,
    body?: Uint8Array<ArrayBuffer>,
  ): HttpInit {
    const { signal } = this.#options
    return {
      method,
      headers: { ...this.#options.headers, ...headers },
      ...(body && { body }),
      ...(signal && { signal }),
    }
  }
}

const NONE = { addedAfter: undefined, next: undefined, offset: undefined, newest: undefined }

function emptyPage({ addedAfter, newest }: PullCursor): PulledPage {
  const place = cursor({ ...NONE, addedAfter, newest })
  return { objects: [], faults: [], more: false, hasMore: false, cursor: place }
}

/** Paths of TAXII end in a slash; without it some servers know nothing. */
function slashed(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
