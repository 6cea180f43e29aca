import type { Store } from './store.ts'

/** A store that says how often this process has committed: what was read before may be read again. */
export interface CountedStore extends Store {
  readonly commits: number
}

/** Counts the transactions that end well, before whoever asked for them hears of it. */
export function countCommits(store: Store): CountedStore {
  let commits = 0
  return {
    engine: store.engine,
    read: store.read,
    snapshot: (task) => store.snapshot(task),
    async transact(task) {
      try {
        return await store.transact(task)
      } finally {
        // One that failed may have been committed all the same.
        commits++
      }
    },
    sizeBytes: () => store.sizeBytes(),
    close: () => store.close(),
    get commits() {
      return commits
    },
  }
}
