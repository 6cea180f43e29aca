import type { RefusalCode } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { judgeGround } from './compact-ground.ts'
import { decodeContactAct, isContactKind, parseCard } from './contact-acts.ts'
import { eraseContent } from './contact-rows.ts'

/** Why a contact of a peer is not taken, or undefined. Contacts come from their owner alone. */
export async function judgeContact(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  { statement, content, items }: PreparedStatement,
): Promise<RefusalCode | undefined> {
  const { kind, author, act, thread, exercise, compact } = statement
  if (!isContactKind(kind) || thread !== null || items.length > 0) return 'bad-act'
  if (exercise) return 'exercise-mixed'
  if (author.node !== peer) return 'not-author'
  const read = decodeContactAct(kind, act)
  if (!read.ok) return read.code
  // Erasure belongs to the control tier: it holds whatever has become of the compact.
  if (kind === 'contact.withdraw') return content === null ? undefined : 'bad-act'
  if (!content || !parseCard(content.bytes)) return 'bad-act'
  return await judgeGround(context, reader, compact, author.node)
}

/** The effect of a contact statement of a peer, in the transaction that stores it. */
export async function applyContact(
  tx: Transaction,
  context: NodeContext,
  id: number,
  { statement }: PreparedStatement,
): Promise<void> {
  const { kind, author } = statement
  if (!isContactKind(kind)) return
  const act = decodeContactAct(kind, statement.act)
  if (!act.ok) return
  const { contact } = act.value
  const held = await tx.db
    .selectFrom('contacts')
    .select(['revision', 'state', 'role', 'statement_id'])
    .where('node', '=', author.node)
    .where('contact', '=', contact)
    .executeTakeFirst()
  const key = { node: author.node, contact }
  if ('revision' in act.value) {
    const { revision, role } = act.value
    // What was withdrawn stays so; an older revision that comes late brings nothing back.
    if (held && (held.state === 'withdrawn' || held.revision >= revision)) {
      return await eraseContent(tx, [id])
    }
    if (held && held.statement_id !== null) await eraseContent(tx, [held.statement_id])
    return await keep(tx, { ...key, revision, role, state: 'standing', statement_id: id }, context)
  }
  if (held && held.statement_id !== null) await eraseContent(tx, [held.statement_id])
  const { revision, role } = held ?? { revision: 0, role: 'technical' }
  await keep(tx, { ...key, revision, role, state: 'withdrawn', statement_id: null }, context)
}

async function keep(
  tx: Transaction,
  row: {
    readonly node: string
    readonly contact: string
    readonly revision: number
    readonly role: string
    readonly state: string
    readonly statement_id: number | null
  },
  { now }: NodeContext,
): Promise<void> {
  const { node, contact, ...change } = row
  const values = { ...change, card: null, updated: now() }
  await tx.db
    .insertInto('contacts')
    .values({ node, contact, ...values })
    .onConflict((conflict) => conflict.columns(['node', 'contact']).doUpdateSet(values))
    .execute()
}
