import type { StixObject } from '@concert/stix'
import type { NodeContext } from '../../context.ts'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import type { Along } from '../../intel/intelligence.ts'
import { insertObjects } from '../../intel/object-rows.ts'
import { insertOwnObjects } from '../../intel/own-objects.ts'
import { type CountedStore, countCommits } from '../../store/count-commits.ts'
import type { Store } from '../../store/store.ts'
import { TaxiiDesk } from '../taxii-desk.ts'

/** Node id of the side whose desk it is. */
const OWN = 'own-node'

/** A desk over a store, without the rest of a node. */
export interface OpenDesk {
  readonly desk: TaxiiDesk
  readonly context: NodeContext & { readonly store: CountedStore }
  /** Puts objects into the node; those of others can be there several times. */
  bring(objects: readonly StixObject[], source?: string): Promise<number>
}

/** What collections need of a node, and nothing of the rest. */
export function openDesk(plain: Store, now: () => number = Date.now): OpenDesk {
  const store = countCommits(plain)
  const events = {
    taxiiFailed: (error: unknown) => {
      throw error
    },
  }
  const parts = { store, own: { node: OWN }, crypto: createNodeCrypto(), now, events }
  const context = parts as unknown as OpenDesk['context']
  const storeAs = (source: string, objects: readonly StixObject[], along?: Along) =>
    store.transact(async (tx) => {
      if (objects.length === 0) return 0
      const stored =
        source === OWN
          ? await insertOwnObjects(tx, { node: OWN, objects, now: now() })
          : await insertObjects(tx, { source, objects, now: now() })
      await along?.(tx, stored)
      return stored.added
    })
  const bring = (objects: readonly StixObject[], source = OWN) => storeAs(source, objects)
  const importObjects = (objects: readonly StixObject[], _madeAt?: string, along?: Along) =>
    storeAs(OWN, objects, along)
  return { desk: new TaxiiDesk(context, { importObjects }), context, bring }
}
