import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '../accounts/roles.ts'
import type { LiveEvent, LiveHub, LiveKind } from './live-events.ts'

/** Open windows of one session, and of everybody. */
const PER_SESSION = 6
const AT_ONCE = 2000
const HEARTBEAT_MS = 15_000
/** Bytes that a slow reader may leave untaken before it has to come back. */
const MAX_UNTAKEN = 256 << 10
/** How soon a browser comes back, in milliseconds. */
const RETRY_MS = 3000

/** Who may hear of what; everybody hears of the rest. */
const HEARERS: Readonly<Partial<Record<LiveKind, readonly Role[]>>> = {
  release: ['duty-officer', 'analyst', 'release-officer', 'legal', 'auditor'],
  request: ['duty-officer', 'analyst', 'release-officer', 'legal', 'diplomat', 'auditor'],
  delivery: ['duty-officer', 'analyst', 'release-officer', 'legal', 'auditor', 'operator'],
}

/** Who listens: streams of one key are bounded, and end together. */
export interface Listener {
  readonly key: string
  readonly account: string
  readonly roles: ReadonlySet<Role>
  /** Whether the session still holds. */
  readonly isStillValid: () => Promise<boolean>
}

interface Open {
  readonly listener: Listener
  close(): void
}

/** The open streams of server-sent events. */
export class LiveStreams {
  readonly #hub: LiveHub
  readonly #open = new Set<Open>()
  #look: () => Promise<void> = async () => undefined
  #looking: Promise<void> | undefined

  constructor(hub: LiveHub) {
    this.#hub = hub
  }

  /** What is done before the first of them opens: to find out where things stand. */
  beforeFirst(look: () => Promise<void>): void {
    this.#look = look
  }

  /** Resolves when a stream can be opened that misses nothing from then on. */
  async ready(): Promise<void> {
    if (this.isHeard) return
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    await this.#looking
  }

  /** Whether another stream may be opened. */
  hasRoomFor(key: string): boolean {
    const own = [...this.#open].filter(({ listener }) => listener.key === key).length
    return this.#open.size < AT_ONCE && own < PER_SESSION
  }

  /** Whether anybody listens. */
  get isHeard(): boolean {
    return this.#open.size > 0
  }

  /** Ends the streams of an account: its sessions are over, or its roles are others. */
  endOf(account: string): void {
    for (const open of this.#open) if (open.listener.account === account) open.close()
  }

  /** Answers with events until the reader goes or its session ends. */
  start(request: FastifyRequest, reply: FastifyReply, listener: Listener): void {
    reply.hijack()
    const { raw } = reply
    const headers = { ...reply.getHeaders(), ...STREAM_HEADERS }
    raw.writeHead(200, headers as Record<string, string>)
    const hub = this.#hub
    const write = (text: string) => {
      if (raw.writableLength > MAX_UNTAKEN) open.close()
      else raw.write(text)
    }
    const send = (event: LiveEvent) => {
      const hearers = HEARERS[event.kind]
      if (hearers && !hearers.some((role) => listener.roles.has(role))) return
      write(eventText(hub.source, event))
    }
    const heartbeat = setInterval(() => {
      write(': still here\n\n')
      listener.isStillValid().then(
        (isValid) => isValid || open.close(),
        () => open.close(),
      )
    }, HEARTBEAT_MS)
    heartbeat.unref()
    const stop = hub.listen(send)
    const open: Open = {
      listener,
      close: () => {
        clearInterval(heartbeat)
        stop()
        this.#open.delete(open)
        raw.end()
      },
    }
    this.#open.add(open)
    raw.on('close', open.close)
    raw.write(`retry: ${RETRY_MS}\n\n`)
    this.#catchUp(request, write, send)
  }

  #catchUp(
    request: FastifyRequest,
    write: (text: string) => void,
    send: (event: LiveEvent) => void,
  ): void {
    const hub = this.#hub
    const last = String(request.headers['last-event-id'] ?? '')
    const [source, number] = last.split('.')
    const missed = source === hub.source ? hub.since(Number(number)) : undefined
    if (missed) for (const event of missed) send(event)
    // What was missed is not known: whoever listens looks at everything again.
    else write(`id: ${hub.source}.${hub.number}\nevent: reload\ndata: {}\n\n`)
  }

  /** Ends every stream. */
  stop(): void {
    for (const open of this.#open) open.close()
  }
}

const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // A proxy that gathers answers would hold events back.
  'x-accel-buffering': 'no',
}

function eventText(source: string, { number, kind, data }: LiveEvent): string {
  return `id: ${source}.${number}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`
}
