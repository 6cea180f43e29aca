import type { Identity } from '@concert/envelope'
import { parseParcel } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { afterReply } from '../federation/after-reply.ts'
import type { Inbox, Reply } from '../federation/inbox.ts'
import { settleReply } from '../federation/settle.ts'
import { endLodgements, lodgedEnvelopes, openLodgements, storeLodgement } from './lodgement-rows.ts'
import type { Collected, MailboxClient, MailboxFault } from './mailbox-client.ts'

/** Parcels taken in one round: a mailbox that never runs out ends no round of its own accord. */
const PARCELS_A_ROUND = 256

/** What one round of polling brought. */
export interface CollectingOutcome {
  readonly parcels: number
  readonly fault?: MailboxFault
}

/** What {@link collect} needs. */
export interface CollectingDeps {
  readonly context: NodeContext
  readonly inbox: Inbox
}

/**
 * Takes in what waits in a mailbox: envelopes go through the inbox, their receipts back into the
 * mailbox; replies settle what was lodged. A parcel is done with, for the mailbox, when what
 * follows from it is in our store; one that our machine could not take is asked for again.
 */
export async function collect(
  deps: CollectingDeps,
  client: MailboxClient,
): Promise<CollectingOutcome> {
  const seen = new Set<string>()
  let done: string | undefined
  while (seen.size < PARCELS_A_ROUND) {
    const next = await client.poll(done === undefined ? [] : [done])
    if (!next.ok) return { parcels: seen.size, fault: next.code }
    if (next.value === null) return { parcels: seen.size }
    const { parcel } = next.value.lodgement
    // It gives again what it was told is done: no more of that in this round.
    if (seen.has(parcel)) return { parcels: seen.size, fault: 'conflict' }
    seen.add(parcel)
    await take(deps, client, next.value)
    done = parcel
  }
  return { parcels: seen.size }
}

async function take(
  { context, inbox }: CollectingDeps,
  client: MailboxClient,
  collected: Collected,
): Promise<void> {
  const { lodgement, parcel } = collected
  const peer = await confirmedPeer(context, lodgement.from)
  if (!peer) {
    context.events.refused('unknown-peer', lodgement.from, 'lodgement')
    return
  }
  const named = parseParcel(context.crypto, parcel)
  if (!named.ok || named.value.digest !== lodgement.parcel) {
    context.events.refused('digest-mismatch', peer.node, 'lodgement.parcel')
    return
  }
  if (lodgement.answers !== null) {
    await settle(context, client, peer, lodgement.answers, parcel)
    return
  }
  const shown = async () => await shownIn(context, client.name, peer.node)
  const reply = await inbox.receiveLodged(parcel, { envelopes: lodgement.envelopes, shown })
  if (reply.ok) await answer(context, client, peer.node, lodgement.parcel, reply.value)
}

async function confirmedPeer(context: NodeContext, node: string): Promise<Identity | undefined> {
  const row = await context.store.read.db
    .selectFrom('peers')
    .select('state')
    .where('node', '=', node)
    .executeTakeFirst()
  return row?.state === 'confirmed' ? await context.identities.current(node) : undefined
}

/** Sizes of our log that the peer will have seen once it has read our replies in the mailbox. */
async function shownIn(
  context: NodeContext,
  mailbox: string,
  peer: string,
): Promise<readonly number[]> {
  const open = await openLodgements(context.store.read, mailbox, peer, 'replies')
  return open.map((row) => row.log_size)
}

/** Lodges the reply. When that fails the sender has its receipts by sending again. */
async function answer(
  context: NodeContext,
  client: MailboxClient,
  peer: string,
  answers: string,
  reply: Reply,
): Promise<void> {
  const parsed = parseParcel(context.crypto, reply.bytes)
  if (!parsed.ok) throw new TypeError('reply')
  const { digest } = parsed.value
  const parcel = { peer, digest, bytes: reply.bytes, envelopes: [], answers }
  const tendered = await client.deposit(parcel)
  if (!tendered.ok) {
    context.events.deliveryFailed(peer, tendered.code)
    return
  }
  const { logSize } = reply
  const span = { mailbox: client.name, epoch: 0, firstSeq: 0, lastSeq: 0, logSize }
  await storeLodgement(context, parcel, tendered.value, span)
}

async function settle(
  context: NodeContext,
  client: MailboxClient,
  peer: Identity,
  answered: string,
  bytes: Uint8Array,
): Promise<void> {
  const { store, events } = context
  const where = { mailbox: client.name, peer: peer.node }
  const waiting = await lodgedEnvelopes(store.read, client.name, peer.node, answered)
  if (waiting.length === 0) return events.refused('unknown-peer', peer.node, 'lodgement.answers')
  const settled = await settleReply(context, peer, { waiting, parcel: answered }, bytes)
  if (!settled.ok) {
    events.refused(settled.code, peer.node, settled.at)
    // The log it shows does not start where ours ends: lodged anew, it is answered anew.
    if (settled.code === 'log-consistency') await endLodgements(store, 'answered', where)
    return
  }
  const code = await afterReply(context, peer.node, settled.value)
  if (code === undefined) await endLodgements(store, 'settled', { ...where, parcel: answered })
  else await endLodgements(store, 'answered', where)
}
