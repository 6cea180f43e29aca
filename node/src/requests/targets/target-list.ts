import {
  type Json,
  type JsonObject,
  ok,
  parseStrictJson,
  type Result,
  refuse,
  utf8,
} from '@concert/core'
import {
  type ComparisonExpression,
  type ObjectPath,
  type PatternExpression,
  type PatternLiteral,
  parsePattern,
} from '@concert/stix'
import { parse } from 'csv-parse/sync'

/** Formats that a list of targets is read in. */
export const TARGET_FORMATS = ['auto', 'text', 'csv', 'stix', 'xarf'] as const

/** One of {@link TARGET_FORMATS}. */
export type TargetFormat = (typeof TARGET_FORMATS)[number]

/** A file of targets, as somebody gave it. */
export interface TargetFile {
  readonly format: TargetFormat
  readonly text: string
}

/** Columns that hold the target, the most telling first. */
const COLUMNS = ['url', 'target', 'domain', 'hostname', 'host', 'fqdn', 'ip', 'address', 'src_ip']
/** Titles of a column of targets. */
export const COLUMN_NAMES: ReadonlySet<string> = new Set([
  ...COLUMNS,
  'value',
  'indicator',
  'ioc',
  '网址',
  '域名',
  '地址',
])
const OBSERVED = new Set(['domain-name', 'ipv4-addr', 'ipv6-addr', 'url'])
const MAX_DEPTH = 32

/**
 * The entries of a list of targets, not yet checked: one a line of text (`#` begins a comment), a
 * column of a table, STIX objects and patterns, or reports in X-ARF v4.
 *
 * @param file - attacker-controlled
 */
export function readTargetList(file: TargetFile): Result<readonly string[], 'unreadable-targets'> {
  const format = file.format === 'auto' ? guess(file.text) : file.format
  switch (format) {
    case 'csv':
      return readTable(file.text)
    case 'stix':
      return readJson(file.text, (object, out) => stixValues(object, out))
    case 'xarf':
      return readJson(file.text, (object, out) => xarfValues(object, out))
    default:
      return ok(linesOf(file.text))
  }
}

function guess(text: string): Exclude<TargetFormat, 'auto'> {
  const start = text.trimStart().slice(0, 1)
  if (start === '{' || start === '[') return /"xarf_version"\s*:/.test(text) ? 'xarf' : 'stix'
  const [first = ''] = linesOf(text)
  return /[,;\t]/.test(first) ? 'csv' : 'text'
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

function readTable(text: string): Result<readonly string[], 'unreadable-targets'> {
  const delimiter = [',', ';', '\t'].toSorted((a, b) => count(text, b) - count(text, a))[0] ?? ','
  let rows: readonly (readonly string[])[]
  try {
    rows = parse(text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as string[][]
  } catch {
    // A quote that is never closed: nothing can be told apart after it.
    return refuse('unreadable-targets', 'text')
  }
  const header = (rows[0] ?? []).map((cell) => cell.toLowerCase())
  const isHeader = header.some((title) => COLUMN_NAMES.has(title))
  const named = [...COLUMN_NAMES].map((name) => header.indexOf(name)).find((at) => at >= 0) ?? 0
  return ok(rows.slice(isHeader ? 1 : 0).map((row) => row[isHeader ? named : 0] ?? ''))
}

function count(text: string, delimiter: string): number {
  return (text.split('\n', 1)[0] ?? '').split(delimiter).length
}

function readJson(
  text: string,
  take: (object: JsonObject, out: string[]) => void,
): Result<readonly string[], 'unreadable-targets'> {
  const read = parseStrictJson(utf8(text))
  if (!read.ok) return refuse('unreadable-targets', `byte ${read.offset}`)
  const out: string[] = []
  walk(read.value, take, out, 0)
  return ok(out)
}

/** Every object in a bundle or a list, whatever it is wrapped in. */
function walk(
  value: Json,
  take: (object: JsonObject, out: string[]) => void,
  out: string[],
  depth: number,
): void {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return
  if (Array.isArray(value)) {
    for (const entry of value) walk(entry, take, out, depth + 1)
    return
  }
  const object = value as JsonObject
  take(object, out)
  for (const name of ['objects', 'reports']) {
    if (object[name] !== undefined) walk(object[name], take, out, depth + 1)
  }
}

function stixValues({ type, value, pattern }: JsonObject, out: string[]): void {
  if (typeof value === 'string' && OBSERVED.has(String(type))) out.push(value)
  if (type !== 'indicator' || typeof pattern !== 'string') return
  const parsed = parsePattern(pattern)
  if (parsed.ok) comparedValues(parsed.value, out)
}

/** Values that a pattern compares an observable with by `=` or `IN`, wherever they stand in it. */
function comparedValues(part: PatternExpression | ComparisonExpression, out: string[]): void {
  if ('operands' in part) for (const operand of part.operands) comparedValues(operand, out)
  else if (part.kind === 'observation') comparedValues(part.test, out)
  else if (part.kind === 'qualified') comparedValues(part.expression, out)
  else if (!part.negated && isValueOf(part.path)) {
    if (part.kind === 'equality' && part.operator === '=') addText(part.value, out)
    if (part.kind === 'in') for (const value of part.values) addText(value, out)
  }
}

function isValueOf({ type, steps }: ObjectPath): boolean {
  const [step, ...more] = steps
  return OBSERVED.has(type) && step?.kind === 'property' && step.name === 'value' && !more[0]
}

function addText(literal: PatternLiteral, out: string[]): void {
  if (literal.kind === 'string') out.push(literal.value)
}

/** X-ARF v4: the URL where there is one, else the source. */
function xarfValues(
  { xarf_version: version, url, source_identifier: source }: JsonObject,
  out: string[],
): void {
  if (typeof version !== 'string' || !/^4\./.test(version)) return
  if (typeof url === 'string') out.push(url)
  else if (typeof source === 'string') out.push(source)
}
