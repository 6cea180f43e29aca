import type { StixObject } from '@concert/stix'
import type { NodeContext } from '../../context.ts'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
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
  const bring = (objects: readonly StixObject[], source = OWN) =>
    store.transact(async (tx) => {
      if (objects.length === 0) return 0
      const first = await tx.allocateIds('objects', objects.length)
      return await tx.insertMany(
        'objects',
        [
          'id',
          'stix_id',
          'type',
          'modified',
          'tlp',
          'source',
          'version_key',
          'body',
          'retracted_by',
          'added',
        ],
        objects.map(({ bytes, view }, at) => {
          const modified = view.modified ?? view.created ?? ''
          const key = source === OWN ? `${view.id}|${modified}` : null
          const row = [first + at, view.id, view.type, modified, view.tlp, source, key] as const
          return [...row, bytes, null, now()] as const
        }),
        { onConflict: 'ignore' },
      )
    })
  const importObjects = (objects: readonly StixObject[]) => bring(objects)
  return { desk: new TaxiiDesk(context, { importObjects }), context, bring }
}
