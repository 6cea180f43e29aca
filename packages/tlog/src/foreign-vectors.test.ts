import { unbase64 } from '@concert/core'
import { describe, expect, test } from 'vitest'
import merkle from '../vectors/merkle-proofs.json' with { type: 'json' }
import tiles from '../vectors/tile-paths.json' with { type: 'json' }
import { verifyConsistency, verifyInclusion } from './proof-check.ts'
import { sha256 } from './testing/port.ts'
import { parseTilePath, tilePath } from './tiles.ts'

const bytes = (text: string) => unbase64(text)!
const hashes = (texts: readonly string[]) => texts.map(bytes)

describe('transparency-dev/merkle', () => {
  test.each(merkle.inclusion)('inclusion/$file', (vector) => {
    const { leafIdx, treeSize, root, leafHash, proof, wantErr } = vector
    const head = { size: treeSize, root: bytes(root) }
    const isGood = verifyInclusion(sha256, head, leafIdx, bytes(leafHash), hashes(proof))
    expect(isGood).toBe(!wantErr)
  })

  test.each(merkle.consistency)('consistency/$file', (vector) => {
    const { size1, size2, root1, root2, proof, wantErr } = vector
    const [old, next] = [
      { size: size1, root: bytes(root1) },
      { size: size2, root: bytes(root2) },
    ]
    expect(verifyConsistency(sha256, old, next, hashes(proof))).toBe(!wantErr)
  })
})

describe("Go's sumdb/tlog tile paths", () => {
  // Its paths begin with the tile height, which tlog-tiles fixes at 8 and leaves out.
  const own = (path: string) => path.replace(/^tile\/\d+\//, 'tile/').replace('data', 'entries')

  test.each(tiles.paths)('%s', (path, level, number, width) => {
    const tile = { level, number, width }
    expect(parseTilePath(own(path as string))).toEqual({ ok: true, value: tile })
    expect(tilePath(tile as Parameters<typeof tilePath>[0])).toBe(own(path as string))
  })

  test.each(tiles.malformed)('%s is refused', (path) => {
    expect(parseTilePath(own(path))).toMatchObject({ code: 'malformed' })
  })
})
