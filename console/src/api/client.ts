import createClient, { type Middleware } from 'openapi-fetch'
import type { GetAnswers, PostAnswers } from './answers.ts'
import { askedToWait, heardFrom, notHeard } from './connection.ts'
import { Fault, faultOf } from './fault.ts'
import type { paths } from './schema.gen.ts'

let csrf = ''

/** What changes something must carry this; it comes with the session. */
export function setCsrf(token: string): void {
  csrf = token
}

const gate: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('x-concert-csrf', csrf)
    return request
  },
}

/** `fetch`, with its failures and refusals as {@link Fault}s. */
async function ask(request: Request): Promise<Response> {
  let response: Response
  try {
    response = await fetch(request)
  } catch (error) {
    if (request.signal.aborted) throw error
    notHeard()
    throw new Fault(0, 'no-answer')
  }
  // A proxy that stands before a silent node answers in its place.
  if (response.status === 502 || response.status === 504) notHeard()
  else heardFrom(response)
  if (response.ok) return response
  const fault = await faultOf(response)
  // Of what is barred otherwise, such as signing in, the rest of the page knows nothing.
  const isPage = fault.status === 429 && fault.code !== 'sign-in-barred'
  if (isPage && fault.until !== undefined) askedToWait(fault.until)
  throw fault
}

const client = createClient<paths>({ baseUrl: location.origin, fetch: ask })
client.use(gate)

/** What a path wants to be sent. */
export type BodyOf<P extends keyof paths> = paths[P] extends {
  post: { requestBody: { content: { 'application/json': infer B } } }
}
  ? B
  : paths[P] extends { post: { requestBody?: { content: { 'application/json': infer B } } } }
    ? B | undefined
    : undefined

/** Reads one path of the node's API. */
export async function get<P extends keyof GetAnswers & keyof paths>(
  path: P,
  query?: Record<string, string | number | boolean | undefined>,
  signal?: AbortSignal,
): Promise<GetAnswers[P]> {
  const read = client.GET as (path: string, init: object) => Promise<{ data?: unknown }>
  const { data } = await read(path, { params: { query }, ...(signal && { signal }) })
  return data as GetAnswers[P]
}

/** Asks the node to do something, or something that is too long for an address. */
export async function post<P extends keyof PostAnswers & keyof paths>(
  path: P,
  ...[body]: BodyOf<P> extends undefined ? [] : [body: BodyOf<P>]
): Promise<PostAnswers[P]> {
  return (await write(path, body)) as PostAnswers[P]
}

/**
 * Asks the node to do something once: asked again under the same number, because no answer came,
 * it says what became of it and does not do it a second time.
 *
 * @param act - number of the act, a UUID
 */
export async function postOnce<P extends keyof PostAnswers & keyof paths>(
  path: P,
  body: NonNullable<BodyOf<P>>,
  act: string,
): Promise<PostAnswers[P]> {
  return (await write(path, body, { 'x-concert-act': act })) as PostAnswers[P]
}

async function write(path: string, body: unknown, headers = {}): Promise<unknown> {
  const send = client.POST as (path: string, init: object) => Promise<{ data?: unknown }>
  return (await send(path, { body: body ?? {}, headers })).data
}

/** The bytes of an answer, as they came. */
export async function postForBytes(path: keyof paths, body: object): Promise<Uint8Array> {
  const response = await plain(path, { method: 'POST', body: JSON.stringify(body) })
  return new Uint8Array(await response.arrayBuffer())
}

/** Follows work that tells how far it is, one JSON object a line. */
export async function* follow(
  path: keyof paths,
  body: object,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  yield* linesOf(await plain(path, { method: 'POST', body: JSON.stringify(body) }))
}

/** Sends a file as it is; the answer is whatever the path answers. */
export async function sendFile(
  path: keyof paths,
  query: Readonly<Record<string, string>>,
  file: Blob,
): Promise<Response> {
  const headers = { 'content-type': 'application/octet-stream' }
  const address = `${path}?${new URLSearchParams(query).toString()}`
  return await plain(address, { method: 'POST', body: file, headers })
}

/** An answer that comes as one JSON object a line. */
export async function* linesOf(
  response: Response,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const text = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const read = await text?.read().catch(() => brokenOff())
    if (read === undefined || read.done) break
    const lines = (rest + read.value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line)
  }
}

/** An answer that began and does not go on. */
function brokenOff(): never {
  notHeard()
  throw new Fault(0, 'no-answer')
}

/** A path that the OpenAPI document does not describe: signing in, the session. */
export async function plain(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  if (init.method !== undefined && init.method !== 'GET') {
    headers.set('x-concert-csrf', csrf)
    if (!headers.has('content-type')) headers.set('content-type', 'application/json')
  }
  return await ask(new Request(new URL(path, location.origin), { ...init, headers }))
}
