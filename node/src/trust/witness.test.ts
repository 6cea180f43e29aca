import fs from 'node:fs/promises'
import path from 'node:path'
import { type CryptoPort, hex, utf8 } from '@concert/core'
import {
  acceptCosignatures,
  appendEntries,
  emptyEdge,
  formatAddCheckpoint,
  KEY_TYPES,
  type LogEdge,
  type NoteSigner,
  openCheckpoint,
  readWitnessAnswer,
  type SignedNote,
  signCheckpoint,
} from '@concert/tlog'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { listAlarms, provesSplit } from '../monitor/alarms.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { leavesFrom, makeTestFolder, makeTestSigner } from './testing/trust-parts.ts'
import { createWitness, type Equivocation, type Witness } from './witness.ts'

const ORIGIN = 'a.example/concert'

let crypto: CryptoPort
let folder: string
let store: Store
let log: NoteSigner
let signer: NoteSigner
let witness: Witness
let found: Equivocation[]

beforeEach(async () => {
  crypto = createNodeCrypto()
  folder = await makeTestFolder()
  store = await openStore({ kind: 'sqlite', path: path.join(folder, 'witness.db') })
  log = await makeTestSigner(crypto, ORIGIN, KEY_TYPES.note)
  signer = await makeTestSigner(crypto, 'w.example', KEY_TYPES.cosignature)
  found = []
  witness = createWitness({
    store,
    crypto,
    signer,
    trustedLogs: (origin) => (origin === ORIGIN ? [log.key] : []),
    now: () => 1_764_000_000_123,
    onEquivocation: (equivocation) => found.push(equivocation),
  })
})

afterEach(async () => {
  await store.close()
  await fs.rm(folder, { recursive: true, force: true })
})

/** A tree of `size` leaves, from the first one on. */
function treeOf(first: number, size: number): LogEdge {
  const grown = appendEntries(
    crypto.sha256,
    emptyEdge(crypto.sha256),
    leavesFrom(crypto, first, size),
  )
  if (!grown.ok) throw new Error(grown.code)
  return grown.value.edge
}

async function noteOf({ size, root }: LogEdge, by: NoteSigner = log): Promise<SignedNote> {
  return await signCheckpoint(by, { origin: by.key.name, size, root })
}

async function ask(note: SignedNote, oldSize = 0, proof: readonly Uint8Array[] = []) {
  return await witness.addCheckpoint(utf8(formatAddCheckpoint({ oldSize, proof, note })))
}

test('cosigns a first checkpoint and shows it to those who monitor', async () => {
  const note = await noteOf(treeOf(0, 5))
  const reply = readWitnessAnswer(await ask(note))
  if (reply.kind !== 'cosigned') throw new Error(reply.kind)
  const lines = await acceptCosignatures(crypto, note, reply.lines, [signer.key])
  expect(lines.ok).toBe(true)
  const shown = await witness.monitoring(hex(crypto.sha256(utf8(ORIGIN))))
  const trust = { logs: [log.key], witnesses: [signer.key] }
  const opened = await openCheckpoint(crypto, shown ?? '', trust)
  expect(opened.ok && opened.value.cosigners).toEqual([{ key: signer.key, time: 1_764_000_000 }])
  expect(await witness.monitoring('00')).toBeUndefined()
})

test('never signs two roots of one size, and keeps the proof of the lie', async () => {
  const [one, two] = [await noteOf(treeOf(0, 5)), await noteOf(treeOf(100, 5))]
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => ask(i % 2 === 0 ? one : two)),
  )
  const cosigned = answers.flatMap((answer, i) => (answer.status === 200 ? [i % 2] : []))
  expect(cosigned).toHaveLength(1)
  const other = cosigned[0] === 0 ? two : one
  expect((await ask(other, 5)).status).toBe(422)
  expect((await ask(other, 0)).status).toBe(409)
  expect(found).toHaveLength(1)
  const trust = { logs: [log.key], witnesses: [signer.key] }
  const [held, offered] = await Promise.all([
    openCheckpoint(crypto, found[0]!.held, trust),
    openCheckpoint(crypto, found[0]!.offered, trust),
  ])
  if (!held.ok || !offered.ok) throw new Error('not evidence')
  expect(held.value.checkpoint.size).toBe(offered.value.checkpoint.size)
  expect(hex(held.value.checkpoint.root)).not.toBe(hex(offered.value.checkpoint.root))
  const [alarm, ...more] = await listAlarms(store.read)
  expect(more).toEqual([])
  expect(alarm).toMatchObject({ kind: 'split-view', origin: ORIGIN, source: 'witness' })
  expect(await provesSplit(crypto, alarm!.proof)).toBe(true)
})

test('keeps one proof of a log that lies again and again, and every refusal has it kept', async () => {
  await ask(await noteOf(treeOf(0, 5)))
  for (let lie = 1; lie <= 3; lie++) {
    expect((await ask(await noteOf(treeOf(100 * lie, 5)), 5)).status).toBe(422)
    expect(await listAlarms(store.read)).toHaveLength(1)
  }
  expect(found).toHaveLength(1)
})

test('refuses what does not extend what it holds, and tells its size', async () => {
  await ask(await noteOf(treeOf(0, 5)))
  const stale = await ask(await noteOf(treeOf(0, 9)))
  expect(readWitnessAnswer(stale)).toEqual({ kind: 'stale', size: 5 })
  expect((await ask(await noteOf(treeOf(0, 9)), 5, [crypto.random(32)])).status).toBe(422)
  expect((await ask(await noteOf(treeOf(0, 4)), 5)).status).toBe(400)
  expect((await ask(await noteOf(treeOf(0, 5)), 5)).status).toBe(200)
})

test('refuses strangers, forged signatures and noise', async () => {
  const stranger = await makeTestSigner(crypto, 'b.example/concert', KEY_TYPES.note)
  expect((await ask(await noteOf(treeOf(0, 5), stranger))).status).toBe(404)
  const thief = await makeTestSigner(crypto, ORIGIN, KEY_TYPES.note)
  expect((await ask(await noteOf(treeOf(0, 5), thief))).status).toBe(403)
  expect((await witness.addCheckpoint(utf8('old 0\n'))).status).toBe(400)
  expect(await store.read.db.selectFrom('witnessed_logs').selectAll().execute()).toEqual([])
})

test('keeps no lines that it has not verified', async () => {
  const note = await noteOf(treeOf(0, 5))
  const noise = { name: 'evil.example', keyId: '00000000', signature: crypto.random(72) }
  await ask({ ...note, signatures: [...note.signatures, noise] })
  const shown = await witness.monitoring(hex(crypto.sha256(utf8(ORIGIN))))
  expect(shown).toContain('w.example')
  expect(shown).not.toContain('evil.example')
})
