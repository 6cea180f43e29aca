import type { KnownExtension, ObjectType } from '../table/model.ts'
import type { Compiling } from './check.ts'
import { valueCompiler } from './compile-value.ts'
import type { Reading } from './grades.ts'

/** What every check of one validator shares. */
export interface Setting {
  readonly reading: Reading
  /** Extensions by definition whose properties are known, by id. */
  readonly known: ReadonlyMap<string, KnownExtension>
}

/** How the properties of a type are compiled. */
export function compilingFor(row: ObjectType, { reading, known }: Setting): Compiling {
  return { reading, section: row.section, value: valueCompiler(row.extensions, known) }
}
