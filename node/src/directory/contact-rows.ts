import { decode } from '@concert/core'
import type { ContactRole } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { CARD, type ContactCard, parseCard } from './contact-acts.ts'
import { isWithin } from './hours.ts'

/** A contact as people see it. */
export interface ContactView {
  readonly node: string
  readonly id: string
  readonly role: ContactRole
  readonly revision: number
  /** Null when what it said was lost or erased. */
  readonly card: ContactCard | null
  /** Whether it is within its hours now; null when that is not known. */
  readonly reachable: boolean | null
  /** Peers that hold it; of contacts of ours only. */
  readonly sharedWith: readonly string[]
  readonly updated: string
}

/** Drops what statements carried beside them; the signed statements stay as proof. */
export async function eraseContent(tx: Transaction, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await tx.db
    .updateTable('statements')
    .set({ content: null, content_salt: null })
    .where('id', 'in', [...ids])
    .execute()
}

/** Standing contacts: of one node, or all; of one role, or all. */
export async function listContacts(
  context: Pick<NodeContext, 'now'>,
  reader: Pick<Reader, 'db'>,
  only: { readonly node?: string; readonly role?: string; readonly id?: string } = {},
): Promise<readonly ContactView[]> {
  const rows = await reader.db
    .selectFrom('contacts')
    .leftJoin('statements', 'statements.id', 'contacts.statement_id')
    .select(['node', 'contact', 'role', 'revision', 'card', 'updated', 'content'])
    .where('state', '=', 'standing')
    .$if(only.node !== undefined, (query) => query.where('node', '=', only.node ?? ''))
    .$if(only.role !== undefined, (query) => query.where('role', '=', only.role ?? ''))
    .$if(only.id !== undefined, (query) => query.where('contact', '=', only.id ?? ''))
    .orderBy('node')
    .orderBy('role')
    .orderBy('contact')
    .execute()
  const copies = await reader.db
    .selectFrom('contact_copies')
    .select(['contact', 'peer'])
    .where('state', '=', 'current')
    .execute()
  const holders = Map.groupBy(copies, ({ contact }) => contact)
  const now = context.now()
  return rows.map((row) => {
    const card = row.card === null ? fromContent(row.content) : fromText(row.card)
    return {
      node: row.node,
      id: row.contact,
      role: row.role as ContactRole,
      revision: row.revision,
      card,
      reachable: card && (isWithin(card.hours, now) ?? null),
      sharedWith: (row.card === null ? [] : (holders.get(row.contact) ?? [])).map(
        ({ peer }) => peer,
      ),
      updated: new Date(row.updated).toISOString(),
    }
  })
}

function fromContent(content: Uint8Array | null): ContactCard | null {
  return (content && parseCard(content)) ?? null
}

function fromText(text: string): ContactCard | null {
  const card = decode(CARD, JSON.parse(text))
  return card.ok ? card.value : null
}
