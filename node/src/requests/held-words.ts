import { hex, type JsonObject } from '@concert/core'
import type { RequestMove } from '@concert/threads'
import { bytesOf } from '../exchange/statements.ts'
import { type KeptFinding, readFindings } from '../release/desk-rows.ts'
import type { HeldWordsTable } from '../store/schema.ts'
import type { Reader, Transaction } from '../store/store.ts'

/** A word in a request that waits for a second person: said to nobody yet. */
export interface HeldWord {
  readonly id: number
  /** Digest of the request's root. */
  readonly request: string
  readonly peer: string
  readonly exercise: boolean
  readonly move: RequestMove
  readonly act: JsonObject
  readonly content: JsonObject | null
  readonly findings: readonly KeptFinding[]
  readonly author: string
  /** Milliseconds since 1970 UTC. */
  readonly added: number
}

/** Holds a word. @returns its number */
export async function holdWord(tx: Transaction, word: Omit<HeldWord, 'id'>): Promise<number> {
  const { request, exercise, act, content, findings, ...rest } = word
  const id = await tx.allocateIds('held_words', 1)
  await tx.db
    .insertInto('held_words')
    .values({
      id,
      ...rest,
      request: bytesOf(request),
      exercise: exercise ? 1 : 0,
      act: JSON.stringify(act),
      content: JSON.stringify(content),
      findings: JSON.stringify(findings),
    })
    .execute()
  return id
}

/** Words that wait, the oldest first; of one request, or of all that are live or drills. */
export async function listHeld(
  reader: Pick<Reader, 'db'>,
  of: { readonly request: string } | { readonly exercise: boolean },
): Promise<readonly HeldWord[]> {
  const all = reader.db.selectFrom('held_words').selectAll().orderBy('id').limit(500)
  const rows = await ('request' in of
    ? all.where('request', '=', bytesOf(of.request))
    : all.where('exercise', '=', of.exercise ? 1 : 0)
  ).execute()
  return rows.map(wordOf)
}

/** Words that have waited since before a time, in milliseconds since 1970 UTC. */
export async function listHeldBefore(
  reader: Pick<Reader, 'db'>,
  before: number,
): Promise<readonly HeldWord[]> {
  const all = reader.db.selectFrom('held_words').selectAll().orderBy('id').limit(500)
  return (await all.where('added', '<=', before).execute()).map(wordOf)
}

/** A word by its number, or undefined. */
export async function readHeld(
  reader: Pick<Reader, 'db'>,
  id: number,
): Promise<HeldWord | undefined> {
  const row = await reader.db
    .selectFrom('held_words')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && wordOf(row)
}

/** Takes a word away. @returns whether it was there: of two people who decide at once one does */
export async function dropHeld(tx: Transaction, id: number): Promise<boolean> {
  const gone = await tx.db.deleteFrom('held_words').where('id', '=', id).executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** Rules find more by now than a word showed: it is shown for whoever decides next. */
export async function showHeldAnew(
  tx: Transaction,
  id: number,
  findings: readonly KeptFinding[],
): Promise<void> {
  const row = { findings: JSON.stringify(findings) }
  await tx.db.updateTable('held_words').set(row).where('id', '=', id).execute()
}

function wordOf({ request, exercise, move, ...row }: HeldWordsTable): HeldWord {
  return {
    ...row,
    request: hex(request),
    exercise: exercise === 1,
    move: move as RequestMove,
    act: JSON.parse(row.act) as JsonObject,
    content: JSON.parse(row.content) as JsonObject | null,
    findings: readFindings(row.findings),
  }
}
