import { setImmediate as turn } from 'node:timers/promises'
import type { Tlp } from '@concert/envelope'
import type { Store } from '../store/store.ts'
import { brings } from './gone.ts'
import { isNewer } from './versions.ts'

/** Ids looked at in one query: the store answers in this thread, which has a peer to answer too. */
const IDS_AT_ONCE = 20_000

/** Where to look, and who we are. */
interface Holder {
  readonly store: Pick<Store, 'read'>
  readonly own: { readonly node: string }
}

/** STIX ids of what alone is looked at, a thousand at most; everything without. */
export type Only = readonly string[] | undefined

/** An object of ours, as far as sharing needs it. */
export interface OwnObject {
  readonly id: number
  readonly stixId: string
  readonly type: string
  readonly tlp: Tlp
  readonly body: Uint8Array
}

/**
 * The next objects of ours, or of `only` those, oldest first, that have neither gone to a peer, as they are or as a
 * copy, nor wait for a person or were rejected; of several versions the newest alone. Empty at the
 * end.
 */
export async function nextUnshared(
  context: Holder,
  peer: string,
  after: number,
  limit: number,
  only?: Only,
): Promise<readonly OwnObject[]> {
  const found: OwnObject[] = []
  const newest = await newestId(context)
  for (let from = after; from < newest && found.length < limit; from += IDS_AT_ONCE) {
    const rows = await unsharedIn(context, peer, from, only)
      .select([
        'objects.id',
        'objects.stix_id as stixId',
        'objects.type',
        'objects.tlp',
        'objects.body',
      ])
      .orderBy('objects.id')
      .limit(limit - found.length)
      .execute()
    // Both columns were taken from the object itself, checked, when it came in.
    for (const row of rows) found.push({ ...row, tlp: row.tlp as Tlp })
    await turn()
  }
  return found
}

/** How many objects of ours have not gone to a peer. */
export async function countUnshared(context: Holder, peer: string, only?: Only): Promise<number> {
  let count = 0
  const newest = await newestId(context)
  for (let from = 0; from < newest; from += IDS_AT_ONCE) {
    const row = await unsharedIn(context, peer, from, only)
      .select((select) => select.fn.countAll<number>().as('n'))
      .executeTakeFirst()
    count += row?.n ?? 0
    await turn()
  }
  return count
}

async function newestId(context: Holder): Promise<number> {
  const row = await context.store.read.db
    .selectFrom('objects')
    .select((select) => select.fn.max('id').as('id'))
    .executeTakeFirst()
  return row?.id ?? 0
}

function unsharedIn(context: Holder, peer: string, after: number, only: Only) {
  return context.store.read.db
    .selectFrom('objects')
    .where('objects.id', '>', after)
    .where('objects.id', '<=', after + IDS_AT_ONCE)
    .$if(only !== undefined, (query) => query.where('objects.stix_id', 'in', only ?? []))
    .where('objects.source', '=', context.own.node)
    .where('objects.version_key', 'is not', null)
    .where('objects.retracted_by', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('items')
            .innerJoin(
              'envelope_statements',
              'envelope_statements.statement_id',
              'items.statement_id',
            )
            .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
            .select('items.position')
            .whereRef('items.object_id', '=', 'objects.id')
            .where('envelopes.direction', '=', 'out')
            .where('envelopes.peer', '=', peer)
            .where(brings),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('release_queue')
            .select('release_queue.object_id')
            .whereRef('release_queue.object_id', '=', 'objects.id')
            .where('release_queue.peer', '=', peer)
            .where('release_queue.state', 'in', ['review', 'rejected']),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('release_copies')
            .innerJoin('items', 'items.object_id', 'release_copies.copy_id')
            .innerJoin(
              'envelope_statements',
              'envelope_statements.statement_id',
              'items.statement_id',
            )
            .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
            .select('release_copies.copy_id')
            .whereRef('release_copies.object_id', '=', 'objects.id')
            .where('release_copies.peer', '=', peer)
            .where('envelopes.direction', '=', 'out')
            .where('envelopes.peer', '=', peer)
            .where(brings),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('objects as newer')
            .select('newer.id')
            .whereRef('newer.stix_id', '=', 'objects.stix_id')
            .where('newer.source', '=', context.own.node)
            .where('newer.version_key', 'is not', null)
            .where(isNewer('newer', 'objects')),
        ),
      ),
    )
}
