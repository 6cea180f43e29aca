import { join } from 'node:path'
import type { Bench, Bilingual, Measurement, Tell } from '../bench.ts'
import { median } from '../side-by-side.ts'
import { withScratch } from '../support/scratch.ts'
import { type FilledNode, openFilled, readSpread } from '../taxii/read-bench.ts'

const SMALL = 10_000
const LARGE = 1_000_000
const LARGEST = 5_000_000
const ROUNDS = 11
const REQUESTS = 1_000

/** The same reads of a small and of a large collection, in turn. */
export const bench: Bench = {
  name: 'taxii-scale',
  description: {
    en: 'How much slower TAXII pages get from 10 thousand to 1 million objects; --scale 5 adds 5 million',
    zh: '对象从 1 万增至 100 万时 TAXII 分页变慢的程度；--scale 5 再加 500 万',
  },
  run: ({ scale, tell }) => withScratch((folder) => measure(folder, scale, tell)),
}

async function measure(folder: string, scale: number, tell: Tell = () => {}): Promise<Measurement> {
  const shrink = Math.min(1, scale)
  const sizes = [LARGE * shrink, ...(scale >= 5 ? [LARGEST] : [])].map(whole)
  const small = await openFilled(join(folder, 'small'), whole(SMALL * shrink), tell)
  try {
    const grown: Grown[] = []
    for (const objects of sizes) {
      const large = await openFilled(join(folder, String(objects)), objects, tell)
      try {
        const compared = await compare(small, large)
        grown.push({ objects, ...compared })
        tell(comparedText(objects, compared.ratio))
      } finally {
        await large.link.stop()
      }
    }
    const worst = grown.reduce((a, b) => (b.ratio > a.ratio ? b : a))
    return {
      figure: worst.p99Ms,
      unit: 'ms (p99)',
      ratio: worst.ratio,
      reference: 'the same reads of a collection of 10 thousand objects, in turn',
      goal: 'ratio below 1.5',
      details: { grown: grown.map((each) => ({ ...each })) },
    }
  } finally {
    await small.link.stop()
  }
}

interface Grown {
  readonly objects: number
  readonly p99Ms: number
  readonly p99MsOfSmall: number
  readonly ratio: number
  readonly pagesPerSecond: number
}

function comparedText(objects: number, ratio: number): Bilingual {
  const times = ratio.toFixed(2)
  return {
    en: `${objects} objects: 99th percentile ${times} times that of the small collection`,
    zh: `${objects} 个对象：第 99 百分位为小集合的 ${times} 倍`,
  }
}

/** Pages at places all over, in alternating rounds: what the machine does meanwhile weighs on both. */
async function compare(small: FilledNode, large: FilledNode): Promise<Omit<Grown, 'objects'>> {
  const rounds: { few: number; many: number; rate: number }[] = []
  for (let round = -1; round < ROUNDS; round++) {
    const few = await readSpread(small, round + 1, REQUESTS)
    const many = await readSpread(large, round + 1, REQUESTS)
    if (round < 0) continue
    rounds.push({ few: few.p99Ms, many: many.p99Ms, rate: REQUESTS / many.seconds })
  }
  return {
    p99Ms: median(rounds.map(({ many }) => many)),
    p99MsOfSmall: median(rounds.map(({ few }) => few)),
    ratio: median(rounds.map(({ few, many }) => many / few)),
    pagesPerSecond: median(rounds.map(({ rate }) => rate)),
  }
}

/** Whole packs, and some of them. */
function whole(objects: number): number {
  return Math.max(1000, Math.ceil(objects / 1000) * 1000)
}
