import type { QueryClient } from '@tanstack/react-query'
import { connection } from './connection.ts'

const FALLBACK_MS = 5_000

/** What a node tells of; never content, which is asked for under the reader's own roles. */
const KINDS = [
  'desk',
  'request',
  'release',
  'delivery',
  'received',
  'alarm',
  'peer',
  'thread',
  'notification',
  'reload',
] as const

/**
 * Follows what happens at the node, and reads anew what is on screen. The browser connects again
 * by itself; until it has, and while the node answers nothing, the page asks every so often.
 */
export function follow(client: QueryClient): () => void {
  const source = new EventSource('/api/v1/events')
  const refresh = () => void client.invalidateQueries({ refetchType: 'active' })
  let soon: number | undefined
  // Many events in a row are one reason to read.
  const refreshSoon = () => {
    soon ??= window.setTimeout(() => {
      soon = undefined
      refresh()
    }, 250)
  }
  for (const kind of KINDS) source.addEventListener(kind, refreshSoon)
  source.onopen = refreshSoon
  const fallback = window.setInterval(() => {
    if (source.readyState !== EventSource.OPEN || connection().lostSince !== null) refresh()
  }, FALLBACK_MS)
  return () => {
    source.close()
    clearInterval(fallback)
    clearTimeout(soon)
  }
}
