import { type Json, ok, parseStrictJson, type Result, refuse } from '@concert/core'

/** Why a request to a peer gave nothing usable. */
export type HttpFault = 'unreachable' | 'bad-url' | 'http-status' | 'too-large' | 'malformed'

const TIMEOUT_MS = 30_000
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Whether a base URL of a peer may be used: https, or http on loopback; nothing but an origin. */
export function isPeerUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(url)
  if (username || password || search || hash) return false
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))
}

/** Gets JSON of at most `max` bytes, without following redirects. */
export async function fetchJson(url: string, max: number): Promise<Result<Json, HttpFault>> {
  const body = await request(url, { method: 'GET' }, max)
  if (!body.ok) return body
  const parsed = parseStrictJson(body.value)
  return parsed.ok ? ok(parsed.value) : refuse('malformed', url)
}

/** Gets at most `max` bytes, without following redirects. */
export async function fetchBytes(url: string, max: number): Promise<Result<Uint8Array, HttpFault>> {
  return await request(url, { method: 'GET' }, max)
}

/** Posts bytes and gets at most `max` bytes, without following redirects. */
export async function postBytes(
  url: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  max: number,
  signal: AbortSignal,
): Promise<Result<Uint8Array, HttpFault>> {
  return await request(
    url,
    {
      method: 'POST',
      headers,
      body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      signal,
    },
    max,
  )
}

/** Posts bytes and gets status and at most `max` bytes of any answer, without redirects. */
export async function exchangeBytes(
  url: string,
  body: Uint8Array,
  max: number,
  signal: AbortSignal,
): Promise<Result<HttpAnswer, HttpFault>> {
  const init = { method: 'POST', body: Buffer.from(body), signal }
  return await exchange(url, init, max)
}

/** An answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number
  readonly body: Uint8Array
}

async function request(
  url: string,
  init: RequestInit,
  max: number,
): Promise<Result<Uint8Array, HttpFault>> {
  const answer = await exchange(url, init, max)
  if (!answer.ok) return answer
  const { status, body } = answer.value
  return status >= 200 && status < 300 ? ok(body) : refuse('http-status', String(status))
}

async function exchange(
  url: string,
  init: RequestInit,
  max: number,
): Promise<Result<HttpAnswer, HttpFault>> {
  if (!isPeerUrl(url)) return refuse('bad-url', 'url')
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal })
    const bytes = await readBounded(response, max)
    // An error is told by its status, however long the page is that comes with it.
    if (!bytes && response.ok) return refuse('too-large', 'body')
    return ok({ status: response.status, body: bytes ?? new Uint8Array(0) })
  } catch {
    return refuse('unreachable', 'url')
  }
}

async function readBounded(response: Response, max: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > max) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}
