import type { Language } from './language.ts'
import { fill, type MessageKey, type MessageParams, template } from './translate.ts'

/** What can be wrong with a configuration or a key file: the keys `fault.*` of the catalogs. */
export type FaultCode = MessageKey extends infer K
  ? K extends `fault.${infer Code}`
    ? Code
    : never
  : never

/** One thing that is wrong with what an operator wrote. */
export interface Fault {
  readonly code: FaultCode
  /** A path such as `witnesses[0].url`, a variable such as `CONCERT_URL`, or a file. */
  readonly at: string
  readonly params: Readonly<Record<string, string | number>>
}

/** Everything that is wrong, not only the first. */
export interface Faults {
  readonly ok: false
  readonly code: 'config' | 'keys'
  readonly faults: readonly Fault[]
}

/** Makes a fault; the compiler asks for what its sentence needs. */
export function fault<C extends FaultCode>(
  code: C,
  at: string,
  params: MessageParams<`fault.${C}`>,
): Fault {
  return { code, at, params }
}

/** The sentence of a fault, without its place. */
export function faultSentence(lang: Language, found: Fault): string {
  return fill(template(lang, `fault.${found.code}`), found.params)
}
