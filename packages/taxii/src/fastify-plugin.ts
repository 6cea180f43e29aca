import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CODINGS, type Coding, chooseCoding } from './content-coding.ts'
import type { TaxiiRequest, TaxiiResponse } from './message.ts'
import { Recent } from './recent.ts'
import { DISCOVERY_PATH } from './route.ts'
import { problem, type TaxiiServer } from './server.ts'

/** What the plugin is given. */
export interface TaxiiPluginOptions {
  readonly server: TaxiiServer
  /** Compresses a body; packages have no compression of their own. Without, nothing is compressed. */
  readonly compress?: (coding: Coding, body: Uint8Array) => Promise<Uint8Array>
  /** Codings that it can do, the best first; all of {@link CODINGS} when not given. */
  readonly codings?: readonly Coding[]
  /** The checked client certificate of a request, SHA-256 in hex; see {@link TaxiiRequest}. */
  readonly certificateOf?: (request: FastifyRequest) => string | undefined
  /** Told of errors that are ours. The client only learns that there was one. */
  readonly onError?: (error: unknown) => void
}

/** Shorter bodies are not worth it. */
const MIN_COMPRESSED = 1024

/**
 * A Fastify plugin that serves TAXII 2.1 at `/taxii2/` and the API root.
 *
 * @example await app.register(taxiiPlugin, { server })
 */
export async function taxiiPlugin(
  app: FastifyInstance,
  options: TaxiiPluginOptions,
): Promise<void> {
  const { server } = options
  const compressed = new CompressedBodies(options)
  // Bodies are read as they come, by whoever may add objects, and never before that is known.
  app.addHook('onReady', async () => server.resume())
  app.addHook('onClose', () => server.stop())
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.hijack()
    let answer: TaxiiResponse
    const asked = taxiiRequest(request, options)
    try {
      answer = await server.handle(asked)
    } catch (error) {
      options.onError?.(error)
      answer = problem('internal', asked)
    }
    await send(request, reply, answer, compressed)
  }
  for (const path of new Set([DISCOVERY_PATH, server.info.apiRoot])) {
    for (const url of [path, `${path}*`, path.slice(0, -1)]) {
      if (url !== '' && !app.hasRoute({ method: 'GET', url })) app.all(url, handler)
    }
  }
}

function taxiiRequest(request: FastifyRequest, options: TaxiiPluginOptions): TaxiiRequest {
  const { headers } = request
  return {
    method: request.method,
    url: request.raw.url ?? '',
    header: (name) => {
      const value = headers[name]
      return Array.isArray(value) ? value.join(', ') : value
    },
    certificate: options.certificateOf?.(request),
    body: request.raw,
  }
}

async function send(
  request: FastifyRequest,
  { raw }: FastifyReply,
  { status, headers, body, coding: made, release }: TaxiiResponse,
  compressed: CompressedBodies,
): Promise<void> {
  const isHead = request.method === 'HEAD'
  const bytes = typeof body === 'string' ? utf8.encode(body) : body
  const coding = made ?? compressed.codingFor(request.headers['accept-encoding'])
  const coded = made ? bytes : coding && bytes && (await compressed.get(coding, bytes))
  const lines = linesOf(headers)
  if (coded && coding) lines.push('content-encoding', coding)
  const sent = coded ?? bytes
  lines.push('content-length', String(sent?.length ?? 0))
  // What was not read of a body would be taken for the next request.
  if (!request.raw.complete && status >= 400) lines.push('connection', 'close')
  // All of it is with the system then. A connection that breaks off leaves it to the collector.
  if (release) raw.once('finish', release)
  raw.writeHead(status, status === 304 ? linesOf(headers) : lines)
  if (isHead || sent === undefined || status === 304) raw.end()
  else raw.end(sent)
}

/** Names and values in turn, as Node takes them; `flat` takes ten times as long. */
function linesOf(headers: TaxiiResponse['headers']): string[] {
  const lines: string[] = []
  for (const [name, value] of headers) lines.push(name, value)
  return lines
}

const utf8 = new TextEncoder()

/** Compressed forms of bodies, kept as long as the body is: pages that are cached are done once. */
class CompressedBodies {
  readonly #forms = new WeakMap<Uint8Array, Map<Coding, Promise<Uint8Array>>>()
  readonly #chosen: Recent<Coding | 'identity'>
  readonly #compress: TaxiiPluginOptions['compress']

  constructor({ compress, codings = CODINGS }: TaxiiPluginOptions) {
    this.#chosen = new Recent((header) => chooseCoding(header, codings) ?? 'identity', 100)
    this.#compress = compress
  }

  codingFor(header: string | undefined): Coding | undefined {
    if (this.#compress === undefined || header === undefined) return undefined
    const chosen = this.#chosen.get(header)
    return chosen === 'identity' ? undefined : chosen
  }

  get(coding: Coding, body: Uint8Array): Promise<Uint8Array> | undefined {
    if (this.#compress === undefined || body.length < MIN_COMPRESSED) return undefined
    const forms = this.#forms.get(body) ?? new Map<Coding, Promise<Uint8Array>>()
    this.#forms.set(body, forms)
    const known = forms.get(coding)
    if (known) return known
    const form = this.#compress(coding, body)
    forms.set(coding, form)
    // What went wrong once may go right the next time.
    form.catch(() => forms.delete(coding))
    return form
  }
}
