import { leafFor, parseEnvelope, parseTender, signSilence } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import type { Reader } from '../store/store.ts'

/** A notice of silence with its place in our log. */
export interface LoggedSilence {
  readonly document: Uint8Array
  readonly opening: Uint8Array
  readonly leaf: Uint8Array
}

/** An envelope for which there is no receipt. */
export interface Unreceipted {
  readonly envelopeId: number
  readonly envelope: Uint8Array
}

/**
 * The notice that no receipt for an envelope had come after `mailbox.silentMs`: made and logged
 * when it is first asked for, the same one from then on.
 *
 * @param tender - the mailbox's, where there is one
 * @returns undefined before the deadline
 */
export async function silenceFor(
  context: NodeContext,
  { envelopeId, envelope: bytes }: Unreceipted,
  tender: Uint8Array | undefined,
): Promise<LoggedSilence | undefined> {
  const { crypto, store, own, log, config, now } = context
  const known = await storedSilence(store.read, envelopeId)
  if (known) return known
  const envelope = parseEnvelope(crypto, bytes)
  if (!envelope.ok) throw new TypeError('envelope')
  const { to, epoch, seq, digest, time } = envelope.value
  const deadline = Date.parse(time) + config.mailbox.silentMs
  if (now() < deadline) return undefined
  const offered = tender && parseTender(crypto, tender)
  const signed = await signSilence(
    crypto,
    {
      by: own.node,
      identity: own.identity.digest,
      envelope: { to, epoch, seq, digest },
      tender: offered?.ok ? offered.value.digest : null,
      deadline: new Date(deadline).toISOString(),
      time: new Date(now()).toISOString(),
    },
    own.signers,
  )
  const opening = crypto.random(32)
  const leaf = leafFor(crypto.sha256, opening, 'silence', log.origin, signed.digest)
  const made = await store.transact(async (tx) => {
    await tx.lock(`silence:${envelopeId}`)
    const other = await storedSilence(tx, envelopeId)
    if (other) return other
    const row = { document: signed.bytes, opening, leaf }
    await tx.db
      .insertInto('silences')
      .values({ envelope_id: envelopeId, ...row, added: now() })
      .execute()
    await log.submit(tx, [leaf])
    return row
  })
  log.wake()
  return made
}

async function storedSilence(
  reader: Pick<Reader, 'db'>,
  envelopeId: number,
): Promise<LoggedSilence | undefined> {
  return await reader.db
    .selectFrom('silences')
    .select(['document', 'opening', 'leaf'])
    .where('envelope_id', '=', envelopeId)
    .executeTakeFirst()
}
