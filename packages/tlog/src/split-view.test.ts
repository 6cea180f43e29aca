import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { formatNote } from './note.ts'
import type { TreeHead } from './proof-check.ts'
import { proveConsistency, rootFromTiles } from './proof-make.ts'
import { checkSplitView, type SplitView } from './split-view.ts'
import { MemoryLog } from './testing/memory-log.ts'
import { entriesFrom } from './testing/naive.ts'
import { logSigner, sha256, testCrypto } from './testing/port.ts'

const origin = 'arden.example/log'
const arden = logSigner(origin)
const honest = new MemoryLog()
honest.append(entriesFrom(0, 600))
const forked = new MemoryLog()
forked.append(entriesFrom(1, 600))

async function headOf(log: MemoryLog, size: number): Promise<TreeHead> {
  const root = await rootFromTiles(sha256, log, size)
  if (!root.ok) throw new Error(root.code)
  return { size, root: root.value }
}

async function noteOf(head: TreeHead, signer = arden): Promise<string> {
  return formatNote(await signCheckpoint(signer, { origin: signer.key.name, ...head }))
}

/** The first tree's head at one size beside the second tree's at another, with the second's path. */
async function splitOf(
  first: MemoryLog,
  small: number,
  second: MemoryLog,
  large: number,
): Promise<SplitView> {
  const hashes = await proveConsistency(sha256, second, small, large)
  if (!hashes.ok) throw new Error(hashes.code)
  const { root } = await headOf(second, small)
  return {
    smaller: await noteOf(await headOf(first, small)),
    larger: await noteOf(await headOf(second, large)),
    path: small === large ? null : { root, hashes: hashes.value },
  }
}

const codeOf = async (split: SplitView, key = arden.key) => {
  const checked = await checkSplitView(testCrypto, key, split)
  return checked.ok ? 'proven' : checked.code
}

test('two histories are told apart at any two sizes, one history never', async () => {
  const size = fc.integer({ min: 1, max: 600 })
  await fc.assert(
    fc.asyncProperty(size, size, async (a, b) => {
      const [small, large] = [Math.min(a, b), Math.max(a, b)]
      expect(await codeOf(await splitOf(forked, small, honest, large))).toBe('proven')
      const same = await splitOf(honest, small, honest, large)
      expect(await codeOf(same)).toBe('not-contradictory')
    }),
    { numRuns: 60 },
  )
})

test('nothing is proved by a path that is not the larger tree’s, or by another order', async () => {
  const split = await splitOf(forked, 100, honest, 300)
  const [first, ...rest] = split.path?.hashes ?? []
  if (!first || !split.path) throw new Error('a path')
  const bent = Uint8Array.from(first)
  bent[0] = (bent[0] ?? 0) ^ 1
  for (const path of [
    null,
    { ...split.path, hashes: [bent, ...rest] },
    { ...split.path, hashes: rest },
    { ...split.path, root: sha256(new Uint8Array(1)) },
    { ...split.path, hashes: [...split.path.hashes, first] },
  ]) {
    expect(await codeOf({ ...split, path })).toBe('not-contradictory')
  }
  const turned = { ...split, smaller: split.larger, larger: split.smaller }
  expect(await codeOf(turned)).toBe('not-contradictory')
})

test('a wrong root of the empty tree is a lie too', async () => {
  const split = {
    smaller: await noteOf({ size: 0, root: sha256(new Uint8Array(1)) }),
    larger: await noteOf(await headOf(honest, 5)),
    path: null,
  }
  expect(await codeOf(split)).toBe('proven')
  const smaller = await noteOf({ size: 0, root: sha256(new Uint8Array(0)) })
  expect(await codeOf({ ...split, smaller })).toBe('not-contradictory')
})

test('what the log has not signed accuses nobody', async () => {
  const split = await splitOf(forked, 100, honest, 100)
  const stranger = logSigner('belmar.example/log')
  const forged = await noteOf(await headOf(forked, 100), stranger)
  expect(await codeOf({ ...split, smaller: forged })).toBe('unknown-log')
  expect(await codeOf({ ...split, smaller: 'not a note' })).toBe('malformed')
  const cut = split.larger.replace(/— .*\n/u, (line) => `${line.slice(0, -10)}AAAAAAAA=\n`)
  expect(['malformed', 'bad-signature']).toContain(await codeOf({ ...split, larger: cut }))
  expect(await codeOf(split, stranger.key)).toBe('unknown-log')
})
