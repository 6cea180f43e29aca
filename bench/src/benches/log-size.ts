import { join } from 'node:path'
import { ConcertError, type CryptoPort } from '@concert/core'
import { createNodeCrypto } from '@concert/node'
import { leafHash, type NoteSigner, tilesOfGrowth, verifyInclusion } from '@concert/tlog'
import type { Bench, Measurement } from '../bench.ts'
import { append, DATABASE, openBenchLog, randomLeaves } from '../log/bench-log.ts'
import { fillLog } from '../log/fill-log.ts'
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
  const begun = await openBenchLog(folder, crypto)
  await begun.close()
  const begin = performance.now()
  const leaves = await fillLog(join(folder, DATABASE), crypto, begun.signer, entries)
  const seconds = (performance.now() - begin) / 1000
  const bytes = await checkedSize(folder, crypto, begun.signer, leaves)
  const served = servedBytes(entries)
  return {
    figure: bytes / entries,
    unit: 'bytes/entry',
    ratio: bytes / served,
    reference: 'the bytes of all tiles and entry bundles as they are served',
    goal: 'at most 200 bytes an entry at ten million entries',
    details: {
      entries,
      megabytes: bytes / 1e6,
      servedBytesPerEntry: served / entries,
      filledEntriesPerSecond: entries / seconds,
    },
  }
}

/** Bytes of the database, after the node's own log has opened it, proved entries and grown. */
async function checkedSize(
  folder: string,
  crypto: CryptoPort,
  signer: NoteSigner,
  leaves: readonly Uint8Array[],
): Promise<number> {
  const target = await openBenchLog(folder, crypto, signer)
  try {
    const bytes = await target.store.sizeBytes()
    const head = target.log.head()
    const proofs = await target.log.prove(leaves, head.size)
    for (const [i, { index, path }] of proofs.entries()) {
      const leaf = leafHash(crypto.sha256, leaves[i] ?? new Uint8Array())
      const isIn = verifyInclusion(crypto.sha256, head, index, leaf, path)
      if (!isIn) throw new ConcertError('bench-proof')
    }
    await append(target, randomLeaves(crypto, 1))
    return bytes
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
