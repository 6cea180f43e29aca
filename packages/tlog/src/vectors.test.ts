import { hex, unhex } from '@concert/core'
import { expect, test } from 'vitest'
import worked from '../vectors/worked.json' with { type: 'json' }
import { openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { formatVkey, type NoteKey, parseVkey } from './keys.ts'
import { formatNote, formatSignature, withSignatures } from './note.ts'
import { cosignText, makeNoteSigner } from './note-verify.ts'
import { parsePolicy } from './policy-text.ts'
import { formatProofFile, parseProofFile, verifyProofFile } from './proof-file.ts'
import { proveConsistency, proveInclusion } from './proof-make.ts'
import { MemoryLog } from './testing/memory-log.ts'
import { publicKeyOf, sha256, testCrypto, testKey } from './testing/port.ts'
import { leafHash } from './tree.ts'
import {
  decideAddCheckpoint,
  formatAddCheckpoint,
  parseAddCheckpoint,
  screenAddCheckpoint,
} from './witness.ts'

const bytes = (text: string) => unhex(text)!
const entries = worked.entries.map(bytes)

function keyOf(vkey: string): NoteKey {
  const key = parseVkey(sha256, vkey)
  if (!key.ok) throw new Error(key.code)
  return key.value
}

function signerOf(vkey: string, seed: string) {
  const { name, type } = keyOf(vkey)
  const key = testKey(name, type, publicKeyOf(bytes(seed)))
  expect(formatVkey(key)).toBe(vkey)
  return makeNoteSigner(testCrypto, key, bytes(seed))
}

test('the worked example of docs/protocol/log.md is what this library makes', async () => {
  const log = new MemoryLog()
  log.append(entries.slice(0, worked.oldSize))
  expect(hex(log.edge.root)).toBe(worked.oldRoot)
  log.append(entries.slice(worked.oldSize))
  expect(hex(log.edge.root)).toBe(worked.root)
  expect(hex(log.rows.get('-1/0')!.data)).toBe(worked.bundle)
  expect(hex(log.rows.get('0/0')!.data)).toBe(worked.tile)

  const arden = signerOf(worked.logVkey, worked.logSeed)
  const cairn = signerOf(worked.witnessVkey, worked.witnessSeed)
  const note = await signCheckpoint(arden, { origin: arden.key.name, ...log.edge })
  const line = await cosignText(cairn, note.text, worked.time)
  expect(formatSignature(line)).toBe(worked.addCheckpointAnswer)
  const checkpoint = formatNote(withSignatures(note, [line]))
  expect(checkpoint).toBe(worked.checkpoint)

  const { oldSize } = worked
  const consistency = await proveConsistency(sha256, log, oldSize, entries.length)
  const inclusion = await proveInclusion(sha256, log, 2, entries.length)
  if (!consistency.ok || !inclusion.ok) throw new Error('proof')
  const request = { oldSize, proof: consistency.value, note }
  expect(formatAddCheckpoint(request)).toBe(worked.addCheckpoint)
  const file = { index: 2, proof: inclusion.value, checkpoint }
  expect(formatProofFile(file)).toBe(worked.proofFile)
})

test('the worked example verifies out of its texts alone', async () => {
  const [log, witness] = [keyOf(worked.logVkey), keyOf(worked.witnessVkey)]
  const trust = { logs: [log], witnesses: [witness] }
  const opened = await openCheckpoint(testCrypto, worked.checkpoint, trust)
  expect(opened.ok && opened.value.cosigners).toEqual([{ key: witness, time: worked.time }])

  const request = parseAddCheckpoint(worked.addCheckpoint)
  if (!request.ok) throw new Error(request.at)
  expect(await screenAddCheckpoint(testCrypto, request.value, [log])).toBeUndefined()
  const stored = { size: worked.oldSize, root: bytes(worked.oldRoot) }
  expect(decideAddCheckpoint(sha256, stored, request.value).status).toBe(200)

  const policy = parsePolicy(sha256, worked.policy)
  const file = parseProofFile(worked.proofFile)
  if (!policy.ok || !file.ok) throw new Error('vector')
  const leaf = leafHash(sha256, entries[2]!)
  expect(hex(leaf)).toBe(worked.leaf)
  const demand = { leaf, policy: policy.value }
  expect((await verifyProofFile(testCrypto, file.value, demand)).ok).toBe(true)
})
