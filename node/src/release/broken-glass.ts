import { canonicalBytes, hex } from '@concert/core'
import { leafFor } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import type { Transaction } from '../store/store.ts'

/** What one person let go past the rules. */
export interface BrokenGlass {
  readonly actor: string
  readonly peer: string
  readonly note: string
  /** Ids of the originals and the bytes that left. */
  readonly objects: readonly { readonly id: string; readonly bytes: Uint8Array }[]
}

/**
 * Commits the record to this node's transparency log, in the transaction of the release: whoever
 * runs the node can't take it back later without the log showing it. The record itself stays here.
 */
export async function logBrokenGlass(
  tx: Transaction,
  { crypto, log, now }: NodeContext,
  { actor, peer, note, objects }: BrokenGlass,
): Promise<void> {
  const at = now()
  const document = canonicalBytes({
    v: 1,
    kind: 'concert-broken-glass',
    actor,
    peer,
    time: new Date(at).toISOString(),
    note,
    objects: objects.map(({ id, bytes }) => ({ id, sha256: hex(crypto.sha256(bytes)) })),
  })
  const opening = crypto.random(32)
  const leaf = leafFor(crypto.sha256, opening, 'release', log.origin, hex(crypto.sha256(document)))
  const columns = ['peer', 'document', 'opening', 'leaf', 'added'] as const
  await tx.insertMany('broken_glass', columns, [[peer, document, opening, leaf, at]])
  await log.submit(tx, [leaf])
}

/** A record of a broken glass as it is shown. */
export interface BrokenGlassLine {
  /** The record, as it was committed. */
  readonly record: string
  /** The leaf in hex, for `concert log proof`. */
  readonly leaf: string
  /** Opens the leaf: with it anybody can check that the leaf stands for the record. */
  readonly opening: string
}

/** Every glass ever broken, the oldest first. */
export async function listBrokenGlass({
  store,
}: Pick<NodeContext, 'store'>): Promise<readonly BrokenGlassLine[]> {
  const rows = await store.read.db
    .selectFrom('broken_glass')
    .select(['document', 'leaf', 'opening'])
    .orderBy('id')
    .limit(1000)
    .execute()
  return rows.map(({ document, leaf, opening }) => {
    return { record: new TextDecoder().decode(document), leaf: hex(leaf), opening: hex(opening) }
  })
}
