import type { Bench, BenchResult } from './bench.ts'
import type { Language } from './texts.ts'
import { texts } from './texts.ts'

/** The benches there are, one a line, with what each measures. */
export function renderList(benches: readonly Bench[], language: Language): string {
  const words = texts[language]
  if (benches.length === 0) return `${words.none}\n`
  const rows = benches.map((bench) => [`  ${bench.name}`, bench.description[language]] as const)
  return `${words.list}\n\n${columns(rows)}\n${words.usage}\n`
}

/** A result for people: one field a line, details last. */
export function renderTable(result: BenchResult, language: Language): string {
  const words = texts[language]
  const { name, figure, unit, ratio, reference, goal, machine, ...details } = result
  const { cpu, memoryMiB, node, platform } = machine
  return columns([
    [words.name, name],
    [words.figure, `${shown(figure)} ${unit}`],
    [words.ratio, `${shown(ratio)} × ${reference}`],
    [words.goal, goal],
    [words.machine, `${cpu}, ${memoryMiB} MiB, Node ${node}, ${platform}`],
    ...Object.entries(details).map(([key, value]) => [key, shown(value)] as const),
  ])
}

/** A result as one line of JSON, the figures rounded to what a measurement can mean. */
export function renderJson(result: BenchResult): string {
  return `${JSON.stringify(result, (_key, value: unknown) =>
    typeof value === 'number' ? significant(value) : value,
  )}\n`
}

function shown(value: unknown): string {
  if (typeof value === 'number')
    return significant(value).toLocaleString('en-US', { maximumFractionDigits: 20 })
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Four significant digits; whole numbers stay whole. */
function significant(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4))
}

function columns(rows: ReadonlyArray<readonly [string, string]>): string {
  const wide = Math.max(...rows.map(([key]) => width(key)))
  return rows.map(([key, value]) => `${key}${' '.repeat(wide - width(key) + 2)}${value}\n`).join('')
}

/** Columns of a terminal that a text takes: Chinese characters take two. */
function width(text: string): number {
  let sum = 0
  for (const character of text)
    sum += /\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]/u.test(character) ? 2 : 1
  return sum
}
