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

/** What a test gets. */
export interface Answer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  readonly json: any
}

/** Asks a server without a network. */
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
  const text = typeof answer.body === 'string' ? answer.body : new TextDecoder().decode(answer.body)
  const json = text === '' ? undefined : JSON.parse(text)
  return { status: answer.status, headers: new Map(answer.headers), text, json }
}

async function* pieces(body: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += 1000) yield body.subarray(at, at + 1000)
}
