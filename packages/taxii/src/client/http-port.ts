/**
 * How the client reaches a server: WHATWG `fetch` itself fits. Time limits, redirects, addresses and
 * certificates are the business of whoever hands it in; what it throws is passed on.
 */
export type HttpPort = (url: string, init: HttpInit) => Promise<HttpAnswer>

/** The part of fetch's second argument that is used. */
export interface HttpInit {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
  readonly signal?: AbortSignal
}

/** The part of a Response that is used. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** Attacker-controlled bytes, without their content coding. */
  readonly body: AsyncIterable<Uint8Array> | null
}
