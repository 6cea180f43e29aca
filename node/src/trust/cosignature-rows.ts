import { utf8 } from '@concert/core'
import {
  formatNote,
  formatSignature,
  type NoteKey,
  type NoteSignature,
  type Policy,
  parseNote,
  parseSignatureLines,
  withSignatures,
} from '@concert/tlog'
import type { Reader, Store } from '../store/store.ts'
import { readLog } from './log-rows.ts'
import type { Round } from './witness-link.ts'
import { quorumOf } from './witness-policy.ts'

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

/** A verified line of a witness. */
export interface NewCosignature {
  readonly witness: NoteKey
  readonly line: NoteSignature
}

/** What {@link storeCosignatures} stores. */
export interface NewCosignatures {
  readonly round: Round
  /** Lines that have come since the last time; the round has them too. */
  readonly added: readonly NewCosignature[]
  /** A checkpoint that meets it is not replaced by a newer one that does not. */
  readonly policy: Policy
  /** Milliseconds since 1970 UTC. */
  readonly now: number
}

/** A checkpoint with its cosignatures, as stored. */
export interface StoredWitnessed {
  readonly size: number
  readonly checkpoint: string
}

/**
 * Remembers what the witnesses hold and, if that makes a better one, the checkpoint with every line
 * of the round.
 *
 * @returns the witnessed checkpoint that is stored now
 */
export async function storeCosignatures(
  store: Store,
  { round, added, policy, now }: NewCosignatures,
): Promise<StoredWitnessed | null> {
  const { size } = round.head
  const checkpoint = formatNote(withSignatures(round.note, [...round.lines.values()]))
  return await store.transact(async (tx) => {
    await tx.lock('log-witnessed')
    for (const { witness, line } of added) {
      const row = { size, line: formatSignature(line), added: now }
      await tx.db
        .insertInto('log_cosignatures')
        .values({ witness: witness.name, ...row })
        .onConflict((conflict) => conflict.column('witness').doUpdateSet(row))
        .execute()
    }
    const stored = (await readLog(tx))?.witnessed ?? null
    if (stored !== null && !isBetter({ size, checkpoint }, stored, policy)) return stored
    const witnessed = { witnessed: utf8(checkpoint), witnessed_size: size }
    await tx.db.updateTable('log_state').set(witnessed).where('id', '=', 1).execute()
    return { size, checkpoint }
  })
}

/** A quorum first, then size, then cosignatures; of equals the later, whose times are newer. */
function isBetter(next: StoredWitnessed, stored: StoredWitnessed, policy: Policy): boolean {
  const isMet = quorumOf(policy, next.checkpoint).isMet
  if (isMet !== quorumOf(policy, stored.checkpoint).isMet) return isMet
  if (next.size !== stored.size) return next.size > stored.size
  return cosignaturesOf(next) >= cosignaturesOf(stored)
}

function cosignaturesOf({ checkpoint }: StoredWitnessed): number {
  const note = parseNote(checkpoint)
  // The first line is the log's own.
  return note.ok ? note.value.signatures.length - 1 : 0
}
