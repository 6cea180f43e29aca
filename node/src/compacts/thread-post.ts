import { hex } from '@concert/core'
import type { Salted, Statement, Tlp } from '@concert/envelope'
import type { Thread } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { say } from '../exchange/author.ts'
import { bytesOf, insertStatement } from '../exchange/statements.ts'
import { type Posted, postEnvelope } from '../federation/post.ts'
import type { Transaction } from '../store/store.ts'

/** Most statements of others that one of ours brings along; what is older was sent long before. */
const MOST_ANCESTORS = 500

/** What we say in a thread. */
export interface ThreadSaying {
  readonly kind: string
  readonly act: object
  readonly content: Salted | null
  /** The version of a compact that it stands on; outside compacts themselves. */
  readonly compact?: string | null
  /** A drill, as the thread's root says. */
  readonly exercise?: boolean
}

/** Where our next statement in a thread stands: after our last, below everything unanswered. */
export function placeIn(thread: Thread<unknown>, author: string): NonNullable<Statement['thread']> {
  const last = thread.lastOf(author)
  return {
    id: thread.root.digest,
    own_seq: last ? last.ownSeq + 1 : 0,
    own_prev: last?.digest ?? null,
    parents: [...thread.tips().slice(0, 32)],
  }
}

/** Where the root of a thread stands. */
export const ROOT_PLACE: NonNullable<Statement['thread']> = {
  id: null,
  own_seq: 0,
  own_prev: null,
  parents: [],
}

/**
 * Says something in a thread, to every other party: the statement, and before it whatever of the
 * thread a party may not have, so that nobody waits for somebody else's network.
 *
 * @returns undefined when we have said something else in that place meanwhile: who says it all the
 *   same forks our own chain
 */
export async function postInThread(
  context: NodeContext,
  saying: ThreadSaying,
  place: NonNullable<Statement['thread']>,
  peers: readonly string[],
): Promise<Statement | undefined> {
  const statement = await signInThread(context, saying, place)
  const { id: root } = place
  const isSaid = await context.store.transact(async (tx) => {
    if (root !== null) {
      await tx.lock(`thread ${root}`)
      if ((await nextOwnSeq(tx, root, context.own.node)) !== place.own_seq) return false
    }
    await storeInThread(tx, context, { statement, content: saying.content }, peers)
    return true
  })
  return isSaid ? statement : undefined
}

/** The place of our next statement in a thread. */
export async function nextOwnSeq(tx: Transaction, root: string, own: string): Promise<number> {
  const row = await tx.db
    .selectFrom('statements')
    .select(({ fn }) => fn.max('own_seq').as('last'))
    .where('thread', '=', bytesOf(root))
    .where('author', '=', own)
    .where('refused', 'is', null)
    .executeTakeFirst()
  return row?.last == null ? 0 : Number(row.last) + 1
}

/** What is said in a thread, unless it says otherwise, is for the parties and who works for them. */
export const THREAD_TLP: Tlp = 'amber'

/** Signs what we say in a thread; nothing is stored yet. */
export async function signInThread(
  context: NodeContext,
  saying: ThreadSaying,
  place: NonNullable<Statement['thread']>,
): Promise<Statement> {
  return await say(context, { compact: null, tlp: THREAD_TLP, ...saying, items: [], thread: place })
}

/** Stores a statement of ours in a thread and posts it, in the caller's transaction. */
export async function storeInThread(
  tx: Transaction,
  context: NodeContext,
  said: { readonly statement: Statement; readonly content: Salted | null },
  peers: readonly string[],
): Promise<number> {
  const { statement, content } = said
  const entry = { statement, content, itemCount: 0, refused: null }
  const id = await insertStatement(tx, context.now(), entry)
  const root = statement.thread?.id ?? null
  for (const peer of peers) {
    const missing = root === null ? [] : await missingAt(tx, root, peer, id)
    await postEnvelope(tx, context, peer, [...missing, { id, digest: statement.digest, items: 0 }])
  }
  return id
}

/** Statements of a thread that have gone to a peer in no envelope of ours and came in none of its. */
async function missingAt(
  tx: Transaction,
  root: string,
  peer: string,
  before: number,
): Promise<readonly Posted[]> {
  const rows = await tx.db
    .selectFrom('statements')
    .select(['id', 'digest'])
    .where('thread', '=', bytesOf(root))
    .where('refused', 'is', null)
    .where('author', '<>', peer)
    .where('id', '<>', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('envelope_statements')
            .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
            .select('envelopes.id')
            .whereRef('envelope_statements.statement_id', '=', 'statements.id')
            .where('envelopes.peer', '=', peer),
        ),
      ),
    )
    .orderBy('id')
    .limit(MOST_ANCESTORS)
    .execute()
  return rows.map((row) => ({ id: row.id, digest: hex(row.digest), items: 0 }))
}
