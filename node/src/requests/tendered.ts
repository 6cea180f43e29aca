import { unbase64 } from '@concert/core'
import {
  checkTender,
  type Envelope,
  type Offer,
  parseEnvelope,
  parseLodgement,
  parseTender,
  type RefusalCode,
  type Statement,
  verifyLodgement,
} from '@concert/envelope'
import { decodeRequestAct, type RequestAct, readRequestContent } from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import type { Reader } from '../store/store.ts'

type Reading = Pick<Reader, 'db'>
type Told = RequestAct<'request.tender'>['tendered'][number]

/** Whose words were offered to whom. */
export interface Pairing {
  readonly author: string
  readonly recipient: string
}

/**
 * Why quoted tenders start no clock, or undefined. With them an author dates its own words, so each
 * has to be shown, by nothing but the statement, its content, the compact and the author's identity:
 * a mailbox that the compact names has signed for a parcel, its lodgement lists an envelope, and the
 * envelope lists the words. Both sides ask the same, the author before it quotes.
 *
 * @param content - attacker-controlled: tenders, lodgements and envelopes
 */
export async function judgeTendered(
  context: NodeContext,
  reader: Reading,
  { act: said, author, compact }: Pick<Statement, 'act' | 'author' | 'compact'>,
  content: Uint8Array | null,
): Promise<RefusalCode | undefined> {
  const act = decodeRequestAct('request.tender', said)
  if (!act.ok) return act.code
  const pair = { author: author.node, recipient: context.own.node }
  const read = readRequestContent('tender', content)
  if (!read) return 'tender-unproven'
  const offers = new Map<string, Offer>()
  const mailboxes = await agreedKeys(context, reader, compact)
  for (const quoted of read.tenders) {
    const offer = readOffer(context, quoted)
    if (!offer || !(await isShown(context, offer, pair, mailboxes))) return 'tender-unproven'
    offers.set(offer.tender.digest, offer)
  }
  const envelopes = read.envelopes.map((encoded) => readEnvelope(context, encoded))
  const isProven = (told: Told) => {
    const offer = offers.get(told.tender)
    return offer?.tender.received === told.received && wasLodged(offer, envelopes, told.statement)
  }
  return act.value.tendered.every(isProven) ? undefined : 'tender-unproven'
}

/** Vkeys of the mailboxes that a version of a compact names: every party has signed them. */
export async function agreedKeys(
  context: NodeContext,
  reader: Reading,
  compact: string | null,
): Promise<readonly string[]> {
  const state = compact === null ? undefined : await findCompact(context, reader, compact)
  const version = state?.proposals.find(({ digest }) => digest === compact)
  return version?.terms.mailboxes.map(({ vkey }) => vkey) ?? []
}

/** Whether a lodgement is its author's, and its tender one of these mailboxes'. */
export async function isShown(
  { crypto, identities }: Pick<NodeContext, 'crypto' | 'identities'>,
  offer: Offer,
  { author, recipient }: Pairing,
  mailboxes: readonly string[],
): Promise<boolean> {
  const { from, to, identity, time } = offer.lodgement
  if (from !== author || to !== recipient) return false
  const signer = await identities.version(author, identity)
  if (!signer) return false
  const signed = await verifyLodgement(crypto, offer.lodgement, signer, Date.parse(time))
  return signed.ok && (await checkTender(crypto, offer, { mailboxes })).ok === true
}

function readOffer(
  { crypto }: Pick<NodeContext, 'crypto'>,
  quoted: { readonly tender: string; readonly lodgement: string },
): Offer | undefined {
  const [first, second] = [unbase64(quoted.lodgement), unbase64(quoted.tender)]
  const lodgement = first && parseLodgement(crypto, first)
  const tender = second && parseTender(crypto, second)
  if (!lodgement?.ok || !tender?.ok) return undefined
  return { lodgement: lodgement.value, tender: tender.value }
}

function readEnvelope(
  { crypto }: Pick<NodeContext, 'crypto'>,
  encoded: string,
): Envelope | undefined {
  const bytes = unbase64(encoded)
  const envelope = bytes && parseEnvelope(crypto, bytes)
  return envelope?.ok ? envelope.value : undefined
}

// The lodgement, signed then, fixes the envelope, and that the words in it: no signature is needed.
function wasLodged(
  { lodgement }: Offer,
  envelopes: readonly (Envelope | undefined)[],
  statement: string,
): boolean {
  return envelopes.some((envelope) => {
    if (!envelope || !lodgement.envelopes.includes(envelope.digest)) return false
    return envelope.statements.includes(statement)
  })
}
