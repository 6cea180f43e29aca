import type { CryptoPort } from '@concert/core'
import { formatVkey, KEY_TYPES } from '@concert/tlog'
import { parseEnvelope } from '../envelope.ts'
import { type LodgementBody, signLodgement } from '../lodgement.ts'
import { mailboxSigner } from '../mailbox-key.ts'
import { signPoll } from '../poll.ts'
import { type SilenceBody, signSilence } from '../silence.ts'
import type { SigningKey } from '../suites.ts'
import { signTender, type TenderBody } from '../tender.ts'
import type { Exchange } from './exchange.ts'
import { noteSigner, someDigest } from './nodes.ts'
import { publicKeyOf, seedOf } from './port.ts'

/** The mailbox of the tests. */
export const MAILBOX = 'cairn.example/mailbox'

const LATER = '2026-11-23T09:15:00.000Z'
const UNTIL = '2026-12-23T09:15:00.000Z'

/** The mailbox's key as it is published. */
export function mailboxVkey(crypto: CryptoPort): string {
  return formatVkey(noteSigner(crypto, MAILBOX, KEY_TYPES.note).key)
}

/** The key with which the mailbox signs, or another one of that name. */
export function mailboxKey(crypto: CryptoPort, seed = `note/${MAILBOX}/1`): SigningKey {
  const secret = seedOf(seed)
  return mailboxSigner(crypto, publicKeyOf('ed25519', secret), secret)
}

/** What a test wants different in {@link mailboxDocuments}. */
export interface MailboxChanges {
  readonly lodgement?: Partial<LodgementBody>
  readonly tender?: Partial<TenderBody>
  readonly silence?: Partial<SilenceBody>
  readonly mailbox?: SigningKey
}

interface Signed {
  readonly bytes: Uint8Array
  readonly digest: string
}

/** Arden lodges the exchange's envelope for Belmar, who polls; then Arden says that it is silent. */
export async function mailboxDocuments(
  crypto: CryptoPort,
  { sender, receiver, parts }: Pick<Exchange, 'sender' | 'receiver' | 'parts'>,
  changes: MailboxChanges = {},
): Promise<Readonly<Record<'lodgement' | 'tender' | 'poll' | 'silence', Signed>>> {
  const envelope = parseEnvelope(crypto, parts.envelope)
  if (!envelope.ok) throw new Error(envelope.code)
  const { digest } = envelope.value
  const { node: from, digest: identity } = sender.identity
  const to = receiver.identity.node
  const parcel = someDigest('parcel')
  const lodged = { from, to, identity, mailbox: MAILBOX, parcel, time: LATER }
  const lodgement = await signLodgement(
    crypto,
    { ...lodged, envelopes: [digest], answers: null, ...changes.lodgement },
    sender.keys,
  )
  const held = { mailbox: MAILBOX, lodgement: lodgement.digest, parcel, from, to }
  const tender = await signTender(
    crypto,
    { ...held, received: LATER, until: UNTIL, ...changes.tender },
    changes.mailbox ?? mailboxKey(crypto),
  )
  const asked = { node: to, identity: receiver.identity.digest, mailbox: MAILBOX }
  const poll = await signPoll(crypto, { ...asked, count: 1, taken: [] }, receiver.keys)
  const said = { by: from, identity, envelope: { to, epoch: 1, seq: 1, digest } }
  const silence = await signSilence(
    crypto,
    { ...said, tender: tender.digest, deadline: LATER, time: LATER, ...changes.silence },
    sender.keys,
  )
  return { lodgement, tender, poll, silence }
}
