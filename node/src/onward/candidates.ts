import { hex } from '@concert/core'
import { parseStatement, TLP_LEVELS, type Tlp } from '@concert/envelope'
import { type CompactState, tlpAllowed, viewCompact } from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import { brings } from '../intel/gone.ts'

/** The widest label beyond which nothing is passed on: AMBER is for the recipient alone (TLP 2.0). */
const WIDEST: Tlp = 'green'

/** An item of another's statement that may be passed on to a peer. */
export interface Candidate {
  /** Row of the object. */
  readonly id: number
  readonly statement: number
  readonly digest: string
  readonly author: string
  readonly position: number
  readonly body: Uint8Array
}

/** What is looked for. */
interface Wanted {
  /** Null when it is to become a copy of ours, which is released like any object of ours. */
  readonly peer: string | null
  readonly tlp: Tlp
  readonly from?: string | undefined
}

/**
 * The next items of others that may go to a peer and have not been there, oldest first; empty at the
 * end. The compact under which an item came decides: it must allow passing on, and a peer who is a
 * party to it has it from the author, or was not to have it.
 *
 * @param after - row of the last object seen
 */
export async function nextCandidates(
  context: NodeContext,
  wanted: Wanted,
  after: number,
  limit: number,
): Promise<readonly Candidate[]> {
  const terms = new OnwardTerms(context, wanted.peer)
  for (let from = after; ; ) {
    const rows = await rowsAfter(context, wanted, from, limit)
    const last = rows.at(-1)
    if (!last) return []
    from = last.id
    const found = new Map<number, Candidate>()
    for (const { compact, brought, digest, ...row } of rows) {
      // Passed on to us: the compact with whoever did that counts, not the author's.
      const under = brought ? await compactOfForward(context, brought) : compact && hex(compact)
      if (under && (await terms.allow(under))) {
        found.set(row.id, { ...row, digest: hex(digest) })
      }
    }
    if (found.size > 0) return [...found.values()]
  }
}

async function rowsAfter(
  { store, own }: NodeContext,
  { peer, tlp, from }: Wanted,
  after: number,
  limit: number,
) {
  const label = tlpAllowed(tlp, WIDEST) ? tlp : WIDEST
  const labels = TLP_LEVELS.slice(0, TLP_LEVELS.indexOf(label) + 1)
  let query = store.read.db
    .selectFrom('objects')
    .innerJoin('items', 'items.object_id', 'objects.id')
    .innerJoin('statements', 'statements.id', 'items.statement_id')
    .leftJoin('forwards as brought', (join) =>
      join
        .onRef('brought.target', '=', 'statements.digest')
        .onRef('brought.position', '=', 'items.position')
        .on('brought.direction', '=', 'in'),
    )
    .select(['objects.id', 'objects.body', 'items.position', 'statements.id as statement'])
    .select(['statements.digest', 'statements.author', 'statements.compact'])
    .select('brought.statement_id as brought')
    .where('objects.id', '>', after)
    .where('objects.source', 'not in', [own.node, peer ?? own.node])
    .where('objects.retracted_by', 'is', null)
    .where('objects.tlp', 'in', labels)
    .where('statements.kind', '=', 'intel.share')
    .where('statements.refused', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          peer === null
            ? selectFrom('relays')
                .select('relays.object_id as position')
                .whereRef('relays.object_id', '=', 'objects.id')
            : // A forward that brought nothing, for a tier was closed, is no forward.
              selectFrom('forwards')
                .innerJoin(
                  'envelope_statements',
                  'envelope_statements.statement_id',
                  'forwards.statement_id',
                )
                .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
                .select('forwards.position')
                .whereRef('forwards.target', '=', 'statements.digest')
                .whereRef('forwards.position', '=', 'items.position')
                .where('forwards.peer', '=', peer)
                .where('envelopes.peer', '=', peer)
                .whereRef('envelopes.direction', '=', 'forwards.direction')
                .where(brings),
        ),
      ),
    )
  if (from !== undefined) query = query.where('objects.source', '=', from)
  return await query.orderBy('objects.id').limit(limit).execute()
}

async function compactOfForward(
  { store, crypto }: NodeContext,
  statement: number,
): Promise<string | null> {
  const row = await store.read.db
    .selectFrom('statements')
    .select('document')
    .where('id', '=', statement)
    .executeTakeFirst()
  const parsed = row && parseStatement(crypto, row.document)
  return parsed?.ok ? parsed.value.compact : null
}

/** Which compacts allow passing on to a peer; each is looked at once. */
class OnwardTerms {
  readonly #context: NodeContext
  readonly #peer: string | null
  readonly #known = new Map<string, Promise<boolean>>()

  constructor(context: NodeContext, peer: string | null) {
    this.#context = context
    this.#peer = peer
  }

  async allow(version: string): Promise<boolean> {
    const known = this.#known.get(version) ?? this.#look(version)
    this.#known.set(version, known)
    return await known
  }

  async #look(version: string): Promise<boolean> {
    const state = await findCompact(this.#context, this.#context.store.read, version)
    if (!state || (this.#peer !== null && state.parties.includes(this.#peer))) return false
    return isAllowed(state, version, this.#peer === null, this.#context.now())
  }
}

/** What was agreed when it came, and what is agreed now, must both allow it. */
function isAllowed(
  state: CompactState,
  version: string,
  isAnonymous: boolean,
  now: number,
): boolean {
  const then = state.proposals.find(({ digest }) => digest === version)?.terms
  return [then, viewCompact(state, now).terms].every(
    (terms) => terms?.intelligence?.onward === true && (!isAnonymous || terms.anonymous_relay),
  )
}
