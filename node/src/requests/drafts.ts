import { fromUtf8, utf8 } from '@concert/core'
import type { AuthoriserRole } from '@concert/threads'
import { type KeptFinding, readFindings } from '../release/desk-rows.ts'
import type { RequestDraftsTable } from '../store/schema.ts'
import type { Reader, Transaction } from '../store/store.ts'
import type { RequestDraft } from './draft.ts'
import type { Signatory } from './signatory.ts'

/** A draft as it is kept: local until it is sent. */
export interface KeptDraft {
  readonly id: number
  readonly state: 'draft' | 'authorised'
  readonly author: string
  readonly authoriser: string | null
  /** As what they acted: who they are stays here, and this is signed. */
  readonly authorRole: AuthoriserRole
  readonly authoriserRole: AuthoriserRole | null
  readonly draft: RequestDraft
  /** Normalised. */
  readonly targets: readonly string[]
  /** What the release desk found when it was written, or when a second person let it go. */
  readonly released: readonly KeptFinding[]
  /** The name of what the second person let go, see `nameOf`; null before. */
  readonly lookedAt: string | null
  readonly updated: number
}

/** Keeps a new draft, or writes over an earlier one, which has then to be authorised again. */
export async function keepDraft(
  tx: Transaction,
  now: number,
  author: Signatory,
  draft: RequestDraft,
  targets: readonly string[],
  id: number | undefined,
): Promise<number> {
  const row = {
    state: 'draft',
    author: author.name,
    author_role: author.role,
    authoriser: null,
    authoriser_role: null,
    exercise: draft.exercise ? 1 : 0,
    body: JSON.stringify(draft),
    targets: targets.length === 0 ? null : utf8(targets.join('\n')),
    findings: '[]',
    looked_at: null,
    updated: now,
  }
  if (id !== undefined) {
    await tx.db.updateTable('request_drafts').set(row).where('id', '=', id).execute()
    return id
  }
  const next = await tx.allocateIds('request_drafts', 1)
  await tx.db
    .insertInto('request_drafts')
    .values({ id: next, ...row, added: now })
    .execute()
  return next
}

/** A draft, or undefined when there is none of that number. */
export async function readDraft(
  reader: Pick<Reader, 'db'>,
  id: number,
): Promise<KeptDraft | undefined> {
  const row = await reader.db
    .selectFrom('request_drafts')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && draftOf(row)
}

/** Every draft, the one that was written last first. */
export async function listDrafts(
  reader: Pick<Reader, 'db'>,
  exercise: boolean,
): Promise<readonly KeptDraft[]> {
  const rows = await reader.db
    .selectFrom('request_drafts')
    .selectAll()
    .where('exercise', '=', exercise ? 1 : 0)
    .orderBy('updated', 'desc')
    .limit(200)
    .execute()
  return rows.map(draftOf)
}

/** Notes the second person under a draft, with the name of what they let go and what they saw. */
export async function markAuthorised(
  tx: Transaction,
  now: number,
  id: number,
  by: {
    readonly authoriser: Signatory
    readonly lookedAt: string | null
    readonly findings: readonly KeptFinding[]
  },
): Promise<void> {
  await tx.db
    .updateTable('request_drafts')
    .set({
      state: 'authorised',
      authoriser: by.authoriser.name,
      authoriser_role: by.authoriser.role,
      looked_at: by.lookedAt,
      findings: JSON.stringify(by.findings),
      updated: now,
    })
    .where('id', '=', id)
    .execute()
}

/** Drafts that were authorised at a time or before, some of them when there are many. */
export async function listAuthorisedBefore(
  reader: Pick<Reader, 'db'>,
  at: number,
): Promise<readonly number[]> {
  const rows = await reader.db
    .selectFrom('request_drafts')
    .select('id')
    .where('state', '=', 'authorised')
    .where('updated', '<=', at)
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map(({ id }) => id)
}

/** A draft has to be authorised again, as if nobody had. */
export async function takeAuthorisation(tx: Transaction, now: number, id: number): Promise<void> {
  const nobody = { authoriser: null, authoriser_role: null, looked_at: null }
  await tx.db
    .updateTable('request_drafts')
    .set({ state: 'draft', ...nobody, updated: now })
    .where('id', '=', id)
    .execute()
}

/** Notes what the release desk finds in a draft, for lists. */
export async function markFindings(
  tx: Transaction,
  id: number,
  findings: readonly KeptFinding[],
): Promise<void> {
  const row = { findings: JSON.stringify(findings) }
  await tx.db.updateTable('request_drafts').set(row).where('id', '=', id).execute()
}

/** Takes a draft away: it was sent, or nobody wants it any more. */
export async function dropDraft(tx: Transaction, id: number): Promise<void> {
  await tx.db.deleteFrom('request_drafts').where('id', '=', id).execute()
}

function draftOf(row: RequestDraftsTable): KeptDraft {
  const text = row.targets && fromUtf8(row.targets)
  return {
    id: row.id,
    state: row.state as KeptDraft['state'],
    author: row.author,
    authoriser: row.authoriser,
    // Both columns are written here alone.
    authorRole: row.author_role as AuthoriserRole,
    authoriserRole: row.authoriser_role as AuthoriserRole | null,
    draft: JSON.parse(row.body) as RequestDraft,
    targets: text ? text.split('\n') : [],
    released: readFindings(row.findings),
    lookedAt: row.looked_at,
    updated: row.updated,
  }
}
