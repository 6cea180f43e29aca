import type { QueryClient } from '@tanstack/react-query'

const FALLBACK_MS = 15_000

/** Something that happened at the node: its kind, and nothing that a log may not see. */
export interface LiveEvent {
  readonly type: string
  readonly urgency?: string
}

/**
 * Follows what happens at the node, and reads anew what is on screen. The browser connects again
 * by itself; until it has, the page asks every so often.
 */
export function follow(client: QueryClient, heard: (event: LiveEvent) => void): () => void {
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
  source.onmessage = (message) => {
    heard(parse(message.data))
    refreshSoon()
  }
  source.onopen = refreshSoon
  const fallback = window.setInterval(() => {
    if (source.readyState !== EventSource.OPEN) refresh()
  }, FALLBACK_MS)
  return () => {
    source.close()
    clearInterval(fallback)
    clearTimeout(soon)
  }
}

function parse(data: unknown): LiveEvent {
  try {
    const value: unknown = JSON.parse(String(data))
    if (typeof value === 'object' && value !== null && 'type' in value) return value as LiveEvent
  } catch {
    // What cannot be read is still a reason to look.
  }
  return { type: 'unknown' }
}
