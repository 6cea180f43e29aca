import { addObjects } from './add-objects.ts'
import { Backlog } from './backlog.ts'
import { chooseCoding } from './content-coding.ts'
import { acceptsTaxii, TAXII_MEDIA_TYPE } from './media-type.ts'
import {
  type Credentials,
  credentialsOf,
  languageOf,
  type TaxiiRequest,
  type TaxiiResponse,
} from './message.ts'
import { PageCache } from './page-cache.ts'
import { type ProblemCode, problemText, statusOf } from './problem.ts'
import { readQuery, readVersions } from './query.ts'
import { type Asked, fingerprint, manifest, objects, type Reading, versions } from './read-pages.ts'
import { Recent } from './recent.ts'
import {
  apiRootText,
  collectionsText,
  collectionText,
  discoveryText,
  type ServerInfo,
} from './resources.ts'
import { type Route, routeOf } from './route.ts'
import type { Collection, TaxiiStore } from './store.ts'

/** What a server is made of. */
export interface TaxiiServerOptions<Who> {
  readonly info: ServerInfo
  readonly store: TaxiiStore<Who>
  /** Who asks, or `undefined` for nobody. Must be cheap, and take the same time for all. */
  readonly authenticate: (credentials: Credentials) => Promise<Who | undefined>
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number
  /** A UUIDv4. */
  readonly uuid: () => string
  /** Objects of a page when the client does not say; 100 when not given. */
  readonly defaultLimit?: number
  /** Most objects of a page; 1,000 when not given. */
  readonly maxLimit?: number
  /** Memory for pages that were read, in bytes; 64 MiB when not given. */
  readonly cacheBytes?: number
  /**
   * Names bytes for entity tags of pages where these must tell of nothing else: a hash that nobody makes
   * collide, at most some dozen characters of base64url. Without, a checksum that the curious can.
   */
  readonly digest?: (bytes: Uint8Array) => string
  /** POSTs at a time, each with some memory of its own; 8 when not given. */
  readonly maxPosts?: number
  /**
   * Objects of one POST that are added before it is answered; 5,000 when not given. What comes after
   * them is kept, answered as pending (§4.3), and added then.
   */
  readonly maxDirect?: number
  /** Requests with pending objects; 64 when not given. Beyond, everything is added before the answer. */
  readonly maxPending?: number
  /** Told of what goes wrong while pending objects are added. They stay pending, and are tried again. */
  readonly onError?: (error: unknown) => void
}

/** Serves TAXII 2.1 from a {@link TaxiiStore}; the plugin in `fastify-plugin.ts` puts it on HTTP. */
export interface TaxiiServer {
  readonly info: ServerInfo
  handle(request: TaxiiRequest): Promise<TaxiiResponse>
  /** Goes on with objects that were pending when the server was stopped, or died. */
  resume(): void
  /** Resolves when nothing is being added any more; what is pending stays so until it is resumed. */
  stop(): Promise<void>
}

const PLAIN: TaxiiResponse['headers'] = [['content-type', TAXII_MEDIA_TYPE]]
const CHALLENGE = ['www-authenticate', 'Basic realm="TAXII", charset="UTF-8", Bearer'] as const

/** Something a request gets instead of what it asked for. */
export function problem(
  code: ProblemCode,
  request: TaxiiRequest,
  details?: Readonly<Record<string, string>>,
): TaxiiResponse {
  const status = statusOf(code)
  const headers = status === 401 ? [...PLAIN, CHALLENGE] : PLAIN
  return { status, headers, body: problemText(code, languageOf(request), details) }
}

/**
 * Makes a server.
 *
 * @example
 * const server = createTaxiiServer({ info, store, authenticate, now: Date.now, uuid: randomUUID })
 * await app.register(taxiiPlugin, { server, compress })
 */
export function createTaxiiServer<Who>(options: TaxiiServerOptions<Who>): TaxiiServer {
  const { info, store, authenticate, now, uuid } = options
  const reading: Reading<Who> = {
    store,
    cache: new PageCache(options.cacheBytes ?? 64 * 1024 * 1024),
    digest: options.digest ?? ((bytes) => fingerprint(new TextDecoder().decode(bytes))),
    bounds: { defaultLimit: options.defaultLimit ?? 100, maxLimit: options.maxLimit ?? 1000 },
    takesGzip: new Recent((header) => chooseCoding(header, ['gzip']) === 'gzip', 100),
  }
  const backlog = new Backlog(store, options.maxPending ?? 64, options.onError ?? (() => undefined))
  const routes = new Recent((url) => routeOf(url, info.apiRoot) ?? 'nowhere', 1000)
  let posts = 0

  async function handle(request: TaxiiRequest): Promise<TaxiiResponse> {
    const credentials = credentialsOf(request)
    const who = credentials && (await authenticate(credentials))
    // Before anything is looked up: known and unknown places look alike to strangers.
    if (who === undefined) return problem('unauthenticated', request)
    const route = routes.get(request.url)
    if (route === 'nowhere') return problem('not-found', request)
    if (!acceptsTaxii(request.header('accept'))) return problem('not-acceptable', request)
    const allowed = methodsOf(route)
    const method = request.method === 'HEAD' ? 'GET' : request.method
    if (!allowed.includes(method)) {
      const refused = problem('method', request)
      return { ...refused, headers: [...refused.headers, ['allow', allowed.join(', ')]] }
    }
    return await serve(who, route, method, request)
  }

  async function serve(
    who: Who,
    route: Route,
    method: string,
    request: TaxiiRequest,
  ): Promise<TaxiiResponse> {
    if (route.kind === 'discovery') return found(discoveryText(info))
    if (route.kind === 'api-root') return found(apiRootText(info))
    if (route.kind === 'status') {
      const body = await store.status(who, route.id)
      if (body === undefined) return problem('not-found', request)
      backlog.wake()
      return found(backlog.progress(route.id) ?? body)
    }
    const collections = await store.collections(who, languageOf(request))
    if (route.kind === 'collections') return found(collectionsText(collections))
    const collection = collections.find(
      ({ id, alias }) => id === route.collection || alias === route.collection,
    )
    if (collection === undefined || !(collection.canRead || collection.canWrite)) {
      return problem('not-found', request)
    }
    if (route.kind === 'collection') return found(collectionText(collection))
    const asked: Asked<Who> = { who, collection: collection.id, query: route.query, request }
    if (method === 'POST') return await post(asked, collection)
    if (method === 'DELETE') return await remove(asked, collection, route)
    if (!collection.canRead) return problem('forbidden', request)
    if (route.kind === 'manifest') return await manifest(reading, asked)
    if (route.kind === 'objects') return await objects(reading, asked)
    if (route.kind === 'object') return await objects(reading, asked, route.object)
    return await versions(reading, asked, route.object)
  }

  async function post(asked: Asked<Who>, { canWrite }: Collection): Promise<TaxiiResponse> {
    if (!canWrite) return problem('forbidden', asked.request)
    if (posts >= (options.maxPosts ?? 8)) return problem('busy', asked.request)
    posts++
    try {
      const added = await addObjects(
        {
          store,
          now,
          uuid,
          maxBytes: info.maxContentLength,
          maxDirect: options.maxDirect ?? 5000,
          backlog,
        },
        asked.who,
        asked.collection,
        asked.request,
      )
      if (!added.ok) return problem(added.code, asked.request)
      return { status: 202, headers: PLAIN, body: added.value }
    } finally {
      posts--
    }
  }

  /** §5.7: the answers to those who lack a right are prescribed. */
  async function remove(
    { who, collection, query, request }: Asked<Who>,
    { canRead, canWrite }: Collection,
    route: Route,
  ): Promise<TaxiiResponse> {
    if (!(canRead && canWrite)) return problem('forbidden', request)
    if (route.kind !== 'object') return problem('not-found', request)
    const parameters = new URLSearchParams(query)
    const given = parameters.getAll('match[version]')
    if (given.length > 1) return problem('match-repeated', request)
    // Without a version the object goes as a whole.
    const filter = readVersions(given[0] ?? 'all')
    if (filter === undefined) return problem('match-version', request)
    const read = readQuery(query, reading.bounds)
    if (!read.ok) return problem(read.code, request, { parameter: read.parameter })
    if (read.empty) return problem('not-found', request)
    const removed = await store.remove(who, collection, route.object, filter)
    return removed === 0 ? problem('not-found', request) : { status: 200, headers: PLAIN }
  }

  return { info, handle, resume: () => backlog.wake(), stop: () => backlog.stop() }
}

function found(body: string): TaxiiResponse {
  return { status: 200, headers: PLAIN, body }
}

function methodsOf({ kind }: Route): readonly string[] {
  if (kind === 'objects') return ['GET', 'POST']
  return kind === 'object' ? ['GET', 'DELETE'] : ['GET']
}
