import { connect } from 'node:net'
import { ConcertError } from '@concert/core'

/** Requests to put on a server. */
export interface Load {
  readonly port: number
  /** Path of the n-th request, the query included. */
  readonly path: (n: number) => string
  /** Body of the n-th request, which makes it a POST. */
  readonly body?: (n: number) => Uint8Array
  readonly requests: number
  readonly headers: Readonly<Record<string, string>>
}

/** What came of them. */
export interface Loaded {
  readonly seconds: number
  readonly bytes: number
  /** 99th percentile of the time from a request to the end of its answer, in milliseconds. */
  readonly p99Ms: number
}

const CONNECTIONS = 8

/**
 * Sends requests over eight kept connections, one after the other on each. By hand over sockets, for a
 * client that costs more than the server measures itself.
 *
 * @throws ConcertError `bench-answer` for any answer but 200 and 202
 */
export async function putLoad(load: Load): Promise<Loaded> {
  const times: number[] = []
  const counter = { next: 0 }
  const begin = performance.now()
  const sizes = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => oneConnection(load, counter, times)),
  )
  const seconds = (performance.now() - begin) / 1000
  times.sort((a, b) => a - b)
  const p99Ms = times[Math.ceil(times.length * 0.99) - 1] ?? 0
  return { seconds, bytes: sizes.reduce((sum, size) => sum + size, 0), p99Ms }
}

function oneConnection(
  { port, path, body, requests, headers }: Load,
  counter: { next: number },
  times: number[],
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const socket = connect(port, '127.0.0.1')
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const tail = ` HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('')}\r\n`
  const answer = new AnswerReader()
  let bytes = 0
  let begin = 0
  const ask = (): void => {
    const n = counter.next++
    if (n >= requests) {
      resolve(bytes)
      socket.end()
      return
    }
    begin = performance.now()
    if (body === undefined) {
      socket.write(`GET ${path(n)}${tail}`)
      return
    }
    const sent = body(n)
    socket.write(`POST ${path(n)}${tail.slice(0, -2)}content-length: ${sent.length}\r\n\r\n`)
    socket.write(sent)
  }
  socket.setNoDelay(true)
  socket.on('error', reject)
  socket.on('close', () => reject(new ConcertError('bench-answer')))
  socket.on('connect', ask)
  socket.on('data', (piece: Buffer) => {
    const size = answer.push(piece)
    if (size === undefined) return
    if (size < 0) {
      reject(new ConcertError('bench-answer'))
      socket.destroy()
      return
    }
    times.push(performance.now() - begin)
    bytes += size
    ask()
  })
  return promise
}

/** Finds where an answer with a content length ends. */
class AnswerReader {
  #head: Buffer = Buffer.alloc(0)
  #size = -1
  #left = 0

  /** @returns bytes of the body at its end, `undefined` before, -1 when it is no 200 or 202 */
  push(piece: Buffer): number | undefined {
    if (this.#size >= 0) return this.#took(piece.length)
    this.#head = this.#head.length === 0 ? piece : Buffer.concat([this.#head, piece])
    const end = this.#head.indexOf('\r\n\r\n')
    if (end < 0) return undefined
    const head = this.#head.toString('latin1', 0, end)
    const size = /^content-length: *(\d+)/im.exec(head)?.[1]
    if (!/^HTTP\/1\.1 20[02] /.test(head) || size === undefined) return -1
    this.#size = Number(size)
    this.#left = this.#size
    const rest = this.#head.length - end - 4
    this.#head = Buffer.alloc(0)
    return this.#took(rest)
  }

  #took(bytes: number): number | undefined {
    this.#left -= bytes
    if (this.#left > 0) return undefined
    const size = this.#size
    this.#size = -1
    return size
  }
}
