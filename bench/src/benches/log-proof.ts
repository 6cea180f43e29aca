import { hash } from 'node:crypto'
import { ConcertError, type CryptoPort } from '@concert/core'
import { createNodeCrypto } from '@concert/node'
import { leafHash, verifyInclusion } from '@concert/tlog'
import type { Bench, Measurement } from '../bench.ts'
import { appendMany, type BenchLog, openBenchLog } from '../log/bench-log.ts'
import { type Comparison, sideBySide } from '../side-by-side.ts'
import { withScratch } from '../support/scratch.ts'

const ENTRIES = 100_000
const AT_ONCE = 100
const ROUNDS = 5

/** Inclusion proofs made out of the node's database and checked. */
export const bench: Bench = {
  name: 'log-proof',
  description: {
    en: "Inclusion proofs a second, made out of the node's database and checked",
    zh: '每秒由节点数据库生成并完成校验的包含性证明数',
  },
  run: ({ scale }) => withScratch((folder) => measure(folder, Math.ceil(ENTRIES * scale))),
}

interface Entry {
  readonly leaf: Uint8Array
  readonly hash: Uint8Array
}

async function measure(folder: string, entries: number): Promise<Measurement> {
  const crypto = createNodeCrypto()
  const target = await openBenchLog(folder, crypto)
  try {
    const leaves = await appendMany(target, crypto, entries, { size: 64, width: 64 })
    const sample = leaves.map((leaf) => ({ leaf, hash: leafHash(crypto.sha256, leaf) }))
    const head = target.log.head()
    const single = await compare(target, crypto, sample, 1)
    const batched = await compare(target, crypto, sample, AT_ONCE)
    return {
      figure: batched.subject,
      unit: 'proofs/s',
      ratio: batched.ratio,
      reference: 'the hashes of the checks alone with node:crypto',
      goal: 'at least 1000 proofs/s made and checked',
      details: {
        entries: head.size,
        atOnce: AT_ONCE,
        oneByOnePerSecond: single.subject,
        ratioRange: batched.ratioRange,
        hashesOfChecksPerSecond: batched.reference,
        checksPerSecond: await checksPerSecond(target, crypto, sample),
      },
    }
  } finally {
    await target.close()
  }
}

function compare(
  target: BenchLog,
  crypto: CryptoPort,
  sample: readonly Entry[],
  atOnce: number,
): Promise<Comparison> {
  const node = new Uint8Array(65)
  const hashes = Math.ceil(Math.log2(Math.max(2, target.log.head().size)))
  return sideBySide(
    {
      work: async () => {
        for (let at = 0; at < sample.length; at += atOnce) {
          await proveAndCheck(target, crypto, sample.slice(at, at + atOnce))
        }
        return sample.length
      },
    },
    {
      work: () => {
        for (let i = 0; i < sample.length * hashes; i++) hash('sha256', node, 'buffer')
        return sample.length
      },
    },
    { rounds: ROUNDS },
  )
}

async function proveAndCheck(
  { log }: BenchLog,
  crypto: CryptoPort,
  entries: readonly Entry[],
): Promise<void> {
  const head = log.head()
  const proofs = await log.prove(
    entries.map(({ leaf }) => leaf),
    head.size,
  )
  for (const [i, { index, path }] of proofs.entries()) {
    const entry = entries[i] as Entry
    if (!verifyInclusion(crypto.sha256, head, index, entry.hash, path)) {
      throw new ConcertError('bench-proof')
    }
  }
}

/** Checks a second alone, of proofs that are there. */
async function checksPerSecond(
  { log }: BenchLog,
  crypto: CryptoPort,
  sample: readonly Entry[],
): Promise<number> {
  const head = log.head()
  const proofs = await log.prove(
    sample.map(({ leaf }) => leaf),
    head.size,
  )
  const begin = performance.now()
  for (const [i, { index, path }] of proofs.entries()) {
    const { hash: leaf } = sample[i] as Entry
    if (!verifyInclusion(crypto.sha256, head, index, leaf, path)) {
      throw new ConcertError('bench-proof')
    }
  }
  return (sample.length / (performance.now() - begin)) * 1000
}
