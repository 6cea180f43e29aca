import { utf8 } from '@concert/core'
import {
  formatNote,
  formatSignature,
  type NoteKey,
  type NoteSignature,
  parseNote,
  parseSignatureLines,
  withSignatures,
} from '@concert/tlog'
import type { Reader, Store } from '../store/store.ts'
import { readLog } from './log-rows.ts'
import type { Round } from './witness-link.ts'

/** The size that a witness has cosigned last, as far as we know; 0 when we know of none. */
export async function heldBy(reader: Reader, witness: NoteKey): Promise<number> {
  const row = await reader.db
    .selectFrom('log_cosignatures')
    .select(['size', 'line'])
    .where('witness', '=', witness.name)
    .executeTakeFirst()
  const lines = row && parseSignatureLines(row.line)
  // Another key of the same name is another witness.
  const isSame = lines?.ok === true && lines.value.some((line) => line.keyId === witness.id)
  return row !== undefined && isSame ? row.size : 0
}

/** What {@link storeCosignature} stores. */
export interface NewCosignature {
  readonly witness: NoteKey
  readonly round: Round
  readonly line: NoteSignature
  /** Cosignatures that a checkpoint should have before a newer one with fewer replaces it. */
  readonly quorum: number
  /** Milliseconds since 1970 UTC. */
  readonly now: number
}

/** A checkpoint with its cosignatures, as stored. */
export interface StoredWitnessed {
  readonly size: number
  readonly checkpoint: string
}

/**
 * Remembers what the witness holds and, if that makes a better one, the checkpoint with every line
 * of the round.
 *
 * @returns the witnessed checkpoint that is stored now
 */
export async function storeCosignature(
  store: Store,
  added: NewCosignature,
): Promise<StoredWitnessed | null> {
  const { witness, round, line, quorum, now } = added
  const { size } = round.head
  const row = { size, line: formatSignature(line), added: now }
  const checkpoint = formatNote(withSignatures(round.note, [...round.lines.values()]))
  return await store.transact(async (tx) => {
    await tx.lock('log-witnessed')
    await tx.db
      .insertInto('log_cosignatures')
      .values({ witness: witness.name, ...row })
      .onConflict((conflict) => conflict.column('witness').doUpdateSet(row))
      .execute()
    const stored = (await readLog(tx))?.witnessed ?? null
    if (stored !== null && !isBetter({ size, checkpoint }, stored, quorum)) return stored
    const witnessed = { witnessed: utf8(checkpoint), witnessed_size: size }
    await tx.db.updateTable('log_state').set(witnessed).where('id', '=', 1).execute()
    return { size, checkpoint }
  })
}

/** A quorum first, then size, then cosignatures; of equals the later, whose times are newer. */
function isBetter(next: StoredWitnessed, stored: StoredWitnessed, quorum: number): boolean {
  const [more, fewer] = [cosignaturesOf(next), cosignaturesOf(stored)]
  const reach = Math.min(more, quorum) - Math.min(fewer, quorum)
  if (reach !== 0) return reach > 0
  return next.size === stored.size ? more >= fewer : next.size > stored.size
}

function cosignaturesOf({ checkpoint }: StoredWitnessed): number {
  const note = parseNote(checkpoint)
  // The first line is the log's own.
  return note.ok ? note.value.signatures.length - 1 : 0
}
