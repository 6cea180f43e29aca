import { isIntelKind, type RefusalCode } from '@concert/envelope'
import {
  isCompactKind,
  isOperationKind,
  isPingKind,
  isRequestKind,
  isScorecardKind,
  LOG_SEEN_KIND,
} from '@concert/threads'
import { judgeAttachment } from '../attachments/judge-attachment.ts'
import { takeAttachment } from '../attachments/take-attachment.ts'
import { judgeCompact } from '../compacts/judge-compact.ts'
import { applyOperation, judgeOperation } from '../concerted-operations/take-operation.ts'
import type { NodeContext } from '../context.ts'
import { isContactKind } from '../directory/contact-acts.ts'
import { tellArrival } from '../directory/take-arrival.ts'
import { applyContact, judgeContact } from '../directory/take-contact.ts'
import { applyPing, judgePing } from '../directory/take-ping.ts'
import { applyIntel } from '../intel/apply-intel.ts'
import { judgeIntel } from '../intel/judge-intel.ts'
import { noteCame, wordOf } from '../intel/retention/arrival.ts'
import { storeReceivedItems } from '../intel/store-items.ts'
import { applyRequest } from '../requests/apply-request.ts'
import { judgeRequest } from '../requests/judge-request.ts'
import { judgeScorecard } from '../scorecard/judge-scorecard.ts'
import { judgeLogSeen } from '../scorecard/log-seen.ts'
import type { Reader, Transaction } from '../store/store.ts'
import type { PreparedStatement } from './prepared.ts'
import { findStatement, healStatement, insertStatement } from './statements.ts'

/** Step 8: why a statement has no effect here, or undefined; one row per family of kinds. */
async function judge(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  prepared: PreparedStatement,
): Promise<RefusalCode | undefined> {
  const { kind, exercise } = prepared.statement
  if (isRequestKind(kind)) {
    if (prepared.items.length > 0) return 'bad-act'
    return await judgeRequest(context, reader, prepared)
  }
  if (isPingKind(kind)) return await judgePing(context, reader, prepared)
  if (isOperationKind(kind)) return await judgeOperation(context, reader, prepared)
  // Nothing keeps what a drill says in the kinds below apart from what is real: none is let in.
  if (exercise) return 'exercise-mixed'
  if (isContactKind(kind)) return await judgeContact(context, reader, peer, prepared)
  if (isCompactKind(kind)) {
    // Objects that came with a compact would come past every compact's terms.
    if (prepared.items.length > 0) return 'bad-act'
    return await judgeCompact(context, reader, prepared.statement)
  }
  if (isScorecardKind(kind)) {
    if (prepared.items.length > 0) return 'bad-act'
    return await judgeScorecard(context, reader, prepared.statement)
  }
  if (kind === LOG_SEEN_KIND) return judgeLogSeen(peer, prepared)
  if (kind === 'attachment.offer') return await judgeAttachment(context, reader, peer, prepared)
  if (isIntelKind(kind)) return await judgeIntel(context, reader, peer, prepared)
  return 'unsupported-kind'
}

/** A statement after it was taken in: its id here and, when refused, why. */
export interface TakenStatement {
  readonly id: number
  readonly refused: RefusalCode | null
  /** Peers for whom something waits since. */
  readonly wakes: readonly string[]
}

/**
 * Takes a peer's statement in: judged, stored, its effect applied. A refused one is kept as
 * evidence without content; one that took effect already has no second effect, but for items that
 * did not come the first time. One that was refused is judged again when it arrives whole: else
 * whoever passes a statement on broken could keep its author's own from ever taking effect.
 */
export async function takeStatement(
  tx: Transaction,
  context: NodeContext,
  peer: string,
  prepared: PreparedStatement,
  fault: RefusalCode | null,
): Promise<TakenStatement> {
  const known = await findStatement(tx, prepared.statement.digest)
  if (known && known.refused === null)
    return await takeMore(tx, context, peer, known.id, prepared, fault)
  if (known && fault !== null) return { id: known.id, refused: fault, wakes: [] }
  const refused = fault ?? (await judge(context, tx, peer, prepared)) ?? null
  const { statement, items } = prepared
  const entry = { statement, content: prepared.content, itemCount: items.length, refused }
  const id = known
    ? await healStatement(tx, known.id, entry)
    : await insertStatement(tx, context.now(), entry)
  if (refused !== null) return { id, refused, wakes: [] }
  await storeItems(tx, context, peer, id, prepared, known === undefined)
  const wakes = await applyIntel(context, tx, id, prepared)
  await applyRequest(context, tx, statement)
  await applyContact(tx, context, id, prepared)
  await applyPing(tx, context, prepared)
  await applyOperation(tx, context, statement)
  await tellArrival(tx, context, statement)
  return { id, refused, wakes }
}

/** Items of a statement that is here already: those that are new come in, under the same terms. */
async function takeMore(
  tx: Transaction,
  context: NodeContext,
  peer: string,
  id: number,
  prepared: PreparedStatement,
  fault: RefusalCode | null,
): Promise<TakenStatement> {
  const isMore = fault === null && prepared.items.length > 0
  const refused = fault ?? (isMore ? await judge(context, tx, peer, prepared) : undefined) ?? null
  if (isMore && refused === null) await storeItems(tx, context, peer, id, prepared, false)
  return { id, refused, wakes: [] }
}

async function storeItems(
  tx: Transaction,
  context: NodeContext,
  peer: string,
  id: number,
  prepared: PreparedStatement,
  isFirst: boolean,
): Promise<void> {
  const { statement, items } = prepared
  if (items.length === 0) return
  const word = await wordOf(tx, peer, id, statement)
  const now = context.now()
  const isNew = isFirst || word?.isNew === true
  const isFile = statement.kind === 'attachment.offer'
  if (isFile) await takeAttachment(tx, context, peer, id, prepared)
  // Of a file the days count from its first part: its author can't draw it out.
  const taken = isFile ? [] : await storeReceivedItems(tx, id, prepared, { now, isNew })
  if (!word || (!isNew && taken.length === 0)) return
  const isWhole = isNew && items.every(({ place }) => place === undefined)
  const came = isNew ? items.map(({ place }, i) => place?.index ?? i) : taken
  const places = isWhole || isFile ? null : came
  const count = isFile ? 1 : came.length
  const { compact } = word
  await noteCame(tx, { statementId: id, via: peer, compact, places, items: count, received: now })
}
