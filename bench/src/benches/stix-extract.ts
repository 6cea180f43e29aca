import { extractFromText } from '@concert/stix'
import type { Bench, Measurement } from '../bench.ts'
import { hostileTexts, reportText } from '../stix/extraction-texts.ts'

const LENGTH = 10_000_000
const ROUNDS = 3

/** Observables found in a report, and in texts that are made to be slow. */
export const bench: Bench = {
  name: 'stix-extract',
  description: {
    en: 'Observables found in the text of a report, and the same amount of text that is made to be slow',
    zh: '从报告文本中提取可观测数据，并与同等长度的恶意构造文本相比',
  },
  run: async ({ scale }) => measure(Math.max(10_000, Math.round(LENGTH * scale))),
}

function measure(length: number): Measurement {
  const report = reportText(length)
  const seconds = best(report)
  const hostile = [...hostileTexts(length)].map(([name, text]) => ({ name, seconds: once(text) }))
  const slowest = hostile.toSorted((a, b) => b.seconds - a.seconds)[0]
  return {
    figure: length / seconds / 1e6,
    unit: 'million characters/s',
    ratio: (slowest?.seconds ?? 0) / seconds,
    reference: `as much of the slowest hostile text (${slowest?.name})`,
    goal: 'at least 2 million characters/s, and no text more than 5 times slower: a ratio of at most 5',
    details: {
      characters: length,
      secondsForReport: seconds,
      findings: extractFromText(report, { maxFindings: length }).findings.length,
      secondsForHostile: Object.fromEntries(hostile.map((each) => [each.name, each.seconds])),
    },
  }
}

function best(text: string): number {
  return Math.min(...Array.from({ length: ROUNDS }, () => once(text)))
}

/** By this thread's own clock: neighbours on the machine cost it nothing. */
function once(text: string): number {
  const start = process.threadCpuUsage().user
  extractFromText(text, { maxFindings: text.length })
  return (process.threadCpuUsage().user - start) / 1e6
}
