import { base64, hex } from '@concert/core'
import { mailboxSigner, signLodgement, signTender } from '@concert/envelope'
import { formatVkey, KEY_TYPES, makeNoteKey } from '@concert/tlog'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { placeIn } from '../compacts/thread-post.ts'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { bytesOf } from '../exchange/statements.ts'
import { lockPair } from '../federation/channel.ts'
import { announce, postEnvelope } from '../federation/post.ts'
import { accepted, Desks, phishing, REQUEST_TERMS } from '../testing/desks.ts'
import { applyRequest } from './apply-request.ts'
import { storeSaying } from './post-request.ts'
import { readRoot } from './read-root.ts'
import { openRequestThread } from './request-thread.ts'

const crypto = createNodeCrypto()
const NAME = 'cairn.example/mailbox'
/** Before anything here was said, and within the day that clocks may be apart. */
const EARLIER = new Date(Date.now() - 3_600_000).toISOString()
const UNTIL = '2099-01-01T00:00:00.000Z'

let desks: Desks
let mailbox: ReturnType<typeof mailboxSigner>
let stranger: ReturnType<typeof mailboxSigner>

beforeAll(async () => {
  const [own, other] = [
    await crypto.generateSigner('ed25519'),
    await crypto.generateSigner('ed25519'),
  ]
  mailbox = mailboxSigner(crypto, own.pub, own.secret)
  stranger = mailboxSigner(crypto, other.pub, other.secret)
  const vkey = formatVkey(accepted(makeNoteKey(crypto.sha256, NAME, KEY_TYPES.note, own.pub)))
  const mailboxes = [{ name: NAME, vkey, url: 'http://127.0.0.1:9' }]
  desks = await Desks.open({}, REQUEST_TERMS, { mailboxes })
})

afterAll(async () => {
  await desks.close()
})

/** The envelope that brought a statement of a's to b. */
async function envelopeWith(statement: string): Promise<{ digest: string; document: string }> {
  const row = await desks.pair.a.parts.context.store.read.db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select(['envelopes.digest', 'envelopes.document'])
    .where('statements.digest', '=', bytesOf(statement))
    .executeTakeFirstOrThrow()
  return { digest: hex(row.digest), document: base64(row.document) }
}

/** An offer as a mailbox signs it: of an envelope, or with something changed. */
async function offer(
  envelope: string,
  { signer = mailbox, to = desks.node('b'), lodgedBy = 'a' as 'a' | 'b', parcel = '' } = {},
) {
  const { own } = desks.pair[lodgedBy].parts.context
  const from = desks.node('a')
  const about = { from, to, mailbox: NAME, parcel: 'ab'.repeat(32) }
  const lodgement = await signLodgement(
    crypto,
    {
      ...about,
      identity: own.identity.digest,
      envelopes: [envelope],
      answers: null,
      time: EARLIER,
    },
    own.signers,
  )
  const tender = await signTender(
    crypto,
    {
      ...about,
      parcel: parcel || about.parcel,
      lodgement: lodgement.digest,
      received: EARLIER,
      until: UNTIL,
    },
    signer,
  )
  const proof = { tender: base64(tender.bytes), lodgement: base64(lodgement.bytes) }
  return { digest: tender.digest, proof }
}

interface Quotation {
  readonly tendered: { statement: string; received: string; tender: string }
  readonly content: object | null
}

/** Node a quotes a tender, whatever its own desk says. @returns digest of the statement */
async function quote(id: string, { tendered, content }: Quotation): Promise<string> {
  const { context } = desks.pair.a.parts
  const peer = desks.node('b')
  const digest = await context.store.transact(async (tx) => {
    await lockPair(tx, peer)
    const thread = await openRequestThread(context, tx, id)
    const root = await readRoot(context, tx, id)
    if (!thread || !root) throw new Error('no thread')
    const said = await storeSaying(tx, context, {
      kind: 'request.tender',
      act: { tendered: [tendered] },
      content,
      compact: root.act.compact,
      tlp: 'amber',
      exercise: false,
      thread: placeIn(thread, context.own.node),
    })
    await postEnvelope(tx, context, peer, [said.posted])
    await applyRequest(context, tx, said.statement)
    return said.statement.digest
  })
  announce(context, [peer])
  return digest
}

/** How a statement of a's was taken at b: its refusal code, null when admitted. */
async function fate(digest: string): Promise<string | null | undefined> {
  const row = await desks.pair.b.parts.context.store.read.db
    .selectFrom('statements')
    .select('refused')
    .where('digest', '=', bytesOf(digest))
    .executeTakeFirst()
  return row?.refused
}

type Lie = (id: string, other: string) => Promise<Quotation>

/** A quotation that holds, with something changed. */
async function quotation(
  id: string,
  change: Parameters<typeof offer>[1] = {},
  lodged?: string,
): Promise<{
  tendered: Quotation['tendered']
  content: { tenders: object[]; envelopes: string[] }
}> {
  const envelope = await envelopeWith(lodged ?? id)
  const { digest, proof } = await offer(envelope.digest, change)
  return {
    tendered: { statement: id, received: EARLIER, tender: digest },
    content: { tenders: [proof], envelopes: [envelope.document] },
  }
}

const LIES: Readonly<Record<string, Lie>> = {
  'no proof at all': async (id) => ({ ...(await quotation(id)), content: null }),
  'proof of another form': async (id) => {
    const { tendered, content } = await quotation(id)
    return { tendered, content: { ...content, tenders: [{ tender: 'AA==' }] } }
  },
  'another time than the tender’s': async (id) => {
    const { tendered, content } = await quotation(id)
    return {
      tendered: { ...tendered, received: new Date(Date.parse(EARLIER) - 1).toISOString() },
      content,
    }
  },
  'another tender than is shown': async (id) => {
    const { tendered, content } = await quotation(id)
    return { tendered: { ...tendered, tender: 'cd'.repeat(32) }, content }
  },
  'a tender of other words': async (id, other) => await quotation(id, {}, other),
  'an envelope that was not lodged': async (id, other) => {
    const { tendered, content } = await quotation(id, {}, other)
    return { tendered, content: { ...content, envelopes: [(await envelopeWith(id)).document] } }
  },
  'a mailbox of its own making': async (id) => await quotation(id, { signer: stranger }),
  'a parcel other than was lodged': async (id) => await quotation(id, { parcel: 'cd'.repeat(32) }),
  'what lay there for somebody else': async (id) => await quotation(id, { to: desks.node('a') }),
  'a lodgement in another’s hand': async (id) => await quotation(id, { lodgedBy: 'b' }),
}

it('a quoted time starts no clock unless the mailbox agreed on has signed it for these words', async () => {
  const peer = desks.node('b')
  const { drafts } = desks.desk('a')
  const asked: string[] = []
  // What is refused ends its thread for the liar: each lie has a request of its own.
  for (const what of ['other', 'good', ...Object.keys(LIES)]) {
    const kept = accepted(await drafts.keep(phishing(peer), [`${what.length}.example`], undefined))
    asked.push(accepted(await drafts.send(kept.draft.id)).id)
  }
  await desks.rest()
  const [other = '', good = '', ...ids] = asked
  const told = new Map<string, string>()
  for (const [i, [what, lie]] of Object.entries(LIES).entries()) {
    const id = ids[i] ?? ''
    told.set(what, await quote(id, await lie(id, other)))
  }
  const truth = await quote(good, await quotation(good))
  await desks.pair.settled()
  for (const [i, [what, digest]] of [...told].entries()) {
    expect(await fate(digest), what).toBe('tender-unproven')
    expect((await desks.show('b', ids[i] ?? '')).view.started, what).not.toBe(Date.parse(EARLIER))
  }
  expect(await fate(truth)).toBeNull()
  expect((await desks.show('b', good)).view.started).toBe(Date.parse(EARLIER))
})
