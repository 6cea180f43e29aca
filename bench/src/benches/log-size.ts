import { createNodeCrypto } from '@concert/node'
import { tilesOfGrowth } from '@concert/tlog'
import type { Bench, Measurement } from '../bench.ts'
import { appendMany, openBenchLog } from '../log/bench-log.ts'
import { withScratch } from '../support/scratch.ts'

const ENTRIES = 100_000
const ENTRY_BYTES = 33
const HASH_BYTES = 32

/** What an entry costs on disk. */
export const bench: Bench = {
  name: 'log-size',
  description: {
    en: 'Bytes on disk for each log entry; --scale 100 for ten million entries',
    zh: '每条日志条目占用的磁盘字节数；--scale 100 为一千万条',
  },
  run: ({ scale }) => withScratch((folder) => measure(folder, Math.ceil(ENTRIES * scale))),
}

async function measure(folder: string, entries: number): Promise<Measurement> {
  const crypto = createNodeCrypto()
  const target = await openBenchLog(folder, crypto)
  try {
    const begin = performance.now()
    await appendMany(target, crypto, entries, { size: 4_096, width: 2 })
    const seconds = (performance.now() - begin) / 1000
    const bytes = await target.store.sizeBytes()
    const served = servedBytes(entries)
    return {
      figure: bytes / entries,
      unit: 'bytes/entry',
      ratio: bytes / served,
      reference: 'the bytes of all full tiles and entry bundles as they are served',
      goal: 'at most 200 bytes an entry at ten million entries',
      details: {
        entries,
        megabytes: bytes / 1e6,
        servedBytesPerEntry: served / entries,
        entriesPerSecond: entries / seconds,
      },
    }
  } finally {
    await target.close()
  }
}

/** What a folder of files would hold: each tile and bundle once, at its latest width. */
function servedBytes(entries: number): number {
  let bytes = 0
  for (const { level, width } of tilesOfGrowth(0, entries)) {
    bytes += width * (level < 0 ? 2 + ENTRY_BYTES : HASH_BYTES)
  }
  return bytes
}
