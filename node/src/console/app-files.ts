import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { MISSING_PAGE } from './missing-page.ts'

/** Where the built console lies: as deep below this file as below the bundle's. */
export const BUILT_APP: URL = new URL('../../../console/dist/', import.meta.url)

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
}

/** Where the page keeps the place for the nonce of this load. */
const NONCE_PLACE = '__CSP_NONCE__'

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

/** Names that change with their content: `assets/index-BxK3w9.js`. */
const HASHED = /(?:^|\/)assets\/|[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/

/** The built files by their path below the root, with their compressed twins. */
type AppFiles = ReadonlyMap<string, ReadonlySet<string>>

/** The console's own files: served as they were built, found by an index, never by a path. */
export class AppPages {
  readonly #folder: string
  #files: Promise<AppFiles> | undefined
  #page: Promise<string> | undefined
  /** When page and folder of the files that are known were written. */
  #built = ''

  constructor(folder: URL = BUILT_APP) {
    this.#folder = fileURLToPath(folder)
  }

  /** Answers a path outside `/api` and `/auth`: a file, or the page for a view of the console. */
  async send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const path = (request.url.split('?')[0] ?? '').slice(1)
    await this.#noticeBuild()
    const files = await this.#index()
    if (path !== 'index.html' && files.has(path)) return await this.#sendFile(path, request, reply)
    // A file that is not there any more must not be answered with a page.
    if (extname(path) !== '' && path !== 'index.html') {
      return reply.code(404).type('text/plain; charset=utf-8').send('404\n')
    }
    return await this.#sendPage(request, reply)
  }

  /** What was built anew while the node runs is served as it is now, its page first of all. */
  async #noticeBuild(): Promise<void> {
    const times = ['index.html', 'assets'].map(async (name) => {
      return (await stat(join(this.#folder, name)).catch(() => undefined))?.mtimeMs
    })
    const built = (await Promise.all(times)).join(' ')
    if (built === this.#built) return
    this.#built = built
    this.#files = undefined
    this.#page = undefined
  }

  async #index(): Promise<AppFiles> {
    this.#files ??= listFiles(this.#folder)
    const files = await this.#files
    // Not built yet, perhaps: the next request looks again.
    if (!files.has('index.html')) this.#files = undefined
    return files
  }

  async #sendFile(
    path: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const twins = (await this.#index()).get(path) ?? new Set()
    const coding = acceptedCodings(request).find((name) => twins.has(name))
    const file = join(this.#folder, path) + (coding ? SUFFIX[coding] : '')
    const { size, mtimeMs } = await stat(file)
    const isHashed = HASHED.test(path)
    const etag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}${coding ?? ''}"`
    reply
      .header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      .header('vary', 'accept-encoding')
      .header('etag', etag)
      .type(TYPES[extname(path)] ?? 'application/octet-stream')
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    if (coding) reply.header('content-encoding', coding)
    return reply.header('content-length', size).send(createReadStream(file))
  }

  async #sendPage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const nonce = randomBytes(18).toString('base64url')
    const html = (await this.#template()).replaceAll(NONCE_PLACE, nonce)
    reply
      .header('content-security-policy', pagePolicy(nonce))
      .header('cache-control', 'no-store')
      .header('vary', 'accept-encoding')
      .type(TYPES['.html'] ?? '')
    const [coding] = acceptedCodings(request)
    if (!coding) return reply.send(html)
    reply.header('content-encoding', coding)
    const params = { [constants.BROTLI_PARAM_QUALITY]: 4 }
    return reply.send(
      coding === 'br' ? await compressBrotli(html, { params }) : await compressGzip(html),
    )
  }

  async #template(): Promise<string> {
    if (!(await this.#index()).has('index.html')) return MISSING_PAGE
    this.#page ??= readFile(join(this.#folder, 'index.html'), 'utf8')
    return await this.#page
  }
}

/** What a page of the console may do: load its own files, run what carries its nonce, ask its node. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const SUFFIX = { br: '.br', gzip: '.gz' } as const
type Coding = keyof typeof SUFFIX

function acceptedCodings(request: FastifyRequest): readonly Coding[] {
  const accepted = request.headers['accept-encoding'] ?? ''
  return (['br', 'gzip'] as const).filter((coding) => {
    return new RegExp(`(?:^|[ ,])${coding}(?!\\s*;\\s*q=0(?:\\.0*)?(?:,|$))(?:[ ;,]|$)`).test(
      accepted,
    )
  })
}

async function listFiles(folder: string): Promise<AppFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const all = new Set<string>()
  for (const entry of entries) {
    if (!entry.isFile()) continue
    all.add(relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
  }
  const files = new Map<string, ReadonlySet<string>>()
  for (const path of all) {
    const twins = (Object.keys(SUFFIX) as Coding[]).filter((name) => all.has(path + SUFFIX[name]))
    files.set(path, new Set(twins))
  }
  return files
}
