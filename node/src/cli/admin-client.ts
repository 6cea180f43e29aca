import type { IncomingMessage } from 'node:http'
import { buffer, text } from 'node:stream/consumers'
import { ConcertError, ok } from '@concert/core'
import { errnoOf } from '../files/atomic-file.ts'
import { both } from '../i18n/both.ts'
import type { Bilingual } from '../i18n/language.ts'
import { type AdminFile, adminFilePath, readAdminFile } from './admin-file.ts'
import { type AdminBody, type AdminRequest, sendAdmin } from './admin-request.ts'
import { type CommandContext, EXIT } from './command.ts'
import { ndjsonLines } from './ndjson.ts'
import { complain, type Problem } from './output.ts'

/** Why the running node did not do what was asked, and the exit code that says so. */
export interface AdminRefusal extends Problem {
  readonly ok: false
  readonly exit: typeof EXIT.refused | typeof EXIT.unreachable
}

/** What the node answered, or why it did not. */
export type AdminResult<T> = { readonly ok: true; readonly value: T } | AdminRefusal

/**
 * The admin interface of the running node. The types of answers are the caller's word: node and
 * command line are one release.
 */
export interface AdminClient {
  get<T>(path: string): Promise<AdminResult<T>>
  post<T>(path: string, body?: AdminBody): Promise<AdminResult<T>>
  /** Posts and takes the answer in its exact bytes, such as an evidence file. */
  bytes(path: string, body?: AdminBody): Promise<AdminResult<Uint8Array>>
  /** Posts and takes the bytes of the answer as they come, each waited for, such as a large file. */
  download(
    path: string,
    body: AdminBody,
    onBytes: (bytes: Uint8Array) => Promise<void>,
  ): Promise<AdminResult<null>>
  /**
   * Posts and follows the lines of the answer (NDJSON). Each is an object with a member `event`:
   * `done` ends it with the result, `refused` with a refusal, any other goes to `onEvent`, which
   * the next line waits for.
   */
  stream<E extends AdminEvent, R>(
    path: string,
    body: AdminBody,
    onEvent: (event: E) => void | Promise<void>,
  ): Promise<AdminResult<R>>
}

/** A line of a stream. */
export interface AdminEvent {
  readonly event: string
}

/** The body of an answer that refuses, and the rest of a line `refused`. */
export interface AdminErrorBody {
  readonly code: string
  readonly at?: string
  readonly message?: Bilingual
}

type ClientContext = Pick<CommandContext, 'dataDir' | 'signal'>

/** Finds the node that runs on the data folder. */
export async function connectAdmin(context: ClientContext): Promise<AdminResult<AdminClient>> {
  const { dataDir, signal } = context
  const file = await readAdminFile(dataDir)
  if (!file.ok) return notFound(file, dataDir)
  const ask = <T>(method: AdminRequest['method'], path: string, body?: AdminBody) =>
    exchange<T>(file.value, signal, { method, path, ...(body && { body }) })
  return ok({
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    bytes: (path, body) => whole(file.value, signal, { path, ...(body && { body }) }),
    download: (path, body, onBytes) => download(file.value, signal, { path, body, onBytes }),
    stream: (path, body, onEvent) => follow(file.value, signal, { path, body, onEvent }),
  })
}

/** Says why the node did not do what was asked. @returns the exit code */
export function reportRefusal(
  context: Pick<CommandContext, 'lang' | 'json' | 'err'>,
  refusal: AdminRefusal,
): number {
  complain(context, refusal)
  return refusal.exit
}

function notFound(
  refusal: Extract<Awaited<ReturnType<typeof readAdminFile>>, { ok: false }>,
  dataDir: string,
): AdminRefusal {
  if (refusal.code === 'not-running') {
    const sentence = both('admin.not-running', { dataDir })
    return { ok: false, exit: EXIT.unreachable, code: 'not-running', sentence }
  }
  const sentence = both('admin.file', { file: adminFilePath(dataDir) })
  return { ok: false, exit: EXIT.unreachable, code: 'admin-file', sentence }
}

async function exchange<T>(
  file: AdminFile,
  signal: AbortSignal,
  what: Pick<AdminRequest, 'method' | 'path' | 'body'>,
): Promise<AdminResult<T>> {
  return reaching(file, signal, async () => {
    const response = await sendAdmin(file, { ...what, accept: 'application/json', signal })
    const body = parse(await text(response))
    if (isSuccess(response)) return { ok: true, value: body as T }
    return refusalOf(response, body)
  })
}

interface Follow<E extends AdminEvent> {
  readonly path: string
  readonly body: AdminBody
  readonly onEvent: (event: E) => void | Promise<void>
}

function whole(
  file: AdminFile,
  signal: AbortSignal,
  what: Pick<AdminRequest, 'path' | 'body'>,
): Promise<AdminResult<Uint8Array>> {
  return reaching(file, signal, async () => {
    const request = { method: 'POST', ...what, accept: 'application/json', signal } as const
    const response = await sendAdmin(file, request)
    if (isSuccess(response)) return { ok: true, value: await buffer(response) }
    return refusalOf(response, parse(await text(response)))
  })
}

function download(
  file: AdminFile,
  signal: AbortSignal,
  {
    onBytes,
    ...what
  }: Pick<AdminRequest, 'path' | 'body'> & {
    readonly onBytes: (bytes: Uint8Array) => Promise<void>
  },
): Promise<AdminResult<null>> {
  return reaching(file, signal, async () => {
    const request = { method: 'POST', ...what, accept: 'application/json', signal } as const
    const response = await sendAdmin(file, request)
    if (!isSuccess(response)) return refusalOf(response, parse(await text(response)))
    for await (const bytes of response) await onBytes(bytes as Uint8Array)
    return response.complete ? { ok: true, value: null } : interrupted()
  })
}

function follow<E extends AdminEvent, R>(
  file: AdminFile,
  signal: AbortSignal,
  { path, body, onEvent }: Follow<E>,
): Promise<AdminResult<R>> {
  return reaching(file, signal, async () => {
    const accept = 'application/x-ndjson'
    const response = await sendAdmin(file, { method: 'POST', path, body, accept, signal })
    if (!isSuccess(response)) return refusalOf(response, parse(await text(response)))
    for await (const line of ndjsonLines(response)) {
      const { event, ...rest } = asObject(line)
      if (event === 'done') return { ok: true, value: rest as R }
      if (event === 'refused') return refusalOf(response, rest)
      await onEvent(line as E)
    }
    return interrupted()
  })
}

/** Turns what goes wrong on the way into a refusal; Ctrl-C and our own defects stay exceptions. */
async function reaching<T>(
  file: AdminFile,
  signal: AbortSignal,
  talk: () => Promise<AdminResult<T>>,
): Promise<AdminResult<T>> {
  try {
    return await talk()
  } catch (error) {
    if (error instanceof ConcertError && error.code === 'admin-answer') {
      return { ok: false, exit: EXIT.refused, code: error.code, sentence: both('admin.answer') }
    }
    const errno = errnoOf(error)
    if (signal.aborted || errno === undefined) throw error
    if (errno !== 'ECONNREFUSED' && errno !== 'ECONNRESET' && errno !== 'EPIPE') throw error
    if (errno !== 'ECONNREFUSED') return interrupted()
    const sentence = both('admin.unreachable', { pid: file.pid })
    return { ok: false, exit: EXIT.unreachable, code: 'unreachable', sentence }
  }
}

function interrupted(): AdminRefusal {
  const sentence = both('admin.interrupted')
  return { ok: false, exit: EXIT.unreachable, code: 'interrupted', sentence }
}

function isSuccess({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300
}

function refusalOf({ statusCode }: IncomingMessage, body: unknown): AdminRefusal {
  if (statusCode === 401) {
    const sentence = both('admin.denied')
    return { ok: false, exit: EXIT.unreachable, code: 'denied', sentence }
  }
  const error = asObject(body) as Partial<AdminErrorBody>
  const code = typeof error.code === 'string' ? error.code : `http-${statusCode}`
  // Of somebody else's answer on this port, or a library's, the message is no sentence of ours.
  const isOurs = typeof error.message === 'object' && error.message !== null
  const sentence = isOurs ? error.message : both('admin.refused', { code })
  const place = typeof error.at === 'string' ? { at: error.at } : {}
  return { ok: false, exit: EXIT.refused, code, sentence, ...place }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function parse(body: string): unknown {
  if (body === '') return undefined
  try {
    return JSON.parse(body) as unknown
  } catch (cause) {
    throw new ConcertError('admin-answer', {}, { cause })
  }
}
