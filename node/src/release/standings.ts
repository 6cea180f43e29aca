import { isNameBased, tlpOfMarking } from '@concert/stix'
import type { NodeContext } from '../context.ts'
import { brings } from '../intel/gone.ts'
import { tombstonesOf } from '../intel/retention/tombstones.ts'
import type { Standing } from './decide/decide-set.ts'

/** Ids looked up in one query. */
const AT_ONCE = 1000

/** How ids stand with a peer; `later` ones are objects of ours whose turn is still to come. */
export type StandingOrLater = Standing | 'later'

/**
 * How objects that a set refers to stand with a peer.
 *
 * - It has what came from it, what we have sent it, our own identity, and built-in markings.
 * - What we hold and have not sent it must not learn of, or waits while a person decides on it;
 *   what we held until its time was over neither.
 * - What we do not hold we can't judge: a random id tells nothing of it, a name-based one may.
 *
 * @param after - row of the last object decided; own objects beyond it are to come
 */
export async function standingsOf(
  context: Pick<NodeContext, 'store' | 'own'>,
  peer: string,
  ownIdentity: string,
  ids: ReadonlySet<string>,
  after: number,
): Promise<ReadonlyMap<string, StandingOrLater>> {
  const found = new Map<string, StandingOrLater>()
  const asked: string[] = []
  for (const id of ids) {
    if (id === ownIdentity || tlpOfMarking(id) !== undefined) found.set(id, 'known')
    else asked.push(id)
  }
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    await lookUp(context, peer, asked.slice(at, at + AT_ONCE), after, found)
  }
  return found
}

async function lookUp(
  { store, own }: Pick<NodeContext, 'store' | 'own'>,
  peer: string,
  ids: readonly string[],
  after: number,
  found: Map<string, StandingOrLater>,
): Promise<void> {
  const { db } = store.read
  const held = await db
    .selectFrom('objects')
    .select(['id', 'stix_id', 'source', 'version_key', 'retracted_by'])
    .where('stix_id', 'in', ids)
    .execute()
  for (const id of ids) found.set(id, isNameBased(id) ? 'hidden' : 'known')
  for (const { stix_id: id } of held) found.set(id, 'hidden')
  const deleted = await tombstonesOf(store.read, ids)
  for (const id of deleted.keys()) found.set(id, 'hidden')
  const ours = held.filter((row) => row.source === own.node && row.retracted_by === null)
  for (const row of ours) {
    if (row.version_key !== null && row.id > after) found.set(row.stix_id, 'later')
  }
  if (ours.length > 0) await lookUpOurs(db, peer, ours, found)
  for (const row of held) if (row.source === peer) found.set(row.stix_id, 'known')
  for (const [id, stones] of deleted) {
    if (stones.some(({ source }) => source === peer)) found.set(id, 'known')
  }
}

async function lookUpOurs(
  db: NodeContext['store']['read']['db'],
  peer: string,
  ours: readonly { readonly id: number; readonly stix_id: string }[],
  found: Map<string, StandingOrLater>,
): Promise<void> {
  const rows = ours.map(({ id }) => id)
  const waiting = await db
    .selectFrom('release_queue')
    .innerJoin('objects', 'objects.id', 'release_queue.object_id')
    .select('objects.stix_id')
    .where('release_queue.peer', '=', peer)
    .where('release_queue.object_id', 'in', rows)
    .where('release_queue.state', '=', 'review')
    .execute()
  for (const row of waiting) found.set(row.stix_id, 'waits')
  const sent = await db
    .selectFrom('items')
    .innerJoin('objects', 'objects.id', 'items.object_id')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'items.statement_id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select('objects.stix_id')
    .distinct()
    .where('items.object_id', 'in', rows)
    .where('envelopes.direction', '=', 'out')
    .where('envelopes.peer', '=', peer)
    .where(brings)
    .execute()
  for (const row of sent) found.set(row.stix_id, 'known')
  const copies = await db
    .selectFrom('release_copies')
    .innerJoin('objects as original', 'original.id', 'release_copies.object_id')
    .innerJoin('objects as copy', 'copy.id', 'release_copies.copy_id')
    .select(['original.stix_id as id', 'copy.stix_id as as'])
    .where('release_copies.object_id', 'in', rows)
    .where('release_copies.peer', '=', peer)
    .where('copy.retracted_by', 'is', null)
    .orderBy('release_copies.copy_id')
    .execute()
  for (const row of copies) found.set(row.id, { as: row.as })
}
