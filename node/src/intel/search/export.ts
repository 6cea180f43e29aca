import { randomUUID } from 'node:crypto'
import type { JsonObject } from '@concert/core'
import { type ComparisonExpression, type PatternExpression, parsePattern } from '@concert/stix'
import type { Reader } from '../../store/store.ts'
import { nameOf } from './named.ts'
import type { SearchRow } from './rows.ts'
import { type SearchOrder, search } from './search.ts'

/** A STIX 2.1 bundle, a table (RFC 4180), or the bare values, one a line. */
export const EXPORT_FORMATS = ['stix', 'csv', 'list'] as const

/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Objects of one file. */
const MOST_OBJECTS = 100_000
const PAGE = 100
const CSV_HEAD = ['value', 'type', 'name', 'tlp', 'source', 'modified', 'added', 'id']

/**
 * What a search finds and stands, as a file, piece by piece. What was retracted stays out: a tombstone
 * is no intelligence. A bundle of nothing has no `objects` (STIX 2.1 §8).
 */
export async function* exportSearch(
  reader: Reader,
  order: SearchOrder,
  format: ExportFormat,
): AsyncGenerator<string> {
  yield {
    stix: `{"type":"bundle","id":"bundle--${randomUUID()}"`,
    csv: csvLine(CSV_HEAD),
    list: '',
  }[format]
  const seen = new Set<string>()
  let isFirst = true
  for await (const rows of pages(reader, { ...order, state: 'standing' })) {
    let text = ''
    for (const row of rows) {
      if (format === 'stix') {
        text += `${isFirst ? ',"objects":[\n' : ',\n'}${JSON.stringify(row.object)}`
        isFirst = false
      } else for (const line of linesOf(row, format)) if (isNew(seen, line)) text += line
    }
    if (text !== '') yield text
  }
  if (format === 'stix') yield isFirst ? '}\n' : '\n]}\n'
}

/** A value that many objects have stands in a list once. */
function isNew(seen: Set<string>, line: string): boolean {
  if (seen.has(line)) return false
  seen.add(line)
  return true
}

async function* pages(reader: Reader, order: SearchOrder): AsyncGenerator<readonly SearchRow[]> {
  let left = MOST_OBJECTS
  let cursor: string | undefined
  do {
    const page = await search(reader, {
      ...order,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    })
    yield page?.rows.slice(0, left) ?? []
    left -= page?.rows.length ?? 0
    cursor = page?.next ?? undefined
  } while (cursor !== undefined && left > 0)
}

function linesOf(row: SearchRow, format: 'csv' | 'list'): readonly string[] {
  const values = valuesOf(row.object)
  // A line feed within a value would make two values of it.
  if (format === 'list') return values.map((value) => `${value.replaceAll(/[\r\n]/g, ' ')}\n`)
  const { stixId, type, tlp, source, modified, added, object } = row
  const rest = [type, nameOf(object), tlp, source, modified, new Date(added).toISOString(), stixId]
  return (values.length === 0 ? [''] : values).map((value) => csvLine([value, ...rest]))
}

/** The values that an object is of: an observable's own, or those that a pattern asks for. */
function valuesOf(object: JsonObject): readonly string[] {
  const { type, value, pattern, pattern_type, hashes } = object
  if (typeof value === 'string') return [value]
  if (type === 'file' && typeof hashes === 'object' && hashes !== null) {
    return Object.values(hashes).map(String)
  }
  if (type !== 'indicator' || pattern_type !== 'stix' || typeof pattern !== 'string') return []
  const parsed = parsePattern(pattern)
  return parsed.ok ? [...new Set(compared(parsed.value))] : []
}

function* compared(expression: PatternExpression | ComparisonExpression): Generator<string> {
  switch (expression.kind) {
    case 'observation':
      yield* compared(expression.test)
      return
    case 'qualified':
      yield* compared(expression.expression)
      return
    case 'and':
    case 'or':
    case 'followedby':
      for (const operand of expression.operands) yield* compared(operand)
      return
    case 'exists':
      return
    default:
      for (const literal of expression.kind === 'in' ? expression.values : [expression.value]) {
        if (literal.kind === 'string') yield literal.value
      }
  }
}

/** No spreadsheet takes a cell for a formula. */
function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => {
    const inert = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
    return `"${inert.replaceAll('"', '""')}"`
  })
  return `${quoted.join(',')}\r\n`
}
