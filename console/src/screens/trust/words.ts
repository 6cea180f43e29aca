import type { Both } from '../../i18n/both.ts'

/** A word for a code; what a newer node says stays as it is. */
export function wordIn(table: Readonly<Record<string, Both>>, code: string): Both {
  return Object.hasOwn(table, code) ? (table[code] as Both) : [code, code]
}
