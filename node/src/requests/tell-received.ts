import { base64, hex } from '@concert/core'
import { type Offer, parseLodgement, parseReceipt, parseTender } from '@concert/envelope'
import {
  type Calendars,
  MAX_TENDERED,
  type RequestAct,
  type RequestEvent,
  receiptTime,
} from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import { lockPair } from '../federation/channel.ts'
import type { Transaction } from '../store/store.ts'
import { bareWord, postMove } from './move-request.ts'
import { readRoot } from './read-root.ts'
import { openRequestThread } from './request-thread.ts'
import { agreedKeys, isShown } from './tendered.ts'

/** How many arrivals one statement tells of. */
const TOLD_AT_ONCE = 64

/**
 * Says in a request's thread when things arrived: of the peer's words by our receipts for them;
 * of our own, when the peer has not said it, by the peer's receipts that we hold. So time enters
 * the thread and both nodes fold the same clocks.
 *
 * @param whose - `theirs` as soon as they arrive, `ours` once the peer has had time to say it
 * @returns the peer, when something was said
 */
export async function tellReceived(
  tx: Transaction,
  context: NodeContext,
  calendars: Calendars,
  { id, peer }: { readonly id: string; readonly peer: string },
  whose: 'theirs' | 'ours',
): Promise<string | undefined> {
  await lockPair(tx, peer)
  const thread = await openRequestThread(context, tx, id)
  if (!thread) return undefined
  const own = context.own.node
  const isOpen = ({ by, heard, claimed }: RequestEvent) =>
    heard === null && (whose === 'theirs' ? by !== own : by === own && claimed === null)
  const held: { statement: string; received: string }[] = []
  for (const { digest } of thread.state.events.filter(isOpen)) {
    const received = await receivedAt(tx, context, digest, whose === 'theirs' ? 'in' : 'out')
    if (received !== undefined) held.push({ statement: digest, received })
    if (held.length === TOLD_AT_ONCE) break
  }
  if (held.length === 0) return undefined
  const word = bareWord('request.receive', { held })
  const told = await postMove(tx, context, calendars, id, word)
  return told.ok ? told.value.peer : undefined
}

/**
 * Says when a mailbox that the compact names had our words for a peer that has not receipted them,
 * by its tenders, which go along: whoever stays silent gains no time by it.
 *
 * @returns the peer, when something was said
 */
export async function tellTendered(
  tx: Transaction,
  context: NodeContext,
  calendars: Calendars,
  { id, peer }: { readonly id: string; readonly peer: string },
): Promise<string | undefined> {
  await lockPair(tx, peer)
  const thread = await openRequestThread(context, tx, id)
  if (!thread) return undefined
  const author = context.own.node
  const root = await readRoot(context, tx, id)
  const mailboxes = await agreedKeys(context, tx, root?.act.compact ?? null)
  const tendered: RequestAct<'request.tender'>['tendered'][number][] = []
  const [tenders, envelopes] = [new Map<string, Offer>(), new Map<string, string>()]
  for (const event of thread.state.events) {
    if (event.by !== author || event.tendered !== null || receiptTime(event) !== null) continue
    for (const { offer, envelope } of await offersOf(tx, context, peer, event.digest)) {
      // Only what the other side can check starts a clock: else it would refuse the quotation.
      if (!(await isShown(context, offer, { author, recipient: peer }, mailboxes))) continue
      const { digest, received } = offer.tender
      tendered.push({ statement: event.digest, received, tender: digest })
      tenders.set(digest, offer)
      envelopes.set(event.digest, base64(envelope))
      break
    }
    if (tendered.length === MAX_TENDERED) break
  }
  if (tendered.length === 0) return undefined
  const quoted = [...tenders.values()].map(({ tender, lodgement }) => ({
    tender: base64(tender.document.bytes),
    lodgement: base64(lodgement.document.bytes),
  }))
  const content = { tenders: quoted, envelopes: [...new Set(envelopes.values())] }
  const told = await postMove(
    tx,
    context,
    calendars,
    id,
    bareWord('request.tender', { tendered }, content),
  )
  return told.ok ? told.value.peer : undefined
}

/** Offers of envelopes that bring a statement to a peer, the earliest tender first. */
async function offersOf(
  tx: Transaction,
  { crypto }: Pick<NodeContext, 'crypto'>,
  peer: string,
  statement: string,
): Promise<readonly { readonly offer: Offer; readonly envelope: Uint8Array }[]> {
  const rows = await tx.db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .innerJoin('lodgements', (join) =>
      join
        .onRef('lodgements.peer', '=', 'envelopes.peer')
        .onRef('lodgements.epoch', '=', 'envelopes.epoch')
        .onRef('lodgements.first_seq', '<=', 'envelopes.seq')
        .onRef('lodgements.last_seq', '>=', 'envelopes.seq'),
    )
    .select(['lodgements.document', 'lodgements.tender', 'envelopes.document as envelope'])
    .select('envelopes.digest')
    .where('statements.digest', '=', bytesOf(statement))
    .where('envelopes.direction', '=', 'out')
    .where('envelopes.peer', '=', peer)
    .execute()
  const read = rows.flatMap(({ document, tender: bytes, envelope, digest }) => {
    const [lodgement, tender] = [parseLodgement(crypto, document), parseTender(crypto, bytes)]
    if (!lodgement.ok || !tender.ok) return []
    if (!lodgement.value.envelopes.includes(hex(digest))) return []
    return [{ offer: { lodgement: lodgement.value, tender: tender.value }, envelope }]
  })
  return read.toSorted((a, b) => (a.offer.tender.received < b.offer.tender.received ? -1 : 1))
}

/** When the first receipt that says a statement is held says that it arrived. */
async function receivedAt(
  tx: Transaction,
  context: Pick<NodeContext, 'crypto'>,
  statement: string,
  direction: 'in' | 'out',
): Promise<string | undefined> {
  const rows = await tx.db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select('envelopes.receipt')
    .where('statements.digest', '=', bytesOf(statement))
    .where('envelopes.direction', '=', direction)
    .where('envelopes.receipt', 'is not', null)
    .orderBy('envelopes.id')
    .execute()
  for (const row of rows) {
    const receipt = row.receipt && parseReceipt(context.crypto, row.receipt)
    if (!receipt?.ok) continue
    const { held, received } = receipt.value
    if (held.some((entry) => entry.statement === statement)) return received
  }
  return undefined
}
