import { lookup as resolve } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import tls from 'node:tls'
import { hostnameOf } from '../config/addresses.ts'
import { errnoOf } from '../files/atomic-file.ts'
import type { AddressPolicy } from './address-policy.ts'
import { ACCEPT_ENCODING, inflated } from './inflate.ts'
import { OutboundError } from './outbound-fault.ts'

/** Addresses of a name, as the resolver gives them. */
export type Resolver = (name: string) => Promise<readonly { address: string; family: number }[]>

/** How long a server may take and how often it may send us elsewhere. */
export interface OutboundLimits {
  /** Longest wait for a connection, for the head of an answer, and between two pieces of it, in ms. */
  readonly idleMs: number
  /** Longest time of one request, its answer included, in ms. */
  readonly totalMs: number
  readonly redirects: number
  /** Most bytes of one answer after its content coding is undone. */
  readonly bodyBytes: number
}

/** Limits for a server nobody here runs. */
export const OUTBOUND_LIMITS: OutboundLimits = {
  idleMs: 30_000,
  totalMs: 600_000,
  redirects: 3,
  bodyBytes: 1 << 30,
}

/** A client certificate with its key, and whom to believe beside the system's authorities; PEM. */
export interface TlsIdentity {
  readonly cert?: string
  readonly key?: string
  readonly ca?: string
}

/** What is asked for; the part of WHATWG fetch's second argument that is used here. */
export interface OutboundRequest {
  /** Shown to the server first asked, if it wants a certificate, and to no other. */
  readonly identity?: TlsIdentity | undefined
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly signal?: AbortSignal | undefined
}

/** An answer; the part of WHATWG's Response that is used here. */
export interface OutboundResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** Read it to its end or leave the loop: both let go of the connection. */
  readonly body: AsyncIterable<Uint8Array>
}

/** What may be told to any server; every other header belongs to the one it was meant for. */
const PUBLIC_HEADERS: readonly string[] = [
  'accept',
  'accept-language',
  'content-type',
  'if-modified-since',
  'if-none-match',
  'range',
]
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]
const MAX_HEAD_BYTES = 32 * 1024

/**
 * Fetches from servers that nobody here runs. A name is resolved once, every address of it is held
 * against the policy, and the connection goes to an address that passed: what the name says a moment
 * later (DNS rebinding) is not asked. Each redirect is checked like the first URL, may not leave https,
 * and carries no credentials to another origin.
 */
export class OutboundClient {
  readonly #policy: AddressPolicy
  readonly #limits: OutboundLimits
  readonly #agents: Readonly<Record<string, http.Agent>>

  constructor(
    policy: AddressPolicy,
    limits: OutboundLimits = OUTBOUND_LIMITS,
    resolver: Resolver = (name) => resolve(name, { all: true }),
  ) {
    this.#policy = policy
    this.#limits = limits
    // `lookup` is handed on to the connection, which TypeScript's agent options do not say.
    const options = { keepAlive: true, maxSockets: 4, lookup: guardedLookup(policy, resolver) }
    this.#agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) }
  }

  /** Lets go of idle connections. */
  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy()
  }

  /** @throws OutboundError why there is no answer; the signal's reason when it was aborted */
  readonly fetch = async (url: string, init: OutboundRequest): Promise<OutboundResponse> => {
    const deadline = AbortSignal.timeout(this.#limits.totalMs)
    const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline
    let at = this.#checked(url, init.headers)
    let { headers, identity } = init
    for (let hop = 0; ; hop++) {
      const answer = await this.#ask(at, { ...init, headers, identity, signal })
      const status = answer.statusCode ?? 0
      const { location } = answer.headers
      if (init.method !== 'GET' || !REDIRECTS.includes(status) || location === undefined) {
        return this.#response(answer, signal, init.signal)
      }
      answer.destroy()
      if (hop >= this.#limits.redirects) throw new OutboundError('too-many-redirects')
      const next = URL.parse(location, at)
      if (next === null) throw new OutboundError('bad-url')
      if (next.origin !== at.origin) {
        headers = withoutPrivate(headers)
        identity = undefined
      }
      if (at.protocol === 'https:' && next.protocol !== 'https:') {
        throw new OutboundError('not-https')
      }
      at = this.#checked(next.href, headers)
    }
  }

  #checked(text: string, headers: OutboundRequest['headers']): URL {
    const url = URL.parse(text)
    if (url === null || url.username !== '' || url.password !== '') {
      throw new OutboundError('bad-url')
    }
    const host = hostnameOf(url)
    if (url.protocol === 'http:') {
      const isSecret = Object.keys(headers).some((name) => isPrivate(name))
      if (isSecret && !this.#policy.isNamed(host)) throw new OutboundError('not-https')
    } else if (url.protocol !== 'https:') throw new OutboundError('bad-url')
    // A literal address is connected to without a lookup.
    if (isIP(host) !== 0 && !this.#policy.allows(host)) throw new OutboundError('address-forbidden')
    return url
  }

  async #ask(url: URL, init: OutboundRequest & { signal: AbortSignal }) {
    const { promise, resolve: settle, reject } = Promise.withResolvers<http.IncomingMessage>()
    const { request } = url.protocol === 'https:' ? https : http
    const agent = this.#agents[url.protocol]
    const outgoing = request(url, {
      method: init.method,
      ...(agent && { agent }),
      signal: init.signal,
      maxHeaderSize: MAX_HEAD_BYTES,
      ...(url.protocol === 'https:' && tlsOptions(init.identity)),
      headers: {
        'user-agent': 'Concert',
        'accept-encoding': ACCEPT_ENCODING,
        ...init.headers,
        ...(init.body && { 'content-length': String(init.body.length) }),
      },
    })
    outgoing.setTimeout(this.#limits.idleMs, () => outgoing.destroy(new OutboundError('too-slow')))
    outgoing.on('response', settle)
    outgoing.on('error', reject)
    // A server that sends head after head (1xx) is given as long as one that sends none.
    const head = setTimeout(
      () => outgoing.destroy(new OutboundError('too-slow')),
      this.#limits.idleMs,
    )
    outgoing.end(init.body)
    try {
      return await promise
    } catch (error) {
      throw toOutbound(error, init.signal)
    } finally {
      clearTimeout(head)
    }
  }

  #response(
    answer: http.IncomingMessage,
    signal: AbortSignal,
    asked: AbortSignal | undefined,
  ): OutboundResponse {
    const body = this.#bounded(answer, signal, asked)
    const get = (name: string) => {
      const value = answer.headers[name.toLowerCase()]
      return Array.isArray(value) ? value.join(', ') : (value ?? null)
    }
    return { status: answer.statusCode ?? 0, headers: { get }, body }
  }

  async *#bounded(
    answer: http.IncomingMessage,
    signal: AbortSignal,
    asked: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    let left = this.#limits.bodyBytes
    answer.setTimeout(this.#limits.idleMs, () => answer.destroy(new OutboundError('too-slow')))
    try {
      for await (const piece of inflated(answer, answer.headers['content-encoding'])) {
        left -= piece.length
        if (left < 0) throw new OutboundError('too-large')
        yield piece
      }
    } catch (error) {
      if (asked?.aborted === true) throw asked.reason
      throw toOutbound(error, signal)
    } finally {
      answer.destroy()
    }
  }
}

/** Resolves a name and gives on only addresses that the policy allows; all must pass. */
function guardedLookup(policy: AddressPolicy, resolver: Resolver): LookupFunction {
  return (name, options, callback) => {
    resolver(name).then(
      (found) => {
        // One forbidden address among good ones is how a name is rebound: it spoils them all.
        const isFine = found.length > 0 && found.every(({ address }) => policy.allows(address))
        if (!isFine) {
          const code = found.length === 0 ? 'name-unknown' : 'address-forbidden'
          callback(new OutboundError(code), '', 0)
        } else if (options.all === true) callback(null, [...found])
        else callback(null, found[0]?.address ?? '', found[0]?.family ?? 0)
      },
      (cause: unknown) => callback(new OutboundError('name-unknown', { cause }), '', 0),
    )
  }
}

/** The agent keeps connections with different ones apart. */
function tlsOptions({ ca, ...own }: TlsIdentity = {}): tls.SecureContextOptions {
  return { ...own, ...(ca !== undefined && { ca: [...tls.rootCertificates, ca] }) }
}

function toOutbound(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof OutboundError) return error
  if (signal.aborted) {
    const isTimeout = signal.reason instanceof Error && signal.reason.name === 'TimeoutError'
    return isTimeout ? new OutboundError('too-slow') : signal.reason
  }
  const code = errnoOf(error)
  return code === undefined ? error : new OutboundError('unreachable', { cause: error })
}

function isPrivate(name: string): boolean {
  return !PUBLIC_HEADERS.includes(name.toLowerCase())
}

function withoutPrivate(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isPrivate(name)))
}
