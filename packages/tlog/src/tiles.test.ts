import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeEntry, parseBundle } from './bundle.ts'
import {
  ENTRIES_LEVEL,
  edgeTiles,
  parseTilePath,
  tilePath,
  tilesOfGrowth,
  tileWidth,
} from './tiles.ts'

describe('tile paths', () => {
  test.each([
    [{ level: 0, number: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 0, number: 1234067, width: 112 }, 'tile/0/x001/x234/067.p/112'],
    [{ level: 0, number: 0, width: 1 }, 'tile/0/000.p/1'],
    [{ level: 63, number: 999, width: 256 }, 'tile/63/999'],
    [{ level: 1, number: 1000, width: 255 }, 'tile/1/x001/000.p/255'],
    [{ level: ENTRIES_LEVEL, number: 273, width: 112 }, 'tile/entries/273.p/112'],
  ])('%o is %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path)
    expect(parseTilePath(path)).toEqual({ ok: true, value: tile })
  })

  test('every tile survives its path', () => {
    const tile = fc.record({
      level: fc.integer({ min: -1, max: 63 }),
      number: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      width: fc.integer({ min: 1, max: 256 }),
    })
    fc.assert(
      fc.property(tile, (t) => {
        expect(parseTilePath(tilePath(t))).toEqual({ ok: true, value: t })
      }),
    )
  })

  test.each([
    'tile/0/67',
    'tile/0/0067',
    'tile/0/x000/067',
    'tile/0/001/067',
    'tile/0/x001',
    'tile/00/067',
    'tile/64/067',
    'tile/-1/067',
    'tile/0/067.p/0',
    'tile/0/067.p/01',
    'tile/0/067.p/256',
    'tile/0/067.p/',
    'tile/0/067/',
    '/tile/0/067',
    'tile/0/067\n',
    'tile/0/x999/x999/x999/x999/x999/999',
    'tile/data/067',
    'tile/entries/../067',
    'checkpoint',
    '',
  ])('refuses %j', (path) => {
    expect(parseTilePath(path)).toMatchObject({ ok: false, code: 'malformed' })
  })
})

describe('tiles of a size', () => {
  test('70,000 leaves, as the specification counts them', () => {
    expect(edgeTiles(70_000)).toEqual([
      { level: -1, number: 273, width: 112 },
      { level: 0, number: 273, width: 112 },
      { level: 1, number: 1, width: 17 },
      { level: 2, number: 0, width: 1 },
    ])
    const all = tilesOfGrowth(0, 70_000)
    const count = (level: number) => all.filter((tile) => tile.level === level).length
    expect([count(-1), count(0), count(1), count(2), count(3)]).toEqual([274, 274, 2, 1, 0])
    expect(all.filter((tile) => tile.width < 256)).toEqual(edgeTiles(70_000))
  })

  test('256 leaves: a full tile and one hash above it', () => {
    expect(edgeTiles(256)).toEqual([{ level: 1, number: 0, width: 1 }])
    expect(edgeTiles(0)).toEqual([])
    expect(tilesOfGrowth(255, 256)).toEqual([
      { level: -1, number: 0, width: 256 },
      { level: 0, number: 0, width: 256 },
      { level: 1, number: 0, width: 1 },
    ])
  })

  test('growth by nothing changes nothing', () => {
    expect(tilesOfGrowth(70_000, 70_000)).toEqual([])
  })

  test('widths beyond the tree are 0', () => {
    expect(tileWidth(0, 273, 70_000)).toBe(112)
    expect(tileWidth(0, 274, 70_000)).toBe(0)
    expect(tileWidth(6, 31, 2 ** 53 - 1)).toBe(0)
  })
})

describe('entry bundles', () => {
  test('read back what was written', () => {
    const lists = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 })
    fc.assert(
      fc.property(lists, (entries) => {
        const bytes = bundleOf(entries)
        expect(parseBundle(bytes, entries.length)).toEqual({ ok: true, value: entries })
        const longer = Uint8Array.from([...bytes, 0])
        expect(parseBundle(longer, entries.length)).toMatchObject({ ok: false, at: 'end' })
        expect(parseBundle(longer, entries.length, { isPrefix: true }).ok).toBe(true)
        expect(parseBundle(bytes, entries.length + 1).ok).toBe(false)
        if (bytes.length > 0) {
          expect(parseBundle(bytes.subarray(0, -1), entries.length).ok).toBe(false)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('an entry over 65,535 bytes is refused, never cut', () => {
    expect(encodeEntry(new Uint8Array(65_535)).ok).toBe(true)
    expect(encodeEntry(new Uint8Array(65_536))).toMatchObject({
      ok: false,
      code: 'entry-too-large',
    })
  })
})

function bundleOf(entries: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(
    entries.flatMap((entry) => [entry.length >>> 8, entry.length & 255, ...entry]),
  )
}
