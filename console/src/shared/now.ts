import { useSyncExternalStore } from 'react'
import { nodeNow } from '../api/connection.ts'

const listeners = new Set<() => void>()
let timer: number | undefined
let second = 0

/** One timer for every clock on the page. */
function onSecond(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= window.setInterval(() => {
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The node's time in whole seconds (ms since 1970), again every second. */
export function useNow(): number {
  return useSyncExternalStore(onSecond, () => {
    second = Math.floor(nodeNow() / 1000) * 1000
    return second
  })
}
