import type { BulkInsert, SqlValue } from './sql-connection.ts'
import { requireSqlValue } from './sql-values.ts'
import { StoreError } from './store-error.ts'

/** Rows in one message to an engine; bounds what is in flight when a caller brings millions. */
const ROWS_AT_ONCE = 5_000

/** Splits a large insert into steps of bounded size. */
export function* insertSteps(insert: BulkInsert): Generator<BulkInsert> {
  for (let first = 0; first < insert.rows.length; first += ROWS_AT_ONCE) {
    yield { ...insert, rows: insert.rows.slice(first, first + ROWS_AT_ONCE) }
  }
}

/** Hands over every value of the rows, row by row, checked. */
export function eachCell(
  { table, columns, rows }: BulkInsert,
  take: (value: SqlValue) => void,
): void {
  const places = columns.map((column) => `${table}.${column}`)
  for (const row of rows) {
    requireWidth(row, table, columns)
    for (let column = 0; column < places.length; column++) {
      take(requireSqlValue(row[column], places[column] ?? table))
    }
  }
}

/** The values of one column, checked. */
export function checkedColumn({ table, columns, rows }: BulkInsert, index: number): SqlValue[] {
  const at = `${table}.${columns[index]}`
  return rows.map((row) => {
    requireWidth(row, table, columns)
    return requireSqlValue(row[index], at)
  })
}

/** `"a", "b"`: names come from the code, the quotes keep words such as `time` or `count` names. */
export function quoteNames(names: readonly string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ')
}

function requireWidth(row: readonly unknown[], table: string, columns: readonly string[]): void {
  if (row.length === columns.length) return
  throw new StoreError('store-value', { at: table, columns: columns.length, values: row.length })
}
