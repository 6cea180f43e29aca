import { parseReceipt } from '@concert/envelope'
import { type CompactState, type Proposal, signatureOf } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'

/** Signatures of one version that this node holds and has not said so of. */
export interface ToHold {
  readonly proposal: Proposal
  readonly held: readonly { readonly sign: string; readonly received: string }[]
}

/**
 * What this node has still to say it holds: every signature of the others under a version that
 * all have signed, with the time in our own receipt for it. What reached it only after the compact
 * had ended completes nothing.
 */
export async function signaturesToHold(
  context: Pick<NodeContext, 'crypto' | 'own'>,
  reader: Pick<Reader, 'db'>,
  state: CompactState,
): Promise<readonly ToHold[]> {
  const out: ToHold[] = []
  const until = state.ending?.at ?? '\uffff'
  for (const proposal of state.proposals) {
    if (!state.parties.every((party) => signatureOf(proposal, party))) continue
    const held: { sign: string; received: string }[] = []
    for (const { by, digest, held: holders } of proposal.signatures) {
      if (by === context.own.node || Object.hasOwn(holders, context.own.node)) continue
      const received = await receivedAt(context, reader, digest)
      if (received !== undefined && received < until) held.push({ sign: digest, received })
    }
    if (held.length > 0) out.push({ proposal, held })
  }
  return out
}

/** When our own receipt says that a statement of a peer arrived here. */
async function receivedAt(
  context: Pick<NodeContext, 'crypto'>,
  reader: Pick<Reader, 'db'>,
  statement: string,
): Promise<string | undefined> {
  const row = await reader.db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select('envelopes.receipt')
    .where('statements.digest', '=', bytesOf(statement))
    .where('envelopes.direction', '=', 'in')
    .orderBy('envelopes.id')
    .executeTakeFirst()
  const receipt = row?.receipt && parseReceipt(context.crypto, row.receipt)
  return receipt?.ok ? receipt.value.received : undefined
}
