import type { Query, QueryClient } from '@tanstack/react-query'
import { noticeBuild } from './build.ts'
import { connection, nodeNow, onConnection, waited } from './connection.ts'
import { isConcerned, KINDS, type News } from './news.ts'

const FALLBACK_MS = 5_000
/** How soon a stream that the node refused is asked for again. */
const AGAIN_MS = 15_000

/** Many pages that the node asked to wait do not come back at one time. */
const SPREAD_MS = 2_000

/** How long news are gathered before what they changed is asked for. */
const GATHER_MS = 250

/**
 * What the page that holds the stream tells the others, and what they ask it: news, or that nobody
 * knows what was missed.
 */
type Word = News | 'reload' | 'open' | 'lost' | 'hello'

/**
 * Follows what happens at the node, and reads anew what that may have changed on screen. However
 * many pages of a session are open, one of them holds the stream and tells the others: a browser
 * opens six connections to one host, and streams would use them up. When that page goes, the next
 * takes over. Until there is a stream, and while the node answers nothing, every page asks every so
 * often.
 *
 * @param session - pages of another session do not hear of it
 */
export function follow(client: QueryClient, session: string): () => void {
  const name = `concert-live-${session}`
  const channel = new BroadcastChannel(name)
  const refresh = (news?: readonly News[]) => {
    const concerned = client.getQueryCache().findAll({
      predicate: ({ meta, queryKey }) => {
        return meta?.still !== true && (news === undefined || isConcerned(queryKey, news))
      },
    })
    for (const query of concerned) readAnew(client, query)
  }
  const gone = new AbortController()
  let isFollowed = false
  let wasLost = false
  let isLeading = false
  let soon: number | undefined
  let isAll = false
  let gathered: News[] = []
  // Many events in a row are one reason to read.
  const refreshSoon = (word: News | 'all') => {
    if (word === 'all') isAll = true
    else gathered.push(word)
    // All of it is read when the time is over.
    if (connection().busyUntil !== null) return
    soon ??= window.setTimeout(() => {
      refresh(isAll ? undefined : gathered)
      soon = undefined
      isAll = false
      gathered = []
    }, GATHER_MS)
  }
  const take = (word: Word) => {
    if (word === 'hello') {
      if (isLeading) channel.postMessage(isFollowed ? 'open' : 'lost')
      return
    }
    if (typeof word === 'object') refreshSoon(word)
    if (word === 'reload' || (word === 'open' && !isFollowed)) refreshSoon('all')
    // A node that was started again may have another console.
    if (word === 'open' && wasLost) void noticeBuild()
    wasLost = word === 'lost'
    isFollowed = word !== 'lost'
  }
  channel.onmessage = ({ data }: MessageEvent<Word>) => take(data)
  channel.postMessage('hello' satisfies Word)
  const tell = (word: Word) => {
    if (gone.signal.aborted) return
    take(word)
    channel.postMessage(word)
  }
  const lead = async () => {
    // The turn may come in the very moment in which the page goes.
    if (gone.signal.aborted) return
    isLeading = true
    await hold(tell, gone.signal)
  }
  // Rejects when this page goes before its turn has come.
  void navigator.locks.request(name, { signal: gone.signal }, lead).catch(() => undefined)
  const fallback = window.setInterval(() => {
    const { lostSince, busyUntil } = connection()
    if (busyUntil === null && (!isFollowed || lostSince !== null)) refresh()
  }, FALLBACK_MS)
  let wait: number | undefined
  const pause = () => {
    clearTimeout(wait)
    const { busyUntil } = connection()
    if (busyUntil === null) return
    const left = Math.max(0, busyUntil - nodeNow()) + Math.random() * SPREAD_MS
    wait = window.setTimeout(() => {
      waited()
      refreshSoon('all')
    }, left)
  }
  const unheard = onConnection(pause)
  pause()
  return () => {
    gone.abort()
    unheard()
    clearTimeout(wait)
    channel.close()
    clearInterval(fallback)
    clearTimeout(soon)
  }
}

/**
 * Reads something anew if it is on screen, else when it is next. Reading once more would end the
 * reading under way, and with it what somebody has asked for with "Show more": that ends first.
 */
function readAnew(client: QueryClient, query: Query): void {
  const again = () => {
    void client.invalidateQueries({ queryKey: query.queryKey, exact: true, refetchType: 'active' })
  }
  const { fetchStatus, fetchMeta } = query.state
  const isMore = fetchStatus === 'fetching' && fetchMeta?.fetchMore !== undefined
  if (isMore && query.promise) query.promise.then(again, again)
  else again()
}

/** Keeps the stream open until the page goes; the lock is held as long. */
function hold(tell: (word: Word) => void, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined
    let again: number | undefined
    const open = () => {
      source = new EventSource('/api/v1/events')
      for (const kind of KINDS) {
        source.addEventListener(kind, ({ data }) => tell({ kind, ...idOf(data) }))
      }
      source.addEventListener('reload', () => tell('reload'))
      source.onopen = () => tell('open')
      source.onerror = () => {
        tell('lost')
        // What broke off the browser opens again by itself; what was refused it does not.
        if (source?.readyState === EventSource.CLOSED) again = window.setTimeout(open, AGAIN_MS)
      }
    }
    open()
    gone.addEventListener('abort', () => {
      source?.close()
      clearTimeout(again)
      resolve()
    })
  })
}

/** What an event is about, where it names one thing. */
function idOf(data: string): { readonly id?: string } {
  const { id } = JSON.parse(data) as { readonly id?: unknown }
  return typeof id === 'string' ? { id } : {}
}
