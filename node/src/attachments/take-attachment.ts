import { decodeAttachmentAct } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'
import type { Transaction } from '../store/store.ts'
import { veil } from './vault.ts'

const KEY_BYTES = 32

/**
 * Takes parts of a peer's file into quarantine, in the caller's transaction. A part that is here
 * already is not taken again, and of a file that people have discarded nothing is.
 */
export async function takeAttachment(
  tx: Transaction,
  { crypto, now }: Pick<NodeContext, 'crypto' | 'now'>,
  peer: string,
  statementId: number,
  { statement, items }: PreparedStatement,
): Promise<void> {
  const act = decodeAttachmentAct(statement.act)
  if (!act.ok) throw new TypeError('attachment')
  const { size, chunks } = act.value
  const fresh = { statement_id: statementId, peer, direction: 'in', state: 'open', size, chunks }
  await tx.db
    .insertInto('attachments')
    .values({ ...fresh, held: 0, secret: crypto.random(KEY_BYTES), added: now() })
    .onConflict((conflict) => conflict.columns(['statement_id', 'direction']).doNothing())
    .execute()
  const { id, state, secret } = await tx.db
    .selectFrom('attachments')
    .select(['id', 'state', 'secret'])
    .where('statement_id', '=', statementId)
    .where('direction', '=', 'in')
    .executeTakeFirstOrThrow()
  if (state === 'discarded') return
  await tx.insertMany(
    'attachment_chunks',
    ['attachment_id', 'position', 'salt', 'body'],
    items.flatMap(({ salt, bytes, place }) => {
      return place ? [[id, place.index, salt, veil(secret, place.index, bytes)] as const] : []
    }),
    { onConflict: 'ignore' },
  )
  await countHeld(tx, id, chunks)
}

async function countHeld(tx: Transaction, id: number, chunks: number): Promise<void> {
  const row = await tx.db
    .selectFrom('attachment_chunks')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('attachment_id', '=', id)
    .executeTakeFirst()
  const held = Number(row?.n ?? 0)
  const state = held === chunks ? 'complete' : 'open'
  await tx.db.updateTable('attachments').set({ held, state }).where('id', '=', id).execute()
}
