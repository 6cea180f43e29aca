import { type IncomingMessage, request } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { utf8 } from '@concert/core'
import type { AdminFile } from './admin-file.ts'

/** What is sent with a request: JSON, or bytes as they come, such as a file. */
export type AdminBody =
  | { readonly json: unknown }
  | { readonly bytes: AsyncIterable<Uint8Array>; readonly type: string }

/** One request to the running node. */
export interface AdminRequest {
  readonly method: 'GET' | 'POST'
  /** Path and query, such as `/peers?state=added`. */
  readonly path: string
  readonly body?: AdminBody
  readonly accept: 'application/json' | 'application/x-ndjson'
  readonly signal: AbortSignal
}

/**
 * Sends a request over loopback HTTP. `node:http` rather than `fetch`: it loads in a tenth of the
 * time, and has no limit of its own on how long a stream may be quiet.
 *
 * @throws the socket's error when the node cannot be reached
 */
export async function sendAdmin(file: AdminFile, what: AdminRequest): Promise<IncomingMessage> {
  const { method, path, body, accept, signal } = what
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const outgoing = request(new URL(path, file.url), {
    method,
    signal,
    headers: {
      accept,
      authorization: `Bearer ${file.token}`,
      ...(body === undefined ? {} : { 'content-type': typeOf(body) }),
    },
  })
  outgoing.on('response', resolve)
  outgoing.on('error', reject)
  if (body === undefined) outgoing.end()
  else if ('json' in body) outgoing.end(utf8(JSON.stringify(body.json)))
  else pipeline(body.bytes, outgoing).catch(reject)
  return promise
}

function typeOf(body: AdminBody): string {
  return 'json' in body ? 'application/json' : body.type
}
