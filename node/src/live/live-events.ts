import type { NodeEvents } from '../context.ts'

/**
 * What a console is told of as it happens; it then asks for what it shows of that and of nothing
 * else, so that one event costs the node a question or two of every page that is open.
 *
 * `intel` is of objects that are held, `people` of contacts, ping tests and the rota.
 */
export const LIVE_KINDS = [
  'intel',
  'people',
  'drill',
  'feed',
  'taxii',
  'account',
  'request',
  'release',
  'delivery',
  'received',
  'alarm',
  'peer',
  'compact',
  'operation',
  'scorecard',
  'notification',
] as const

/** One of {@link LIVE_KINDS}. */
export type LiveKind = (typeof LIVE_KINDS)[number]

/** Something that happened: never its content, which is asked for under the reader's own roles. */
export interface LiveEvent {
  /** Counts up by one for every event of this process. */
  readonly number: number
  readonly kind: LiveKind
  readonly data: Readonly<Record<string, string | number>>
}

/** How long hints of one kind are gathered. */
const HINT_MS = 200

/** Events that are kept for whoever comes back. */
const KEPT = 2048

/** Tells who listens what happens in the node, and keeps the latest for those who were away. */
export class LiveHub {
  /** Names this process, so that nobody resumes after an event of another. */
  readonly source: string
  readonly #listeners = new Set<(event: LiveEvent) => void>()
  readonly #kept: LiveEvent[] = []
  readonly #hinted = new Set<LiveKind>()
  readonly #latest = new Map<LiveKind, number>()
  #number = 0

  constructor(source: string) {
    this.source = source
  }

  /** Tells everybody. */
  tell(kind: LiveKind, data: LiveEvent['data'] = {}): void {
    this.#number++
    const event = { number: this.#number, kind, data }
    this.#latest.set(kind, this.#number)
    this.#kept.push(event)
    if (this.#kept.length > KEPT) this.#kept.shift()
    for (const listener of this.#listeners) listener(event)
  }

  /**
   * Tells everybody that something of a kind has changed, at most a few times a second: thousands
   * of statements that arrive at once are one reason to look.
   */
  hint(kind: LiveKind): void {
    if (this.#hinted.has(kind)) return
    this.#hinted.add(kind)
    setTimeout(() => {
      this.#hinted.delete(kind)
      this.tell(kind)
    }, HINT_MS).unref()
  }

  /** Number of the latest event of a kind; 0 for none. */
  latestOf(kind: LiveKind): number {
    return this.#latest.get(kind) ?? 0
  }

  /** The latest event's number. */
  get number(): number {
    return this.#number
  }

  /** What has happened since; undefined when that is no longer known. */
  since(number: number): readonly LiveEvent[] | undefined {
    if (number > this.#number) return undefined
    const first = this.#kept[0]?.number ?? this.#number + 1
    return number + 1 < first ? undefined : this.#kept.filter((event) => event.number > number)
  }

  /** Listens until the function it gives back is called. */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** The events of a node, told to the hub as well. */
export function tellingHub(events: NodeEvents, hub: LiveHub): NodeEvents {
  return {
    ...events,
    received(peer, envelopes, items) {
      events.received(peer, envelopes, items)
      hub.tell('received', { peer, envelopes, items })
    },
    imported() {
      events.imported()
      hub.hint('intel')
    },
    expired(compact, objects) {
      events.expired(compact, objects)
      hub.hint('intel')
    },
    settled(peer, envelopes, items) {
      events.settled(peer, envelopes, items)
      hub.tell('delivery', { peer, state: 'receipted', items })
    },
    deliveryFailed(peer, code) {
      events.deliveryFailed(peer, code)
      hub.tell('delivery', { peer, state: 'failed', code })
    },
    tendered(peer, mailbox, parcels) {
      events.tendered(peer, mailbox, parcels)
      hub.tell('delivery', { peer, state: 'tendered', parcels })
    },
    alarmed(kind, origin, source) {
      events.alarmed(kind, origin, source)
      hub.tell('alarm', { kind })
    },
    glassBroken(peer, actor, objects) {
      events.glassBroken(peer, actor, objects)
      hub.tell('release', { peer, state: 'broke-glass', objects })
    },
    frozen(peer, code) {
      events.frozen(peer, code)
      hub.tell('peer', { peer, state: 'frozen', code })
    },
  }
}
