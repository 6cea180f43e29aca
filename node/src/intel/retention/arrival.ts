import type { Statement } from '@concert/envelope'
import { bytesOf } from '../../exchange/statements.ts'
import type { Transaction } from '../../store/store.ts'
import { encodePlaces } from './places.ts'

/** By whose word, and under which version of a compact, items of a statement come. */
export interface Word {
  /** Digest of the version. */
  readonly compact: Uint8Array
  /** Whether it has not come from this peer before: what only comes again keeps nothing longer. */
  readonly isNew: boolean
}

/**
 * The word by which a peer brings items: its own statement, or the one that says what it passes on.
 * Only what came in earlier envelopes was said before.
 */
export async function wordOf(
  tx: Transaction,
  peer: string,
  statementId: number,
  { author, digest, compact }: Statement,
): Promise<Word | undefined> {
  if (author.node === peer) {
    if (compact === null) return undefined
    return { compact: bytesOf(compact), isNew: !(await hasBrought(tx, peer, statementId)) }
  }
  const forward = await tx.db
    .selectFrom('forwards')
    .innerJoin('statements', 'statements.id', 'forwards.statement_id')
    .select(['statements.id', 'statements.compact'])
    .where('forwards.direction', '=', 'in')
    .where('forwards.peer', '=', peer)
    .where('forwards.target', '=', bytesOf(digest))
    .orderBy('forwards.statement_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!forward?.compact) return undefined
  return { compact: forward.compact, isNew: !(await hasBrought(tx, peer, forward.id)) }
}

async function hasBrought(tx: Transaction, peer: string, statement: number): Promise<boolean> {
  const row = await tx.db
    .selectFrom('envelope_statements')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select('envelopes.id')
    .where('envelope_statements.statement_id', '=', statement)
    .where('envelopes.direction', '=', 'in')
    .where('envelopes.peer', '=', peer)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Items that have come. */
export interface Came {
  readonly statementId: number
  readonly via: string
  readonly compact: Uint8Array
  /** Null for all that the statement has. */
  readonly places: readonly number[] | null
  readonly items: number
  /** Milliseconds since 1970 UTC, by our clock: nobody else's counts. */
  readonly received: number
}

/** Notes when items came, and under what: from then on their days count. */
export async function noteCame(tx: Transaction, came: Came): Promise<void> {
  const { statementId: statement_id, places, ...rest } = came
  await tx.db
    .insertInto('kept_statements')
    .values({ ...rest, statement_id, places: places && encodePlaces(places) })
    // The same moment: which of them came first tells nothing, and all of them are meant.
    .onConflict((conflict) =>
      conflict
        .columns(['compact', 'received', 'statement_id', 'via'])
        .doUpdateSet({ places: null }),
    )
    .execute()
}
