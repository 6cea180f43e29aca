import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { hex } from '@concert/core'
import { createNodeCrypto, openStore, type Store } from '@concert/node'
import { logFaults, lostLeaves, rootOf } from '@concert/node/testing/inspect'
import { setUpNode, waitFor } from '@concert/node/testing/pair'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { NodeChild } from './node-child.ts'
import { agree, introduce } from './two-nodes.ts'

const KILLS = Number(process.env.CONCERT_KILLS ?? 50)
const PER_ROUND = 1200

let folder: string
let a: NodeChild
let b: NodeChild
let peerOfA: string
/** Checkpoints that each node has shown, by size: none of them may be forgotten. */
const shown = new Map<NodeChild, Map<number, string>>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-kill-'))
  a = new NodeChild(await setUpNode(join(folder, 'a'), 'a'))
  b = new NodeChild(await setUpNode(join(folder, 'b'), 'b'))
  for (const node of [a, b]) shown.set(node, new Map())
  await Promise.all([a.start(), b.start()])
  peerOfA = (await introduce(a, b)).b
  await agree(a, b, peerOfA)
}, 60_000)

afterAll(async () => {
  await Promise.all([a.end('SIGKILL'), b.end('SIGKILL')])
  await rm(folder, { recursive: true, force: true })
})

/** The request to import one round's list of domains. */
async function importOf(round: number): Promise<object> {
  const path = join(folder, `round-${round}.txt`)
  const lines = Array.from({ length: PER_ROUND }, (_, i) => `phish-${round}-${i}.example\n`)
  await writeFile(path, lines.join(''))
  return { path, tlp: 'green', labels: [] }
}

async function share(): Promise<void> {
  const done = await a.ask<{ event: string }>('share', { peer: peerOfA, tlp: 'green' })
  if (done.event !== 'done') throw new Error(done.event)
}

async function noteCheckpoints(): Promise<void> {
  for (const [node, heads] of shown) {
    const text = await node.checkpoint().catch(() => '')
    const [, size, root] = text.split('\n')
    if (size === undefined || root === undefined) continue
    expect(heads.get(Number(size)) ?? root).toBe(root)
    heads.set(Number(size), root)
  }
}

interface Status {
  readonly envelopes: { readonly queued: number }
}

interface Row {
  readonly digest: Uint8Array
  readonly receipt: Uint8Array | null
  readonly state: string
}

async function envelopesOf(store: Store, direction: 'in' | 'out'): Promise<Map<string, Row>> {
  const rows = await store.read.db
    .selectFrom('envelopes')
    .select(['digest', 'receipt', 'state'])
    .where('direction', '=', direction)
    .execute()
  const byDigest = new Map(rows.map((row) => [hex(row.digest), row]))
  expect(byDigest.size).toBe(rows.length)
  return byDigest
}

it(
  `loses and doubles nothing when either side is killed at ${KILLS} random moments`,
  async () => {
    for (let round = 0; round < KILLS; round++) {
      const request = await importOf(round)
      const work = a
        .ask('import', request)
        .then(share, () => undefined)
        .catch(() => undefined)
      const victim = Math.random() < 0.5 ? a : b
      await pause(Math.random() * 500)
      await noteCheckpoints()
      await victim.end('SIGKILL')
      await work
      await victim.start()
      await noteCheckpoints()
    }
    const rounds = Array.from({ length: KILLS }, (_, round) => round)
    for (const round of rounds) await a.ask('import', await importOf(round))
    await share()
    await waitFor(async () => (await a.ask<Status>('status')).envelopes.queued === 0)
    await noteCheckpoints()
    await Promise.all([a.end('SIGTERM'), b.end('SIGTERM')])
    await expectExactlyOnce(KILLS * PER_ROUND)
  },
  120_000 + KILLS * 15_000,
)

async function expectExactlyOnce(total: number): Promise<void> {
  const atA = await openStore({ kind: 'sqlite', path: join(folder, 'a', 'concert.db') })
  const atB = await openStore({ kind: 'sqlite', path: join(folder, 'b', 'concert.db') })
  try {
    const objects = atB.read.db
      .selectFrom('objects')
      .select('stix_id')
      .where('type', '=', 'indicator')
    const ids = (await objects.execute()).map((row) => row.stix_id)
    expect([ids.length, new Set(ids).size]).toEqual([total, total])
    await expectReceipts(atA, atB)
    await expectReceipts(atB, atA)
    await expectLog(a, atA)
    await expectLog(b, atB)
  } finally {
    await Promise.all([atA.close(), atB.close()])
  }
}

/** What the sender holds as a receipt is what the receiver has signed, for every envelope. */
async function expectReceipts(sender: Store, receiver: Store): Promise<void> {
  const sent = await envelopesOf(sender, 'out')
  const received = await envelopesOf(receiver, 'in')
  expect([...received.keys()].toSorted()).toEqual([...sent.keys()].toSorted())
  for (const [digest, row] of sent) {
    expect(row.state).toBe('accepted')
    expect(row.receipt && hex(row.receipt)).toBe(hex(received.get(digest)?.receipt as Uint8Array))
  }
}

async function expectLog(node: NodeChild, store: Store): Promise<void> {
  const { sha256 } = createNodeCrypto()
  const mark = join(node.setup.config.dataDir, 'watermark.json')
  expect(await logFaults(store.read, mark, sha256)).toEqual([])
  expect(await lostLeaves(store.read)).toBe(0)
  for (const [size, root] of shown.get(node) ?? []) {
    const held = await rootOf(store.read, sha256, size)
    expect(held && Buffer.from(held).toString('base64')).toBe(root)
  }
}
