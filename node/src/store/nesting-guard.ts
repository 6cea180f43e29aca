import { AsyncLocalStorage } from 'node:async_hooks'
import { StoreError } from './store-error.ts'

interface Scope {
  open: boolean
}

/**
 * Refuses a transaction begun inside another one's task with `store-nested`: it would wait for the
 * outer one, which waits for it. Work that merely outlives the outer task may begin its own.
 */
export class NestingGuard {
  readonly #scopes = new AsyncLocalStorage<Scope>()

  async run<T>(task: () => Promise<T>): Promise<T> {
    this.requireOutside()
    const scope = { open: true }
    try {
      return await this.#scopes.run(scope, task)
    } finally {
      scope.open = false
    }
  }

  /** Refuses what would wait for the very task that asks for it. */
  requireOutside(): void {
    if (this.#scopes.getStore()?.open) throw new StoreError('store-nested')
  }
}
