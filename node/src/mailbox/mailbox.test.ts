import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EvidenceReport, verifyEvidence } from '@concert/envelope'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { logFaults, lostLeaves } from '../testing/inspect.ts'
import { indicators, type Pair, type Side, startPair } from '../testing/pair.ts'
import { exportEvidence, publishedKeys } from '../trust/export-evidence.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { type RunningWitness, startWitness } from '../trust/witness-process.ts'

let pair: Pair
let folder: string
let witness: RunningWitness

/** Rounds are begun by the tests; whatever waits counts as silence. */
const settings = { silentMs: 0, pollMs: 3_600_000 }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-mailbox-'))
  pair = await startPair()
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  await openMailbox()
  await Promise.all([pair.restart('a', useMailbox()), pair.restart('b', useMailbox())])
})

afterEach(async () => {
  await witness.close()
  await pair.close()
  await rm(folder, { recursive: true, force: true })
})

async function openMailbox(port = 0): Promise<void> {
  const nodes = [pair.a, pair.b].map((node) => node.parts.context.own.node)
  witness = await startWitness({
    dataDir: folder,
    listen: { host: '127.0.0.1', port },
    name: 'cairn.example',
    logs: [],
    crypto: createNodeCrypto(),
    mailbox: { nodes },
  })
}

function useMailbox() {
  return { mailboxes: witness.mailbox ? [witness.mailbox] : [], mailbox: settings }
}

/** `b` is up, but neither can reach the other. */
async function cutOff(side: Side): Promise<void> {
  const { parts } = pair[side]
  await parts.context.store.transact(async (tx) => {
    await tx.db.updateTable('peers').set({ url: 'http://127.0.0.1:9' }).execute()
  })
}

async function shareFromA(from: number, count: number): Promise<void> {
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, from, count))
  await pair.share()
}

const queued = async () => (await nodeStatus(pair.a.parts)).envelopes.queued
const lodged = async () => (await pair.a.parts.mail.list())[0]?.lodged ?? []
const receivedByB = async () => (await nodeStatus(pair.b.parts)).objects.received

async function expectWhole(): Promise<void> {
  for (const { parts } of [pair.a, pair.b]) {
    const { store, config, crypto } = parts.context
    const mark = join(config.dataDir, 'watermark.json')
    expect(await logFaults(store.read, mark, crypto.sha256)).toEqual([])
    expect(await lostLeaves(store.read)).toBe(0)
  }
}

/** Rounds of both, until nothing waits: one for a parcel, another when the logs were out of step. */
async function exchangeByMail(): Promise<number> {
  for (let rounds = 1; ; rounds++) {
    await pair.a.parts.mail.round()
    await pair.b.parts.mail.round()
    await pair.a.parts.mail.round()
    if ((await queued()) === 0 || rounds === 5) return rounds
  }
}

describe('a peer that is silent', () => {
  it('gets everything once out of the mailbox, and its receipts come back the same way', async () => {
    await cutOff('a')
    await cutOff('b')
    await shareFromA(0, 3000)
    expect(await queued()).toBe(3)
    await pair.a.parts.mail.round()
    const spans = (await lodged()).map(({ firstSeq, lastSeq }) => lastSeq - firstSeq + 1)
    expect(spans).toEqual([2, 1])
    expect(await exchangeByMail()).toBeLessThanOrEqual(2)
    expect(await lodged()).toEqual([])
    expect(await receivedByB()).toBe(3000)
    // And again, now that each knows how much the other has seen.
    await shareFromA(3000, 1)
    await shareFromA(3001, 1)
    expect(await exchangeByMail()).toBe(1)
    expect(await receivedByB()).toBe(3002)
    await expectWhole()
  })

  it('that comes back while its parcels lie in the mailbox has everything once', async () => {
    await pair.stop('b')
    await shareFromA(0, 1500)
    await pair.a.parts.mail.round()
    expect((await lodged()).length).toBe(1)
    await pair.start('b', useMailbox())
    // Both ways at once, and the mailbox once more.
    const rounds = [pair.b.parts.mail.round(), pair.a.parts.mail.round()]
    pair.a.parts.outgoing.wake(pair.b.parts.context.own.node)
    await Promise.all(rounds)
    await pair.settled()
    await pair.b.parts.mail.round()
    await pair.a.parts.mail.round()
    expect(await receivedByB()).toBe(1500)
    const rows = await pair.b.parts.context.store.read.db
      .selectFrom('objects')
      .select('stix_id')
      .where('source', '=', pair.a.parts.context.own.node)
      .execute()
    expect(new Set(rows.map((row) => row.stix_id)).size).toBe(rows.length)
    await expectWhole()
  })

  it('gets it out of the mailbox that the compact names, with none configured', async () => {
    for (const side of ['a', 'b'] as const) await pair.restart(side, { mailbox: settings })
    expect(await pair.a.parts.mail.list()).toEqual([])
    const mailboxes = witness.mailbox ? [witness.mailbox] : []
    await pair.agreeCompact({}, { mailboxes })
    expect(await pair.b.parts.mail.list()).toMatchObject([{ name: witness.mailbox?.name }])
    await cutOff('a')
    await cutOff('b')
    await shareFromA(0, 3)
    await exchangeByMail()
    expect(await receivedByB()).toBe(3)
    expect((await publishedKeys(pair.a.parts)).mailboxes).toEqual([witness.mailbox?.vkey])
    await expectWhole()
  })

  it('gets what lies in a mailbox that its compact names no more, for as long as anything can', async () => {
    for (const side of ['a', 'b'] as const) await pair.restart(side, { mailbox: settings })
    const mailboxes = witness.mailbox ? [witness.mailbox] : []
    await pair.agreeCompact({}, { intelligence: null, mailboxes })
    await cutOff('a')
    await cutOff('b')
    const { compacts, mail } = pair.b.parts
    const named = (await compacts.list()).at(-1)?.id ?? ''
    expect((await compacts.end(named, 'policy', undefined)).ok).toBe(true)
    expect(await mail.list()).toMatchObject([{ name: witness.mailbox?.name, former: true }])
    // The other side has not heard of it, and goes on as agreed.
    await shareFromA(0, 3)
    await pair.a.parts.mail.round()
    expect((await lodged()).length).toBe(1)
    await pair.restart('b', { mailbox: settings })
    await pair.b.parts.mail.round()
    expect(await receivedByB()).toBe(3)
    // Nothing new is left there, so the end of the compact is not told this way.
    await pair.b.parts.mail.round()
    expect((await pair.b.parts.mail.list())[0]?.lodged).toEqual([])
    await pair.a.parts.mail.round()
    expect(await queued()).toBe(0)
    await expectWhole()
    pair.skew.b += 367 * 86_400_000
    expect(await pair.b.parts.mail.list()).toEqual([])
  })

  it('loses nothing when sender, receiver and mailbox are restarted midway', async () => {
    await cutOff('a')
    await cutOff('b')
    await shareFromA(0, 100)
    await pair.a.parts.mail.round()
    const port = Number(new URL(witness.url).port)
    const { vkey } = witness
    await pair.restart('a', useMailbox())
    await witness.close()
    await pair.b.parts.mail.round()
    expect((await pair.b.parts.mail.list())[0]?.fault).toBe('unreachable')
    await openMailbox(port)
    expect(witness.vkey).toBe(vkey)
    await pair.b.parts.mail.round()
    await pair.restart('b', useMailbox())
    expect(await exchangeByMail()).toBeLessThanOrEqual(2)
    expect(await receivedByB()).toBe(100)
    await expectWhole()
  })

  it('leaves evidence that it was offered and that no receipt came', async () => {
    await cutOff('a')
    await shareFromA(0, 3)
    const [object] = indicators(pair.a, 0, 1)
    const id = object?.view.id ?? ''
    await pair.a.parts.mail.round()
    const first = await evidenceOf(id)
    expect(first.report.verified).toBe(true)
    expect(stepsOf(first.report)).toMatchObject({
      'receipt-signature': null,
      lodgement: true,
      tender: true,
      'silence-signature': true,
      'silence-log': true,
    })
    const size = pair.a.parts.context.log.head().size
    const again = await evidenceOf(id)
    expect(again.silence).toEqual(first.silence)
    expect(pair.a.parts.context.log.head().size).toBe(size)
    // With a receipt the tender stays, the silence is over.
    expect(await exchangeByMail()).toBeLessThanOrEqual(2)
    const last = await evidenceOf(id)
    expect(stepsOf(last.report)).toMatchObject({ 'receipt-signature': true, tender: true })
    expect(last.silence).toBeUndefined()
  })
})

interface EvidenceFile {
  readonly silence?: { readonly document: string }
}

async function evidenceOf(id: string) {
  const { parts } = pair.a
  const made = await exportEvidence(parts, id)
  if (!made.ok) throw new Error(made.code)
  const keys = await publishedKeys(parts)
  const report = await verifyEvidence(parts.context.crypto, made.value, keys)
  const file = JSON.parse(new TextDecoder().decode(made.value)) as EvidenceFile
  return { report, silence: file.silence?.document }
}

const stepsOf = ({ steps }: EvidenceReport) =>
  Object.fromEntries(steps.map(({ step, ok }) => [step, ok]))
