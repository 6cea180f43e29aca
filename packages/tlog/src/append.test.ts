import { hex } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appendEntries, emptyEdge, openEdge, tilePrefix } from './append.ts'
import { parseBundle } from './bundle.ts'
import { verifyConsistency, verifyInclusion } from './proof-check.ts'
import {
  executePlans,
  proveConsistency,
  proveInclusion,
  proveInclusions,
  rootFromTiles,
} from './proof-make.ts'
import { inclusionPlan } from './proof-plan.ts'
import { MemoryLog } from './testing/memory-log.ts'
import { entriesFrom, naivePath, naiveProof, naiveRoot } from './testing/naive.ts'
import { sha256 } from './testing/port.ts'
import { edgeTiles, tilesOfGrowth } from './tiles.ts'
import { leafHash, rootOfHashes } from './tree.ts'

function logOf(...batches: readonly number[]): MemoryLog {
  const log = new MemoryLog()
  for (const count of batches) log.append(entriesFrom(log.edge.size, count))
  return log
}

/** A log of three levels, as in the specification's example; not to be changed. */
const large = logOf(70_000)

describe('appending', () => {
  test('any split of the growth gives the same root, tiles and edge', () => {
    const batches = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(batches, (counts) => {
        const size = counts.reduce((sum, count) => sum + count, 0)
        const [split, whole] = [logOf(...counts), logOf(size)]
        expect(hex(split.edge.root)).toBe(hex(naiveRoot(entriesFrom(0, size))))
        expect(plain(split.edge)).toEqual(plain(whole.edge))
        expect(plain([...split.rows.values()].toSorted(byPlace))).toEqual(
          plain([...whole.rows.values()].toSorted(byPlace)),
        )
      }),
      { numRuns: 25 },
    )
  })

  test('changes exactly the tiles of the growth, each extending what was there', () => {
    const log = logOf(200)
    for (const count of [1, 55, 1, 256, 511, 64_000]) {
      const before = new Map(log.rows)
      const size = log.edge.size
      const changed = log.append(entriesFrom(size, count))
      const expected = tilesOfGrowth(size, size + count)
      expect(changed.map(({ level, number, width }) => ({ level, number, width }))).toEqual(
        expected,
      )
      for (const tile of changed) {
        const old = before.get(`${tile.level}/${tile.number}`)?.data ?? new Uint8Array(0)
        expect(hex(tile.data.subarray(0, old.length))).toBe(hex(old))
      }
    }
    expect(log.edge.size).toBe(65_024)
  })

  test('levels above hold the hashes of full tiles only', () => {
    const log = large
    const level1 = log.rows.get('1/1')
    const first = log.rows.get('0/256')
    expect(level1?.width).toBe(17)
    expect(hex(level1!.data.subarray(0, 32))).toBe(hex(rootOfTile(first!.data)))
    expect(log.rows.get('2/0')?.width).toBe(1)
    expect(hex(log.rows.get('2/0')!.data)).toBe(hex(rootOfTile(log.rows.get('1/0')!.data)))
  })

  test('bundles hold the entries whose hashes the tiles hold', () => {
    const log = logOf(300)
    const entries = parseBundle(log.rows.get('-1/1')!.data, 44)
    const hashes = entries.ok ? entries.value.map((entry) => hex(leafHash(sha256, entry))) : []
    expect(hashes.join('')).toBe(hex(log.rows.get('0/1')!.data))
  })

  test('an entry that is too large appends nothing and names itself', () => {
    const edge = emptyEdge(sha256)
    const entries = [new Uint8Array(1), new Uint8Array(65_536)]
    expect(appendEntries(sha256, edge, entries)).toEqual({
      ok: false,
      code: 'entry-too-large',
      at: 'entries[1]',
    })
    expect(edge).toEqual(emptyEdge(sha256))
  })

  test('a result that is dropped leaves its edge as it was', () => {
    const log = logOf(300)
    const before = structuredClone(plain(log.edge))
    appendEntries(sha256, log.edge, entriesFrom(0, 500))
    expect(plain(log.edge)).toEqual(before)
  })
})

describe('opening the edge of a stored log', () => {
  test('reads rows that have grown since as prefixes', () => {
    const rows = [...large.rows.values()]
    fc.assert(
      fc.property(fc.nat({ max: 70_000 }), (size) => {
        const opened = openEdge(sha256, size, rows)
        if (!opened.ok) throw new Error(opened.at)
        const list = entriesFrom(size, 3)
        const grown = appendEntries(sha256, opened.value, list)
        expect(grown.ok && grown.value.edge.size).toBe(size + 3)
        const leaves = entriesFrom(0, size + 3).map((entry) => leafHash(sha256, entry))
        expect(grown.ok && hex(grown.value.edge.root)).toBe(hex(rootOfHashes(sha256, leaves)))
      }),
      { numRuns: 6, examples: [[0], [1], [255], [256], [65_536]] },
    )
  })

  test.each(edgeTiles(70_000))('misses tile $level/$number', ({ level, number, width }) => {
    const rows = [...large.rows.values()]
    const isIt = (tile: { level: number; number: number }) =>
      tile.level === level && tile.number === number
    expect(
      openEdge(
        sha256,
        70_000,
        rows.filter((tile) => !isIt(tile)),
      ),
    ).toMatchObject({
      ok: false,
      code: 'tile-missing',
    })
    const cut = rows.map((tile) =>
      isIt(tile) ? { ...tile, data: tile.data.subarray(0, -1) } : tile,
    )
    expect(openEdge(sha256, 70_000, cut)).toMatchObject({ ok: false, code: 'tile-missing' })
    expect(width).toBeGreaterThan(0)
  })

  test('a partial tile is a prefix of the stored one', () => {
    const [short, long] = [logOf(100), logOf(100, 150)]
    for (const level of [-1, 0]) {
      const wanted = { level, number: 0, width: 100 }
      const stored = long.rows.get(`${level}/0`)!.data
      expect(hex(tilePrefix(stored, wanted)!)).toBe(hex(short.rows.get(`${level}/0`)!.data))
      expect(tilePrefix(stored, { ...wanted, width: 251 })).toBeUndefined()
    }
  })
})

describe('proofs out of tiles', () => {
  test('are the proofs of RFC 6962 for every size up to the stored one', async () => {
    const log = logOf(600)
    const all = entriesFrom(0, 600)
    const sizes = fc.tuple(fc.nat({ max: 600 }), fc.nat({ max: 600 }), fc.nat())
    await fc.assert(
      fc.asyncProperty(sizes, async ([a, b, pick]) => {
        const [old, size] = [Math.min(a, b), Math.max(a, b)]
        const list = all.slice(0, size)
        const root = await rootFromTiles(sha256, log, size)
        expect(root.ok && hex(root.value)).toBe(hex(naiveRoot(list)))
        const consistency = await proveConsistency(sha256, log, old, size)
        expect(consistency.ok && consistency.value.map(hex)).toEqual(
          old === 0 ? [] : naiveProof(old, list).map(hex),
        )
        if (size === 0) return
        const inclusion = await proveInclusion(sha256, log, pick % size, size)
        expect(inclusion.ok && inclusion.value.map(hex)).toEqual(
          naivePath(pick % size, list).map(hex),
        )
      }),
      {
        numRuns: 40,
        examples: [[[0, 0, 0]], [[256, 512, 255]], [[600, 600, 599]], [[1, 257, 256]]],
      },
    )
  })

  test('verify in a tree of three levels', async () => {
    const log = large
    const size = log.edge.size
    const indexes = [0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999]
    const proofs = await proveInclusions(sha256, log, indexes, size)
    for (const [i, index] of indexes.entries()) {
      const leaf = leafHash(sha256, entriesFrom(index, 1)[0]!)
      const proof = proofs.ok ? proofs.value[i]! : []
      expect(verifyInclusion(sha256, log.edge, index, leaf, proof)).toBe(true)
    }
    for (const old of [1, 256, 65_536, 65_537, 69_888, 69_999]) {
      const root = await rootFromTiles(sha256, log, old)
      const proof = await proveConsistency(sha256, log, old, size)
      if (!root.ok || !proof.ok) throw new Error('proof')
      const head = { size: old, root: root.value }
      expect(verifyConsistency(sha256, head, log.edge, proof.value)).toBe(true)
    }
  })

  test('ask only for tiles that a tree of that size publishes, each once', async () => {
    const log = large
    log.asked.length = 0
    await proveInclusions(sha256, log, [3, 4, 5, 40_000], 66_000)
    const published = new Set(tilesOfGrowth(0, 66_000).map((tile) => JSON.stringify(tile)))
    const asked = log.asked.map((tile) => JSON.stringify(tile))
    expect(asked.filter((tile) => !published.has(tile))).toEqual([])
    expect(new Set(asked).size).toBe(asked.length)
  })

  test('a missing tile is named', async () => {
    const log = logOf(600)
    log.rows.delete('0/1')
    expect(await proveInclusion(sha256, log, 300, 600)).toEqual({
      ok: false,
      code: 'tile-missing',
      at: 'tile/0/001',
    })
    const plan = inclusionPlan(300, 600)
    expect(executePlans(sha256, [plan], plan.tiles, [])).toMatchObject({ code: 'tile-missing' })
  })

  test('indexes and sizes out of range are refused', async () => {
    const log = logOf(5)
    expect(await proveInclusion(sha256, log, 5, 5)).toMatchObject({ code: 'out-of-range' })
    expect(await proveInclusion(sha256, log, -1, 5)).toMatchObject({ code: 'out-of-range' })
    expect(await proveConsistency(sha256, log, 6, 5)).toMatchObject({ code: 'out-of-range' })
    expect(await rootFromTiles(sha256, log, 0.5)).toMatchObject({ code: 'out-of-range' })
    expect(await rootFromTiles(sha256, log, 6)).toMatchObject({ code: 'tile-missing' })
  })
})

function rootOfTile(data: Uint8Array): Uint8Array {
  const hashes = Array.from({ length: 256 }, (_, i) => data.subarray(i * 32, i * 32 + 32))
  return rootOfHashes(sha256, hashes)
}

/** Bytes as hexadecimal, so that Buffers and plain arrays compare equal. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return hex(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, plain(v)]))
}

function byPlace(a: { level: number; number: number }, b: { level: number; number: number }) {
  return a.level - b.level || a.number - b.number
}
