import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { base64 } from '@concert/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tilePrefix } from './append.ts'
import { signCheckpoint } from './checkpoint.ts'
import { formatVkey } from './keys.ts'
import { formatNote, withSignatures } from './note.ts'
import { cosignText } from './note-verify.ts'
import { formatProofFile } from './proof-file.ts'
import { proveConsistency, proveInclusion } from './proof-make.ts'
import { buildGoCheck, runGoCheck, whyNoGo } from './testing/go-check.ts'
import { MemoryLog } from './testing/memory-log.ts'
import { entriesFrom } from './testing/naive.ts'
import { logSigner, sha256, witnessSigner } from './testing/port.ts'
import { tilePath, tilesOfGrowth } from './tiles.ts'

const reason = whyNoGo()
if (reason !== undefined) console.warn(`skipped: Go's sumdb libraries as verifier (${reason})`)

const arden = logSigner('arden.example/log')
const cairn = witnessSigner('cairn.example')
type Files = Map<string, string | Uint8Array>

/** What a node serves of a log that grew from one size to another, and proofs about it. */
async function publish(oldSize: number, size: number): Promise<Files> {
  const log = new MemoryLog()
  log.append(entriesFrom(0, oldSize))
  const old = await signCheckpoint(arden, { origin: arden.key.name, ...log.edge })
  log.append(entriesFrom(oldSize, size - oldSize))
  const note = await signCheckpoint(arden, { origin: arden.key.name, ...log.edge })
  const checkpoint = formatNote(withSignatures(note, [await cosignText(cairn, note.text, 1e9)]))
  const files: Files = new Map<string, string | Uint8Array>([
    ['log.vkey', formatVkey(arden.key)],
    ['witness.vkey', formatVkey(cairn.key)],
    ['old-checkpoint', formatNote(old)],
    ['checkpoint', checkpoint],
  ])
  for (const tile of tilesOfGrowth(0, size)) {
    const { data } = log.rows.get(`${tile.level}/${tile.number}`)!
    files.set(tilePath(tile), tilePrefix(data, tile)!)
  }
  const consistency = await proveConsistency(sha256, log, oldSize, size)
  if (!consistency.ok) throw new Error(consistency.code)
  files.set('consistency', consistency.value.map(base64).join('\n'))
  for (const index of new Set([0, 1, Math.floor(size / 2), oldSize - 1, size - 1])) {
    const proof = await proveInclusion(sha256, log, index, size)
    if (!proof.ok) throw new Error(proof.code)
    files.set(`proofs/${index}`, formatProofFile({ index, proof: proof.value, checkpoint }))
  }
  return files
}

describe.skipIf(reason !== undefined)("Go's sumdb/note and sumdb/tlog", () => {
  let folder: string
  let program: string
  let runs = 0

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'concert-go-'))
    program = buildGoCheck(folder)
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const check = (files: Files) => runGoCheck(program, path.join(folder, `${runs++}`), files)

  test.each([
    [1, 2],
    [3, 7],
    [255, 256],
    [256, 257],
    [1, 70_000],
    [65_536, 65_537],
    [65_000, 131_072],
  ])('verify our log of %d entries that grew to %d', async (oldSize, size) => {
    const files = await publish(oldSize, size)
    const proofs = [...files.keys()].filter((name) => name.startsWith('proofs/')).length
    expect(check(files)).toEqual({
      isGood: true,
      said: [
        `checkpoint ${size}`,
        `entries ${size}`,
        `tiles ${tilesOfGrowth(0, size).filter(({ level }) => level >= 0).length}`,
        `consistency ${oldSize}`,
        `proofs ${proofs}\n`,
      ].join('\n'),
    })
  })

  test.each([
    ['a changed entry', 'tile/entries/000', 'another root'],
    ['a changed hash', 'tile/0/000', 'tile/0/000 differs'],
    ['a changed cosignature', 'checkpoint', 'invalid signature'],
    ['a changed root of the past', 'old-checkpoint', 'invalid signature'],
  ])('and refuse %s', async (_, name, said) => {
    const files = await publish(100, 300)
    const data = Buffer.from(files.get(name)!)
    // In an entry its text, in a hash any byte, in a note a byte of its last signature.
    const at = name.startsWith('tile') ? 5 : data.length - 20
    data[at] = data[at] === 65 ? 66 : 65
    files.set(name, data)
    const verdict = check(files)
    expect(verdict.isGood).toBe(false)
    expect(verdict.said).toContain(said)
  })

  test('and refuse a missing tile and the proof of another entry', async () => {
    const missing = await publish(100, 300)
    missing.delete('tile/0/001.p/44')
    expect(check(missing)).toMatchObject({ isGood: false })
    const swapped = await publish(100, 300)
    swapped.set('proofs/0', String(swapped.get('proofs/150')).replace('index 150', 'index 151'))
    expect(check(swapped)).toMatchObject({ isGood: false })
  })
})
