import type { Reader } from '../store/store.ts'

/** Where a peer stands: added, confirmed, frozen; undefined for a node never added. */
export async function findPeerState(
  reader: Pick<Reader, 'db'>,
  node: string,
): Promise<string | undefined> {
  const row = await reader.db
    .selectFrom('peers')
    .select('state')
    .where('node', '=', node)
    .executeTakeFirst()
  return row?.state
}
