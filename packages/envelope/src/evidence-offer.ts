import { ok, type Result, refuse } from '@concert/core'
import type { VerifyPort } from '@concert/tlog'
import type { Envelope } from './envelope.ts'
import type { Offer } from './evidence-file.ts'
import type { Checked } from './evidence-report.ts'
import type { Identity } from './identity.ts'
import { verifyLodgement } from './lodgement.ts'
import { parseMailboxKey } from './mailbox-key.ts'
import type { PublishedKeys } from './published-keys.ts'
import { type Silence, verifySilence } from './silence.ts'
import { verifyTender } from './tender.ts'

type IdentityOf = (node: string, digest: string) => Result<Identity, 'unknown-identity'>

/** The sender has said, under signature, that the lodged parcel carries the envelope. */
export async function checkLodgement(
  crypto: VerifyPort,
  { lodgement }: Offer,
  envelope: Envelope,
  identityOf: IdentityOf,
): Promise<Checked> {
  const { from, to, mailbox, parcel, time, digest } = lodgement
  if (from !== envelope.from) return refuse('bad-signature', 'lodgement.from')
  if (to !== envelope.to) return refuse('wrong-recipient', 'lodgement.to')
  if (!lodgement.envelopes.includes(envelope.digest)) {
    return refuse('digest-mismatch', 'lodgement.envelopes')
  }
  const identity = identityOf(from, lodgement.identity)
  if (!identity.ok) return identity
  const signed = await verifyLodgement(crypto, lodgement, identity.value, Date.parse(time))
  return signed.ok ? ok({ mailbox, parcel, time, digest }) : signed
}

/** A mailbox of the published keys has signed that it holds what was lodged. */
export async function checkTender(
  crypto: VerifyPort,
  { lodgement, tender }: Offer,
  keys: Pick<PublishedKeys, 'mailboxes'>,
): Promise<Checked> {
  const { mailbox, received, until, digest } = tender
  const isAbout =
    tender.lodgement === lodgement.digest &&
    tender.parcel === lodgement.parcel &&
    tender.from === lodgement.from &&
    tender.to === lodgement.to &&
    mailbox === lodgement.mailbox
  if (!isAbout) return refuse('digest-mismatch', 'tender.lodgement')
  for (const vkey of keys.mailboxes ?? []) {
    const key = parseMailboxKey(crypto.sha256, vkey)
    if (!key.ok || key.value.name !== mailbox) continue
    const signed = await verifyTender(crypto, tender, key.value)
    return signed.ok ? ok({ mailbox, tendered: received, until, digest }) : signed
  }
  return refuse('unknown-key', 'tender.mailbox')
}

/** The sender has said, under signature and after the deadline, that no receipt had come. */
export async function checkSilence(
  crypto: VerifyPort,
  silence: Silence,
  { envelope, offer }: { readonly envelope: Envelope; readonly offer: Offer | null },
  identityOf: IdentityOf,
): Promise<Checked> {
  const { by, envelope: named, deadline, time, tender, digest } = silence
  if (by !== envelope.from) return refuse('bad-signature', 'silence.by')
  const { to, epoch, seq } = envelope
  const isSame =
    named.to === to &&
    named.epoch === epoch &&
    named.seq === seq &&
    named.digest === envelope.digest
  if (!isSame) return refuse('digest-mismatch', 'silence.envelope')
  if (offer && tender !== null && tender !== offer.tender.digest) {
    return refuse('digest-mismatch', 'silence.tender')
  }
  const identity = identityOf(by, silence.identity)
  if (!identity.ok) return identity
  const signed = await verifySilence(crypto, silence, identity.value, Date.parse(time))
  return signed.ok ? ok({ by, deadline, time, digest }) : signed
}
