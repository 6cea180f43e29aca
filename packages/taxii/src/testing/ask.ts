import { gunzipSync } from 'node:zlib'
import { TAXII_MEDIA_TYPE } from '../media-type.ts'
import type { TaxiiServer } from '../server.ts'

/** What a test sends. */
export interface Asking {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
  /** The bearer token; `null` for none, `all` when not given. */
  readonly token?: string | null
}

/** A line of a status resource (TAXII 2.1 §4.3.1). */
export interface AnsweredDetail {
  readonly id: string
  readonly version: string
  readonly message?: string
}

/** An object of an envelope (§3.7), or a record of a manifest (§5.3.1). */
export interface AnsweredObject {
  readonly id: string
  readonly type: string
  readonly modified: string
  readonly date_added: string
  readonly version: string
  readonly [property: string]: unknown
}

/**
 * What the resources of TAXII 2.1 may hold, all of them in one. It is what a server claims, not what was
 * checked: a test that looks at a property is what checks it.
 */
export interface AnsweredResource {
  readonly id?: string
  readonly title?: string
  readonly description?: string
  readonly alias?: string
  readonly default?: string
  readonly api_roots?: readonly string[]
  readonly versions?: readonly string[]
  readonly max_content_length?: number
  readonly collections?: readonly AnsweredResource[]
  readonly can_read?: boolean
  readonly can_write?: boolean
  readonly media_types?: readonly string[]
  readonly more?: boolean
  readonly next?: string
  readonly objects?: readonly AnsweredObject[]
  readonly status?: string
  readonly request_timestamp?: string
  readonly total_count?: number
  readonly success_count?: number
  readonly failure_count?: number
  readonly pending_count?: number
  readonly successes?: readonly AnsweredDetail[]
  readonly failures?: readonly AnsweredDetail[]
  readonly pendings?: readonly AnsweredDetail[]
  readonly http_status?: string
}

/** What a test gets. */
export interface Answer {
  readonly status: number
  /** With `content-encoding` for a body that came in gzip. */
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
  /** Of an answer without a body, nothing. */
  readonly json: AnsweredResource
}

const utf8 = new TextEncoder()

/** Asks a server without a network. A body in gzip is unpacked; its length is not looked at. */
export async function ask(
  server: TaxiiServer,
  url: string,
  { method = 'GET', headers = {}, body, token = 'all' }: Asking = {},
): Promise<Answer> {
  const sent: Record<string, string> = { accept: TAXII_MEDIA_TYPE }
  if (token !== null) sent.authorization = `Bearer ${token}`
  if (method === 'POST') sent['content-type'] = TAXII_MEDIA_TYPE
  Object.assign(sent, headers)
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const answer = await server.handle({
    method,
    url,
    header: (name) => sent[name],
    body: pieces(bytes ?? new Uint8Array()),
  })
  const plain = typeof answer.body === 'string' ? utf8.encode(answer.body) : answer.body
  const isGzip = answer.coding === 'gzip' && plain !== undefined
  const text = new TextDecoder().decode(isGzip ? gunzipSync(plain) : plain)
  const coding = isGzip ? ([['content-encoding', 'gzip']] as const) : []
  const json: AnsweredResource = text === '' ? {} : JSON.parse(text)
  return { status: answer.status, headers: new Map([...answer.headers, ...coding]), text, json }
}

/** Ids of the objects of an answer, in its order. */
export function idsOf({ objects = [] }: AnsweredResource): readonly string[] {
  return objects.map(({ id }) => id)
}

async function* pieces(body: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += 1000) yield body.subarray(at, at + 1000)
}
