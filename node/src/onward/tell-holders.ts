import { hex } from '@concert/core'
import { decodeIntelAct, type HoldsAct, parseStatement, type Statement } from '@concert/envelope'
import { listCompacts } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import { say, storeOwn } from '../exchange/author.ts'
import { bytesOf } from '../exchange/statements.ts'
import { PLACE, postLater } from '../federation/post.ts'
import type { Reader, Transaction } from '../store/store.ts'

/** Statements that one of ours speaks of, as many as one `intel.forward` names. */
const STATEMENTS = 63

type Named = HoldsAct['statements'][number]

/** An envelope of ours that its recipient has accepted. */
export interface Accepted {
  readonly id: number
  /** Digest of the receipt. */
  readonly receipt: string
}

/**
 * Tells whoever gave us something that a peer to whom we passed it on holds it now, or holds its
 * author's retraction of it: in the transaction that takes the receipt in, and only where both
 * compacts allow that to be told.
 *
 * @returns the peers for whom something waits
 */
export async function tellHolders(
  tx: Transaction,
  context: NodeContext,
  holder: string,
  accepted: readonly Accepted[],
): Promise<readonly string[]> {
  if (accepted.length === 0) return []
  const rows = await tx.db
    .selectFrom('envelope_statements')
    .innerJoin('statements', 'statements.id', 'envelope_statements.statement_id')
    .select(['envelope_id', 'statements.document', 'statements.author'])
    .where(
      'envelope_id',
      'in',
      accepted.map(({ id }) => id),
    )
    .where('statements.kind', 'in', ['intel.forward', 'intel.retract'])
    .execute()
  if (rows.length === 0 || !(await compactThatTells(tx, context, holder))) return []
  const receipts = new Map(accepted.map(({ id, receipt }) => [id, receipt]))
  const told = new Set<string>()
  for (const { envelope_id: id, document, author } of rows) {
    const parsed = parseStatement(context.crypto, document)
    if (!parsed.ok) continue
    const named = await namedIn(tx, context, holder, author, parsed.value)
    const about = {
      holder,
      receipt: receipts.get(id) ?? '',
      retraction: parsed.value.kind === 'intel.retract' ? parsed.value.digest : null,
    }
    for (const peer of await tellUpstream(tx, context, about, named)) told.add(peer)
  }
  return [...told]
}

/**
 * Says on, to whoever gave us items, what we learnt of who holds them. A holder is not told of
 * itself, nor is anybody with whom that is not agreed.
 */
export async function tellUpstream(
  tx: Transaction,
  context: NodeContext,
  about: Omit<HoldsAct, 'statements'>,
  named: readonly Named[],
): Promise<readonly string[]> {
  const byGiver = new Map<string, Named[]>()
  for (const entry of named) {
    const giver = await giverOf(tx, entry.statement)
    if (giver === undefined || giver === about.holder) continue
    byGiver.set(giver, [...(byGiver.get(giver) ?? []), entry])
  }
  const told: string[] = []
  for (const [giver, statements] of byGiver) {
    const compact = await compactThatTells(tx, context, giver)
    if (compact === undefined) continue
    for (let at = 0; at < statements.length; at += STATEMENTS) {
      const act: HoldsAct = { ...about, statements: statements.slice(at, at + STATEMENTS) }
      await tell(tx, context, giver, compact, act)
    }
    told.push(giver)
  }
  return told
}

async function tell(
  tx: Transaction,
  context: NodeContext,
  peer: string,
  compact: string,
  act: HoldsAct,
): Promise<void> {
  const common = { compact, tlp: 'amber', content: null, items: [], thread: null } as const
  const saying = { kind: 'intel.holds', act, ...common }
  const posted = await storeOwn(tx, context, await say(context, saying), saying)
  await postLater(tx, context, peer, PLACE.objects, [[posted]])
}

/** What a forward passes on; of a retraction that we passed on, what this peer has from us. */
async function namedIn(
  { db }: Pick<Reader, 'db'>,
  { own }: NodeContext,
  holder: string,
  author: string,
  { kind, act }: Statement,
): Promise<readonly Named[]> {
  if (kind === 'intel.forward') {
    const forward = decodeIntelAct(kind, act)
    return forward.ok && author === own.node ? forward.value.statements : []
  }
  const retract = decodeIntelAct('intel.retract', act)
  if (!retract.ok || author === own.node) return []
  const byStatement = Map.groupBy(retract.value.targets, ({ statement }) => statement)
  const named: Named[] = []
  for (const [statement, targets] of byStatement) {
    const rows = await db
      .selectFrom('forwards')
      .select('position')
      .where('direction', '=', 'out')
      .where('peer', '=', holder)
      .where('target', '=', bytesOf(statement))
      .where(
        'position',
        'in',
        targets.map(({ item }) => item),
      )
      .orderBy('position')
      .execute()
    const items = rows.map(({ position }) => position)
    if (items.length > 0) named.push({ author, statement, items })
  }
  return named
}

/** Who brought a statement of others here first. */
async function giverOf({ db }: Pick<Reader, 'db'>, digest: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select('envelopes.peer')
    .where('statements.digest', '=', bytesOf(digest))
    .where('statements.refused', 'is', null)
    .where('envelopes.direction', '=', 'in')
    .orderBy('envelopes.id')
    .limit(1)
    .executeTakeFirst()
  return row?.peer
}

/**
 * The newest version ever in force with a peer, if it lets authors be told who holds what. Like
 * receipts and retractions this goes on when a tier is closed or the compact has ended.
 */
async function compactThatTells(
  reader: Pick<Reader, 'db'>,
  context: NodeContext,
  peer: string,
): Promise<string | undefined> {
  const states = await listCompacts(context, reader)
  const newest = states.findLast(
    ({ parties, inForce }) =>
      inForce !== null && parties.includes(peer) && parties.includes(context.own.node),
  )?.inForce
  return newest?.terms.intelligence?.holders_told === true ? newest.digest : undefined
}

/** Digest of a statement, of those named, that we have sent to a peer: of others it has no say. */
export async function sentTo(
  { db }: Pick<Reader, 'db'>,
  peer: string,
  digests: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select('statements.digest')
    .distinct()
    .where('statements.digest', 'in', digests.map(bytesOf))
    .where('statements.kind', '=', 'intel.share')
    .where('envelopes.direction', '=', 'out')
    .where('envelopes.peer', '=', peer)
    .execute()
  return new Set(rows.map(({ digest }) => hex(digest)))
}
