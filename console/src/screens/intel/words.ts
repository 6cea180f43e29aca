import type { IntelRow, ObjectNames } from '../../api/intel-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { texts } from './texts.ts'

/** A word for a code; what has none stays as it is. */
export function wordIn(table: Readonly<Record<string, Both>>, code: string): Both {
  return Object.hasOwn(table, code) ? (table[code] as Both) : [code, code]
}

/** What a type of STIX is called. */
export function typeWord(type: string): Both {
  return wordIn(texts.types, type)
}

/** What an object is known by: its value, name or pattern. Attacker-controlled. */
export function titleOf(object: IntelRow['object'], id: string): string {
  for (const name of ['value', 'name', 'pattern', 'relationship_type', 'description'] as const) {
    const text = object[name]
    if (typeof text === 'string' && text !== '') return text
  }
  return id
}

/** The name of an object that another refers to; empty when it has none that may be seen. */
export function nameIn(names: ObjectNames, id: unknown): string {
  return typeof id === 'string' && Object.hasOwn(names, id) ? (names[id]?.name ?? '') : ''
}
