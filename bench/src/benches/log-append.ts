import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CryptoPort } from '@concert/core'
import { createNodeCrypto } from '@concert/node'
import type { Bench, Measurement } from '../bench.ts'
import { BareLog } from '../log/bare-log.ts'
import { appendMany, type BenchLog, openBenchLog, randomLeaves } from '../log/bench-log.ts'
import { witnessedLatencies } from '../log/witnessed-latency.ts'
import { type Comparison, sideBySide } from '../side-by-side.ts'
import { withScratch } from '../support/scratch.ts'

const ENTRIES = 20_000
const ROUNDS = 5
/** As many transactions at once, of as many leaves each. */
const WRITERS = { size: 64, width: 64 }
const SUBMISSIONS = 200
/** 200 leaves a second and 20 transactions a second, beside what witnessing itself takes. */
const LOAD = { leaves: 10, everyMs: 50 }

/** Entries durable, in the tree and under a signed checkpoint; with two witnesses, the wait. */
export const bench: Bench = {
  name: 'log-append',
  description: {
    en: 'Log entries a second, durable and checkpointed; time to a proof that two witnesses cosigned',
    zh: '每秒持久写入并纳入检查点的日志条目数，以及取得两个见证方联署证明所需的时间',
  },
  run: ({ scale }) => withScratch((folder) => measure(folder, scale)),
}

async function measure(folder: string, scale: number): Promise<Measurement> {
  const crypto = createNodeCrypto()
  const target = await openBenchLog(folder, crypto)
  const bare = new BareLog(join(folder, 'bare.db'))
  try {
    const written = await compare(target, bare, crypto, Math.ceil(ENTRIES * scale))
    const times = await latencies(folder, crypto, Math.ceil(SUBMISSIONS * scale))
    return {
      figure: written.subject,
      unit: 'entries/s',
      ratio: written.ratio,
      reference: 'the same entries in one table of node:sqlite, hashed and signed in batches',
      goal: 'at least 5000 entries/s; p95 to a witnessed proof under 1000 ms',
      details: {
        entries: target.log.head().size,
        ratioRange: written.ratioRange,
        bareEntriesPerSecond: written.reference,
        witnesses: 2,
        submissions: times.length,
        witnessedMsP50: percentile(times, 0.5),
        witnessedMsP95: percentile(times, 0.95),
        witnessedMsMax: percentile(times, 1),
      },
    }
  } finally {
    bare.close()
    await target.close()
  }
}

function compare(
  target: BenchLog,
  bare: BareLog,
  crypto: CryptoPort,
  entries: number,
): Promise<Comparison> {
  return sideBySide(
    {
      work: async () => {
        await appendMany(target, crypto, entries, WRITERS)
        return entries
      },
    },
    {
      work: () => {
        bare.append(randomLeaves(crypto, entries))
        return entries
      },
    },
    { rounds: ROUNDS },
  )
}

async function latencies(
  folder: string,
  crypto: CryptoPort,
  submissions: number,
): Promise<readonly number[]> {
  const own = join(folder, 'witnessed')
  await mkdir(own)
  const target = await openBenchLog(own, crypto)
  try {
    return await witnessedLatencies(target, crypto, own, { ...LOAD, submissions })
  } finally {
    await target.close()
  }
}

/** The value below which that share of the sorted times lies. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
