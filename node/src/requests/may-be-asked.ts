import { hex } from '@concert/core'
import { isRequestKind, viewCompact } from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import type { Reader } from '../store/store.ts'

/** A statement as the store has it. */
export interface AskedStatement {
  readonly kind: string
  readonly digest: Uint8Array
  readonly thread: Uint8Array | null
  readonly compact: Uint8Array | null
}

/**
 * Why a statement of ours in a request may not go now, or undefined. A new request waits for its
 * tier like everything else of it; what belongs to one that the peer has taken is always heard, or
 * a suspension would swallow answers.
 */
export async function whyNotAsked(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  { kind, digest, thread, compact }: AskedStatement,
): Promise<'no-compact' | 'tier-suspended' | undefined> {
  if (!isRequestKind(kind)) return undefined
  if (await hasCome(reader, peer, thread ?? digest)) return undefined
  const state = compact ? await findCompact(context, reader, hex(compact)) : undefined
  if (!state?.parties.includes(peer)) return 'no-compact'
  const { requests } = viewCompact(state, context.now()).tiers
  if (requests.open) return undefined
  return requests.closed === 'suspended' ? 'tier-suspended' : 'no-compact'
}

/** Whether a request came from the peer, or was taken by it. */
async function hasCome(
  { db }: Pick<Reader, 'db'>,
  peer: string,
  root: Uint8Array,
): Promise<boolean> {
  const row = await db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select('envelopes.id')
    .where('statements.digest', '=', root)
    .where('envelopes.peer', '=', peer)
    .where((where) =>
      where.or([
        where('envelopes.direction', '=', 'in'),
        where('envelopes.state', 'in', ['accepted', 'pending']),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
