import { type Json, type JsonObject, parseStrictJson } from '@concert/core'
import { type HttpAnswer, readRetryAfter } from '@concert/taxii'
import { FeedError } from '../feed-codes.ts'
import type { SourceInput } from '../feed-source.ts'

/** What a server said of a file's version (RFC 9110 §8.8), kept as a position. */
interface Validators {
  readonly etag?: string
  readonly lastModified?: string
}

/** A file that has changed since it was read whole. */
export interface ChangedFile {
  readonly body: AsyncIterable<Uint8Array>
  /** The position to keep once the file has been read to its end. */
  readonly position: Json
}

const MAX_VALIDATOR = 1000

/** @returns undefined when the server says that the file has not changed (RFC 9110 §13.1) */
export async function getChanged(
  input: SourceInput,
  url: string,
): Promise<ChangedFile | undefined> {
  const { etag, lastModified } = readValidators(input.position)
  const answer = await input.fetch(url, {
    method: 'GET',
    headers: {
      ...input.headers,
      accept: '*/*',
      ...(etag !== undefined && { 'if-none-match': etag }),
      ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
    },
    signal: input.signal,
  })
  if (answer.status === 304) {
    await drop(answer)
    return undefined
  }
  const body = await usableBody(input, answer)
  return { body, position: validatorsOf(answer) as Json }
}

/** A whole document of bounded size. */
export async function getJson(input: SourceInput, url: string): Promise<JsonObject> {
  const headers = { ...input.headers, accept: 'application/json' }
  const answer = await input.fetch(url, { method: 'GET', headers, signal: input.signal })
  return await readJson(input, await usableBody(input, answer))
}

/** @throws FeedError `feed-malformed`, `feed-bytes` */
export async function readJson(
  { budget }: SourceInput,
  body: AsyncIterable<Uint8Array>,
): Promise<JsonObject> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const piece of body) {
    size += piece.length
    if (size > budget.limits.heldBytes) throw new FeedError('feed-bytes')
    parts.push(piece)
  }
  const parsed = parseStrictJson(Buffer.concat(parts), { maxBytes: budget.limits.heldBytes })
  if (!parsed.ok || !isObject(parsed.value)) throw new FeedError('feed-malformed')
  return parsed.value
}

async function usableBody(
  { now }: SourceInput,
  answer: HttpAnswer,
): Promise<AsyncIterable<Uint8Array>> {
  const { status, headers, body } = answer
  const isPage = /^\s*text\/html\b/i.test(headers.get('content-type') ?? '')
  if (status === 200 && !isPage && body !== null) return body
  await drop(answer)
  if (status === 200) throw new FeedError('feed-media')
  const retryAfter = headers.get('retry-after')
  throw new FeedError(
    'feed-status',
    retryAfter === null ? undefined : readRetryAfter(retryAfter, now()),
  )
}

async function drop({ body }: HttpAnswer): Promise<void> {
  for await (const _ of body ?? []) return
}

function validatorsOf({ headers }: HttpAnswer): Validators {
  const etag = printable(headers.get('etag'))
  const lastModified = printable(headers.get('last-modified'))
  return { ...(etag && { etag }), ...(lastModified && { lastModified }) }
}

function readValidators(position: Json): Validators {
  if (!isObject(position)) return {}
  const { etag, lastModified } = position
  return {
    ...(typeof etag === 'string' && { etag }),
    ...(typeof lastModified === 'string' && { lastModified }),
  }
}

/** What is sent back as a header must be one. */
function printable(text: string | null): string | undefined {
  return text !== null && text.length <= MAX_VALIDATOR && /^[\x20-\x7e]+$/.test(text)
    ? text
    : undefined
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
