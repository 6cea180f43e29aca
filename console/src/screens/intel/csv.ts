import type { LookedUp } from '../../api/intel-answers.ts'

/** A cell that no spreadsheet takes for a formula. */
export function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${inert.replaceAll('"', '""')}"`
}

/** What was looked up as a table. */
export function csv(values: readonly LookedUp[]): string {
  const rows = values.map(({ given, kind, exact, around }) =>
    [
      given,
      kind,
      `${exact.length}`,
      `${around.length}`,
      exact[0]?.stixId ?? around[0]?.stixId ?? '',
    ]
      .map(cell)
      .join(','),
  )
  return ['"value","kind","exact","around","object"', ...rows, ''].join('\r\n')
}
