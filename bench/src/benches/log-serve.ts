import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ConcertError } from '@concert/core'
import { createNodeCrypto } from '@concert/node'
import { TILE_WIDTH, type TileCoordinate, tilePath } from '@concert/tlog'
import type { Bench, Measurement } from '../bench.ts'
import { appendMany, openBenchLog } from '../log/bench-log.ts'
import { sideBySide } from '../side-by-side.ts'
import { withScratch } from '../support/scratch.ts'

const ENTRIES = 100_000
const READS = 2_000
const ROUNDS = 7

/** Tiles read for clients: out of the database, and the same tiles as files. */
export const bench: Bench = {
  name: 'log-serve',
  description: {
    en: "Tiles a second read out of the node's database",
    zh: '每秒从节点数据库读出的分块数',
  },
  run: ({ scale }) =>
    withScratch((folder) => measure(folder, Math.max(TILE_WIDTH, Math.ceil(ENTRIES * scale)))),
}

async function measure(folder: string, entries: number): Promise<Measurement> {
  const crypto = createNodeCrypto()
  const target = await openBenchLog(folder, crypto)
  try {
    await appendMany(target, crypto, entries, { size: 64, width: 64 })
    const count = Math.floor(target.log.head().size / TILE_WIDTH)
    const tiles = Array.from({ length: READS }, (_, i) => {
      return { level: 0, number: (i * 7919) % Math.max(1, count), width: TILE_WIDTH }
    })
    const files = await writeFiles(path.join(folder, 'files'), tiles, (tile) =>
      target.log.readTile(tile),
    )
    const compared = await sideBySide(
      {
        work: async () => {
          for (const tile of tiles) await target.log.readTile(tile)
          return tiles.length
        },
      },
      {
        work: async () => {
          for (const file of files) await readFile(file)
          return files.length
        },
      },
      { rounds: ROUNDS },
    )
    return {
      figure: compared.subject,
      unit: 'tiles/s',
      ratio: compared.ratio,
      reference: 'the same tiles read as files',
      goal: 'at least half as fast as files',
      details: { entries, filesPerSecond: compared.reference, ratioRange: compared.ratioRange },
    }
  } finally {
    await target.close()
  }
}

async function writeFiles(
  folder: string,
  tiles: readonly TileCoordinate[],
  read: (tile: TileCoordinate) => Promise<Uint8Array | undefined>,
): Promise<readonly string[]> {
  const files: string[] = []
  for (const tile of tiles) {
    const data = await read(tile)
    if (data === undefined) throw new ConcertError('bench-tile')
    const file = path.join(folder, tilePath(tile))
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, data)
    files.push(file)
  }
  return files
}
