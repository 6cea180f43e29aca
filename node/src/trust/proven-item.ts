import { decodeIntelAct, type ProvenItem, parseStatement } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { placedItems } from '../exchange/placed-items.ts'
import type { Carried } from './carried-statement.ts'

/** The one item that evidence is about, with its path among the items of its statement. */
export async function provenItem(
  { store, crypto }: NodeContext,
  { position, statementId, statement }: Carried,
): Promise<readonly ProvenItem[]> {
  if (position === null) return []
  const parsed = parseStatement(crypto, statement)
  const share = parsed.ok ? decodeIntelAct('intel.share', parsed.value.act) : parsed
  const total = share.ok ? share.value.items : await countItems(store.read, statementId)
  const items = await placedItems(store.read, crypto, { id: statementId, total }, [position])
  return items.map(({ place, ...item }) => ({ ...item, ...place }))
}

/** Of kinds whose author does not say how many items there are: they never travel apart. */
async function countItems({ db }: NodeContext['store']['read'], statement: number) {
  const row = await db
    .selectFrom('items')
    .select((select) => select.fn.countAll<number | string>().as('n'))
    .where('statement_id', '=', statement)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
