import { type MappedText, TextBuilder, verbatim } from './mapped-text.ts'

/** A table as text with each cell on lines of its own. */
export interface CsvText extends MappedText {
  /** The first row. */
  readonly header: readonly string[]
  /** The column, from 0, of the cell that holds a place of the source. */
  columnAt(offset: number): number
}

const DELIMITERS: readonly string[] = [',', ';', '\t', '|']

/**
 * Reads comma-separated values (RFC 4180), with semicolons, tabs or bars as well: whichever the
 * first line has most of. Quoted cells may hold line ends and doubled quotes. A quote that is never
 * closed runs to the end.
 *
 * @param csv - attacker-controlled; any text is some table
 */
export function readCsv(csv: string): CsvText {
  const delimiter = delimiterOf(csv)
  const builder = new TextBuilder(csv)
  const cells: number[] = []
  const columns: number[] = []
  const header: string[] = []
  let at = 0
  let isHeader = true
  let column = 0
  while (at <= csv.length) {
    cells.push(at)
    columns.push(column)
    const cell =
      csv.charAt(at) === '"' ? quoted(csv, at, builder) : plain(csv, at, delimiter, builder)
    if (isHeader) header.push(cell.text)
    const end = endOfCell(csv, cell.end, delimiter, builder)
    if (end.isLast) break
    builder.replace(end.at, end.next, '\n')
    if (csv.charAt(end.at) === delimiter) column++
    else {
      isHeader = false
      column = 0
    }
    at = end.next
  }
  const columnAt = (offset: number) => columns[lastAtOrBefore(cells, offset)] ?? 0
  return { ...builder.build(verbatim(csv)), header, columnAt }
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] as number) <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

interface Read {
  readonly text: string
  readonly end: number
}

function plain(csv: string, at: number, delimiter: string, builder: TextBuilder): Read {
  let end = at
  while (end < csv.length && csv.charAt(end) !== delimiter && !isLineEnd(csv, end)) end++
  builder.copy(at, end)
  return { text: csv.slice(at, end).trim(), end }
}

function quoted(csv: string, at: number, builder: TextBuilder): Read {
  const parts: string[] = []
  let from = at + 1
  for (;;) {
    const quote = csv.indexOf('"', from)
    const to = quote < 0 ? csv.length : quote
    builder.copy(from, to)
    parts.push(csv.slice(from, to))
    if (quote < 0 || csv.charAt(quote + 1) !== '"') {
      return { text: parts.join('"').trim(), end: Math.min(csv.length, to + 1) }
    }
    builder.replace(quote, quote + 2, '"')
    from = quote + 2
  }
}

/** What stands after a closing quote, which should be nothing, is text of the cell. */
function endOfCell(
  csv: string,
  from: number,
  delimiter: string,
  builder: TextBuilder,
): { readonly at: number; readonly next: number; readonly isLast: boolean } {
  const { end } = plain(csv, from, delimiter, builder)
  if (end >= csv.length) return { at: end, next: end, isLast: true }
  return { at: end, next: end + (csv.startsWith('\r\n', end) ? 2 : 1), isLast: false }
}

function isLineEnd(csv: string, at: number): boolean {
  const unit = csv.charAt(at)
  return unit === '\n' || unit === '\r'
}

function delimiterOf(csv: string): string {
  const first = /^[^\r\n]*/.exec(csv)?.[0] ?? ''
  const counts = DELIMITERS.map((each) => first.split(each).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}
