import type { NodeContext } from '../../context.ts'

const NAME = 'retention-begins'
/** A version of the node before kept everything: whoever comes from there has a week to look. */
const NOTICE_MS = 7 * 86_400_000

/**
 * From when on this node deletes, in milliseconds since 1970 UTC: from its first start, or, when it
 * holds what an earlier version of the node kept, a week after. Settled once.
 */
export async function beginsAt({
  store,
  now,
}: Pick<NodeContext, 'store' | 'now'>): Promise<number> {
  const known = await read(store.read)
  if (known !== undefined) return known
  return await store.transact(async (tx) => {
    const kept = await tx.db
      .selectFrom('kept_statements')
      .select('received')
      .limit(1)
      .executeTakeFirst()
    const value = String(kept === undefined ? now() : now() + NOTICE_MS)
    await tx.insertMany('node_state', ['name', 'value'], [[NAME, value]], { onConflict: 'ignore' })
    return (await read(tx)) as number
  })
}

async function read({ db }: NodeContext['store']['read']): Promise<number | undefined> {
  const row = await db
    .selectFrom('node_state')
    .select('value')
    .where('name', '=', NAME)
    .executeTakeFirst()
  return row && Number(row.value)
}
