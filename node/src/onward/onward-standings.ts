import type { JsonObject } from '@concert/core'
import type { Tlp } from '@concert/envelope'
import { referencesOf } from '@concert/stix'
import { tlpAllowed } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { tombstonesOf } from '../intel/retention/tombstones.ts'
import type { Standing } from '../release/decide/decide-set.ts'
import { standingsOf } from '../release/standings.ts'

const AT_ONCE = 1000

/**
 * How ids that others' objects name stand with a peer to whom these are passed on. Their author let
 * the ids out; hidden is what leads to objects of ours that the peer has not had, or to others'
 * under a stricter label.
 */
export async function onwardStandings(
  context: NodeContext,
  { peer, tlp }: { readonly peer: string; readonly tlp: Tlp },
  ownIdentity: string,
  objects: readonly JsonObject[],
): Promise<(id: string) => Standing> {
  const ids = new Set(objects.flatMap(referencesOf))
  const held = await heldBy(context, [...ids])
  const ours = new Set(
    [...ids].filter((id) => held.get(id)?.some(({ source }) => source === context.own.node)),
  )
  const standings = await standingsOf(context, peer, ownIdentity, ours, Number.MAX_SAFE_INTEGER)
  return (id) => {
    const own = standings.get(id)
    if (own !== undefined) return own === 'later' ? 'waits' : own
    const isOpen = held.get(id)?.every((row) => tlpAllowed(row.tlp as Tlp, tlp)) ?? true
    return isOpen ? 'known' : 'hidden'
  }
}

/** Who gave us objects, under which labels; those included that were deleted when their time was over. */
async function heldBy({ store }: NodeContext, ids: readonly string[]) {
  const rows: { readonly stix_id: string; readonly source: string; readonly tlp: string }[] = []
  for (const [stix_id, stones] of await tombstonesOf(store.read, ids)) {
    for (const { source, tlp } of stones) rows.push({ stix_id, source: source ?? '', tlp })
  }
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const found = await store.read.db
      .selectFrom('objects')
      .select(['stix_id', 'source', 'tlp'])
      .where('stix_id', 'in', ids.slice(at, at + AT_ONCE))
      .execute()
    rows.push(...found)
  }
  return Map.groupBy(rows, (row) => row.stix_id)
}
