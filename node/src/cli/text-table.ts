import { displayWidth, padEnd, padStart, safeText } from './width.ts'

/** One column of a table. */
export interface Column {
  readonly title: string
  /** Numbers stand at the right; texts, by default, at the left. */
  readonly align?: 'left' | 'right'
}

const GAP = '  '

/**
 * A table of plain text whose columns stand under each other, Chinese or not. Cells are made safe
 * for a terminal. Ends in a newline.
 */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = rows.map((row) => columns.map((_, i) => safeText(String(row[i] ?? ''))))
  const titles = columns.map((column) => column.title)
  const widths = columns.map((_, i) =>
    Math.max(...[titles, ...cells].map((row) => displayWidth(row[i] ?? ''))),
  )
  const rule = widths.map((width) => '-'.repeat(width))
  const lines = [titles, rule, ...cells].map((row) => line(columns, widths, row))
  return `${lines.join('\n')}\n`
}

/** Lines of a name and its explanation, indented by two, as help shows them. */
export function definitionList(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...pairs.map(([name]) => displayWidth(name)))
  return pairs.map(([name, text]) => `  ${padEnd(name, width)}${GAP}${text}\n`).join('')
}

function line(
  columns: readonly Column[],
  widths: readonly number[],
  row: readonly string[],
): string {
  return columns
    .map(({ align }, i) => (align === 'right' ? padStart : padEnd)(row[i] ?? '', widths[i] ?? 0))
    .join(GAP)
    .trimEnd()
}
