import { afterEach, beforeEach, describe } from 'vitest'
import { openStore, type StoreOptions } from './open-store.ts'
import { openingContract } from './opening-contract.ts'
import { readersContract } from './readers-contract.ts'
import type { Engine, Store } from './store.ts'
import { transactionsContract } from './transactions-contract.ts'
import { valuesContract } from './values-contract.ts'

/** What every engine promises. `fresh` names an empty database each time. */
export function storeContract(engine: Engine, fresh: () => Promise<StoreOptions>): void {
  describe(`store contract: ${engine}`, () => {
    let options: StoreOptions
    let store: Store
    const opened = {
      options: () => options,
      store: () => store,
      reopen: async () => {
        await store.close()
        store = await openStore(options)
      },
    }

    beforeEach(async () => {
      options = await fresh()
      store = await openStore(options)
    })
    afterEach(() => store.close())

    transactionsContract(opened)
    readersContract(opened)
    valuesContract(opened)
    openingContract(opened)
  })
}
