import type { WitnessAnswer } from '@concert/tlog'

/** An HTTP exchange with a witness; tests and other transports put their own in its place. */
export interface WitnessTransport {
  /** `POST <url>/add-checkpoint`. Rejects when no whole answer comes. */
  addCheckpoint(url: string, body: string, signal: AbortSignal): Promise<WitnessAnswer>
  /** `GET <url>/<path>`: the text of a 200, `undefined` for any other answer. */
  read(url: string, path: string, signal: AbortSignal): Promise<string | undefined>
}

/** Most bytes of an answer that are read. */
const MAX_ANSWER_BYTES = 64 * 1024

/** The transport over the platform's fetch. Redirects are refused: a witness is where its URL says. */
export function createWitnessTransport(): WitnessTransport {
  return {
    async addCheckpoint(url, body, signal) {
      const headers = { 'content-type': 'text/plain; charset=utf-8' }
      const init: RequestInit = { method: 'POST', body, headers, redirect: 'error', signal }
      const response = await fetch(`${url}/add-checkpoint`, init)
      const contentType = response.headers.get('content-type') ?? ''
      return { status: response.status, contentType, body: await boundedText(response) }
    },
    async read(url, path, signal) {
      const response = await fetch(`${url}/${path}`, { redirect: 'error', signal })
      const text = await boundedText(response)
      return response.status === 200 ? text : undefined
    },
  }
}

/** The text of an answer; rejects with RangeError when it is longer than any that is meant here. */
export async function boundedText(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > MAX_ANSWER_BYTES) throw new RangeError('answer too large')
    parts.push(part)
  }
  return new TextDecoder().decode(Buffer.concat(parts))
}
