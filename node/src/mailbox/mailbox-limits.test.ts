import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CryptoPort, canonicalBytes, parseCanonical } from '@concert/core'
import {
  type LodgementBody,
  type MailboxKey,
  mailboxSigner,
  type PollBody,
  packFrame,
  parseLodgement,
  parseMailboxKey,
  parseTender,
  type SigningKey,
  sealParcel,
  signLodgement,
  signPoll,
  splitFrame,
  verifyTender,
} from '@concert/envelope'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import type { OwnNode } from '../identity/own-node.ts'
import { openStore } from '../store/open-store.ts'
import { type Pair, startPair } from '../testing/pair.ts'
import { type RunningWitness, startWitness } from '../trust/witness-process.ts'
import { MAILBOX_LIMITS, Mailbox, type MailboxLimits } from './mailbox.ts'
import { forgetExpired } from './mailbox-rows.ts'

const NAME = 'cairn.example/mailbox'
const crypto: CryptoPort = createNodeCrypto()
let pair: Pair
let folder: string
let witness: RunningWitness | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-limits-'))
  pair = await startPair()
})

afterEach(async () => {
  await witness?.close()
  witness = undefined
  await pair.close()
  await rm(folder, { recursive: true, force: true })
})

const own = (side: 'a' | 'b'): OwnNode => pair[side].parts.context.own
const sealKeyOf = ({ identity }: OwnNode) => {
  const key = identity.keys.find(({ use }) => use === 'seal')
  if (!key) throw new Error('no seal key')
  return key
}

interface Claims extends Partial<Omit<LodgementBody, 'signers'>> {
  readonly size?: number
  readonly signers?: readonly SigningKey[]
}

/** A frame from `a` to `b` with a sealed parcel that nobody here opens. */
async function frame(claims: Claims = {}): Promise<Uint8Array> {
  const { size = 100, signers = own('a').signers, ...changes } = claims
  const { node: from, identity } = own('a')
  const to = changes.to ?? own('b').node
  const plain = new Uint8Array(size)
  const sealed = await sealParcel(crypto, from, to, sealKeyOf(own('b')), plain, own('a').signers)
  const draft = {
    ...{ from, to, identity: identity.digest, mailbox: NAME, parcel: sealed.digest },
    ...{ envelopes: [sealed.digest], answers: null, time: new Date().toISOString() },
    ...changes,
  }
  const { bytes } = await signLodgement(crypto, draft, signers)
  return packFrame([bytes], sealed.bytes)
}

async function poll(claims: Partial<PollBody> = {}, side: 'a' | 'b' = 'b'): Promise<Uint8Array> {
  const { node, identity, signers } = own(side)
  const draft = { node, identity: identity.digest, mailbox: NAME, count: 1, taken: [], ...claims }
  return (await signPoll(crypto, draft, signers)).bytes
}

describe('a mailbox', () => {
  let clock: number

  async function open(
    limits: Partial<MailboxLimits> = {},
    listed = [own('a').node, own('b').node],
  ) {
    const store = await openStore({ kind: 'sqlite', path: join(folder, 'mailbox.db') })
    const { pub, secret } = await crypto.generateSigner('ed25519')
    const mailbox = new Mailbox({
      store,
      crypto,
      name: NAME,
      signer: mailboxSigner(crypto, pub, secret),
      limits: { ...MAILBOX_LIMITS, ...limits },
      isListed: (node) => listed.includes(node),
      now: () => clock,
    })
    for (const side of ['a', 'b'] as const) {
      await mailbox.learn(own(side).node, [own(side).identity.document])
    }
    return { mailbox, store }
  }

  beforeEach(() => {
    clock = Date.now()
  })

  const codeOf = (result: { ok: true } | { ok: false; code: string }) =>
    result.ok ? 'taken' : result.code

  it('serves listed nodes alone, and tells no others apart', async () => {
    const { mailbox, store } = await open({}, [own('b').node])
    expect(codeOf(await mailbox.deposit(await frame()))).toBe('not-accepted')
    await store.close()
    const other = await open({}, [own('a').node])
    expect(codeOf(await other.mailbox.deposit(await frame()))).toBe('unknown-peer')
    expect(codeOf(await other.mailbox.poll(await poll()))).toBe('not-accepted')
    await other.store.close()
  })

  it('takes nothing that is not signed, named and whole', async () => {
    const { mailbox, store } = await open()
    const good = await frame()
    const parts = splitFrame(good, 1)
    const [document = new Uint8Array(0)] = parts?.documents ?? []
    const cut = (size: number) => good.subarray(0, size)
    for (const [bytes, code] of [
      [new Uint8Array(0), 'malformed'],
      [cut(3), 'malformed'],
      [cut(200), 'malformed'],
      [packFrame([document], new Uint8Array(10)), 'malformed'],
      [cut(good.length - 1), 'malformed'],
      [await frame({ mailbox: 'other.example/mailbox' }), 'wrong-recipient'],
      [await frame({ parcel: own('b').node }), 'digest-mismatch'],
      [await frame({ from: own('b').node }), 'not-accepted'],
      [await frame({ identity: own('b').identity.digest }), 'not-accepted'],
      [await frame({ signers: own('b').signers }), 'not-accepted'],
      [await frame({ signers: own('a').signers.slice(0, 1) }), 'not-accepted'],
      [await frame({ envelopes: [] }), 'malformed'],
      [await frame({ answers: own('b').node }), 'malformed'],
    ] as const) {
      expect(codeOf(await mailbox.deposit(bytes))).toBe(code)
    }
    const rows = await store.read.db.selectFrom('mailbox_parcels').selectAll().execute()
    expect(rows).toEqual([])
    expect(codeOf(await mailbox.deposit(good))).toBe('taken')
    await store.close()
  })

  it('signs one tender for one parcel, and gives it to its recipient alone, in order', async () => {
    const { mailbox, store } = await open()
    const frames = [await frame(), await frame(), await frame()]
    const tenders: Uint8Array[] = []
    for (const each of frames) {
      const taken = await mailbox.deposit(each)
      if (!taken.ok) throw new Error(taken.code)
      tenders.push(taken.value)
    }
    const again = await mailbox.deposit(frames[0] ?? new Uint8Array(0))
    expect(again).toEqual({ ok: true, value: tenders[0] })
    expect(await mailbox.poll(await poll({}, 'a'))).toEqual({ ok: true, value: null })
    const given: string[] = []
    for (let count = 1; count <= 3; count++) {
      const next = await mailbox.poll(await poll({ count, taken: given.slice(-1) }))
      const documents = next.ok && next.value ? splitFrame(next.value, 2)?.documents : undefined
      const tender = parseTender(crypto, documents?.[1] ?? new Uint8Array(0))
      if (!tender.ok) throw new Error(tender.code)
      expect(documents?.[1]).toEqual(Uint8Array.from(tenders[count - 1] ?? []))
      given.push(tender.value.parcel)
    }
    expect(await mailbox.poll(await poll({ count: 4, taken: given.slice(-1) }))).toMatchObject({
      value: null,
    })
    // What was taken is not held again, and its tender stays the same.
    expect(await mailbox.deposit(frames[0] ?? new Uint8Array(0))).toEqual(again)
    expect(await mailbox.poll(await poll({ count: 5 }))).toMatchObject({ value: null })
    await store.close()
  })

  it('lets nobody repeat a poll, and says from where on one counts', async () => {
    const { mailbox, store } = await open()
    await mailbox.deposit(await frame())
    const first = await poll({ count: 7 })
    expect(await mailbox.poll(first)).toMatchObject({ ok: true })
    expect(await mailbox.poll(first)).toMatchObject({ ok: false, code: 'stale', at: '7' })
    expect(codeOf(await mailbox.poll(await poll({ count: 8, mailbox: 'x' })))).toBe(
      'wrong-recipient',
    )
    // One that takes another's parcels away takes nothing away.
    const [row] = await store.read.db.selectFrom('mailbox_parcels').select('parcel').execute()
    const taken = [Buffer.from(row?.parcel ?? []).toString('hex')]
    await mailbox.poll(await poll({ count: 1, taken }, 'a'))
    expect(await mailbox.poll(await poll({ count: 9 }))).toMatchObject({ ok: true })
    const next = await mailbox.poll(await poll({ count: 10 }))
    expect(next.ok && next.value !== null).toBe(true)
    await store.close()
  })

  it('bounds a listed flooder by count and by bytes, and forgets what is over', async () => {
    const { mailbox, store } = await open({ pairParcels: 3, keepMs: 60_000 })
    for (let i = 0; i < 3; i++) expect(codeOf(await mailbox.deposit(await frame()))).toBe('taken')
    expect(codeOf(await mailbox.deposit(await frame()))).toBe('quota')
    // Another recipient, or the other direction, is not held up by it.
    expect(codeOf(await mailbox.deposit(await frame({ to: own('a').node })))).toBe('taken')
    clock += 60_010
    expect(codeOf(await mailbox.deposit(await frame()))).toBe('taken')
    clock += 60_010
    expect(await mailbox.poll(await poll({ count: 1 }))).toMatchObject({ value: null })
    await store.transact((tx) => forgetExpired(tx, clock))
    const rows = await store.read.db.selectFrom('mailbox_parcels').select('size').execute()
    expect(rows).toEqual([])
    await store.close()
  })

  it('bounds bytes of one sender before those of all, and the size of a parcel', async () => {
    const small = await frame({ size: 1000 })
    const { mailbox, store } = await open({ senderBytes: small.length, parcelBytes: 40_000 })
    expect(codeOf(await mailbox.deposit(small))).toBe('taken')
    expect(codeOf(await mailbox.deposit(await frame({ size: 10_000 })))).toBe('quota')
    expect(codeOf(await mailbox.deposit(await frame({ size: 41_000 })))).toBe('too-large')
    await store.close()
    await rm(join(folder, 'mailbox.db'))
    const full = await open({ totalBytes: small.length })
    expect(codeOf(await full.mailbox.deposit(await frame({ size: 10_000 })))).toBe('busy')
    await full.store.close()
  })

  it('learns identities only of the node that they are of', async () => {
    const { mailbox, store } = await open()
    const count = async () =>
      (await store.read.db.selectFrom('identities').select('node').execute()).length
    expect(await count()).toBe(2)
    const stranger = await startPair()
    const { node, identity } = stranger.a.parts.context.own
    await mailbox.learn(node, [identity.document])
    await mailbox.learn(own('a').node, [identity.document])
    await mailbox.learn(own('a').node, [new Uint8Array(5)])
    expect(await count()).toBe(2)
    await stranger.close()
    await store.close()
  })
})

describe('over HTTP', () => {
  const mailboxOf = (): { readonly url: string; readonly key: MailboxKey } => {
    const key = parseMailboxKey(crypto.sha256, witness?.mailbox?.vkey ?? '')
    if (!witness?.mailbox || !key.ok) throw new Error('no mailbox')
    return { url: witness.mailbox.url, key: key.value }
  }

  const post = (path: string, body: Uint8Array) =>
    fetch(`${mailboxOf().url}/${path}`, { method: 'POST', body: Uint8Array.from(body) })

  beforeEach(async () => {
    const options = {
      dataDir: folder,
      listen: { host: '127.0.0.1', port: 0 },
      name: 'cairn.example',
      logs: [],
      crypto,
    }
    witness = await startWitness({ ...options, mailbox: { nodes: [] } })
  })

  it('a node is served when the file lists it and its identity is there; nothing tells which', async () => {
    const identityOf = (side: 'a' | 'b') => {
      const parsed = parseCanonical(own(side).identity.document)
      return canonicalBytes({
        node: own(side).node,
        identities: parsed.ok ? [parsed.value] : [],
      })
    }
    const show = async () => [
      (await post('identity', identityOf('a'))).status,
      (await post('identity', identityOf('b'))).status,
      (await post('identity', new Uint8Array(9))).status,
    ]
    expect(await show()).toEqual([204, 204, 204])
    const unlisted = await post('deposit', await frame())
    expect([unlisted.status, await unlisted.text()]).toEqual([403, '{"code":"not-accepted"}'])
    await writeFile(
      join(folder, 'nodes.txt'),
      `# nodes\nnoise\n${own('a').node}\n${own('b').node}\n`,
    )
    expect((await post('deposit', await frame())).status).toBe(403)
    expect(await show()).toEqual([204, 204, 204])
    const bytes = await frame()
    const taken = await post('deposit', bytes)
    expect(taken.status).toBe(200)
    const tender = parseTender(crypto, await taken.bytes())
    const document = splitFrame(bytes, 1)?.documents[0] ?? new Uint8Array(0)
    const lodgement = parseLodgement(crypto, document)
    if (!tender.ok || !lodgement.ok) throw new Error('malformed')
    expect((await verifyTender(crypto, tender.value, mailboxOf().key)).ok).toBe(true)
    expect(tender.value.lodgement).toBe(lodgement.value.digest)
    // Neither the parcel nor the tender says a word of what is inside.
    const held = splitFrame(await (await post('poll', await poll())).bytes(), 2)
    expect(held?.parcel).toEqual(Uint8Array.from(splitFrame(bytes, 1)?.parcel ?? []))
    const stale = await post('poll', await poll())
    expect([stale.status, await stale.json()]).toEqual([409, { code: 'stale', count: 1 }])
  })

  it('floods are turned away at the door', async () => {
    // As many bodies as one address may send at once have begun and do not end.
    const begun = [beginDeposit(), beginDeposit()]
    const status = async () => (await post('deposit', new Uint8Array(3))).status
    await expect.poll(status).toBe(503)
    for (const { end } of begun) end()
    expect(await Promise.all(begun.map(({ answered }) => answered))).toEqual([400, 400])
    await expect.poll(status).toBe(400)
    expect((await post('poll', new Uint8Array(100_000))).status).toBe(413)
    expect((await post('poll', new Uint8Array(3))).status).toBe(400)
  })

  /** A deposit whose body comes when it is told to end. */
  function beginDeposit() {
    const headers = { 'content-length': 3 }
    const sent = request(`${mailboxOf().url}/deposit`, { method: 'POST', headers })
    sent.flushHeaders()
    const answered = new Promise<number | undefined>((resolve, reject) => {
      sent.on('error', reject)
      sent.on('response', (response) => {
        response.resume()
        resolve(response.statusCode)
      })
    })
    return { answered, end: () => sent.end(new Uint8Array(3)) }
  }
})
