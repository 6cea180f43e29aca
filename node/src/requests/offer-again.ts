import { hex } from '@concert/core'
import type { NodeContext } from '../context.ts'
import { lockPair } from '../federation/channel.ts'
import { postEnvelope } from '../federation/post.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { whyNotAsked } from './may-be-asked.ts'

/** Statements that are offered again in one round. */
const AT_ONCE = 500

/**
 * Sends again, in new envelopes, what of our requests was withheld because their tier was suspended,
 * as soon as it is open: the same statements, in their order, each taken once.
 *
 * @returns the peers for whom something is queued since
 */
export async function offerAgain(context: NodeContext): Promise<readonly string[]> {
  const peers: string[] = []
  for (const peer of await peersWithheld(context.store.read)) {
    const isPosted = await context.store.transact(async (tx) => {
      await lockPair(tx, peer)
      return await offerTo(tx, context, peer)
    })
    if (isPosted) peers.push(peer)
  }
  return peers
}

async function peersWithheld({ db }: Pick<Reader, 'db'>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('peers')
    .select('node')
    .where('state', '=', 'confirmed')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('envelopes')
          .select('envelopes.id')
          .whereRef('envelopes.peer', '=', 'peers.node')
          .where('envelopes.direction', '=', 'out')
          .where('envelopes.state', '=', 'withheld'),
      ),
    )
    .execute()
  return rows.map(({ node }) => node)
}

async function offerTo(tx: Transaction, context: NodeContext, peer: string): Promise<boolean> {
  let isPosted = false
  for (const row of await withheldFrom(tx, context.own.node, peer)) {
    if ((await whyNotAsked(context, tx, peer, row)) !== undefined) continue
    await postEnvelope(tx, context, peer, [{ id: row.id, digest: hex(row.digest), items: 0 }])
    isPosted = true
  }
  return isPosted
}

/** Statements of our requests that a peer has in no envelope but such as were withheld from it. */
async function withheldFrom({ db }: Transaction, own: string, peer: string) {
  return await db
    .selectFrom('envelopes')
    .innerJoin('envelope_statements', 'envelope_statements.envelope_id', 'envelopes.id')
    .innerJoin('statements', 'statements.id', 'envelope_statements.statement_id')
    .select(['statements.id', 'statements.digest', 'statements.kind'])
    .select(['statements.thread', 'statements.compact'])
    .distinct()
    .where('envelopes.direction', '=', 'out')
    .where('envelopes.peer', '=', peer)
    .where('envelopes.state', '=', 'withheld')
    .where('statements.author', '=', own)
    .where('statements.kind', 'like', 'request.%')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('envelope_statements as other')
            .innerJoin('envelopes as later', 'later.id', 'other.envelope_id')
            .select('later.id')
            .whereRef('other.statement_id', '=', 'statements.id')
            .where('later.peer', '=', peer)
            .where('later.state', '<>', 'withheld'),
        ),
      ),
    )
    .orderBy('statements.id')
    .limit(AT_ONCE)
    .execute()
}
