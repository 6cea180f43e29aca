/**
 * How strictly an object is read.
 *
 * - `strict`: every MUST is an error, and what STIX 2.1 deprecates as customisation (§11) is one too.
 * - `lenient`: what others send in good faith. Custom properties, types and extensions pass as §11
 *   allows, and a few slips that harm nobody (`spelling` below) are warnings.
 * - `producer`: for what we write ourselves. As strict, deprecated parts are errors, and it also says
 *   what a producer is expected to add.
 */
export type ValidationMode = 'strict' | 'lenient' | 'producer'

/** `error` where the specification says MUST, `warning` where it says SHOULD. */
export type Severity = 'error' | 'warning'

/**
 * How much a rule weighs.
 *
 * - `must`: an error whoever wrote it.
 * - `spelling`: a MUST about how something is written that others often miss and that changes no
 *   meaning: a warning when lenient.
 * - `custom`: what has to come as an extension (§7.3): an error but for lenient readers, whom §11
 *   lets it through with a warning.
 * - `should`: a warning.
 * - `deprecated`: a warning; what we write holds none.
 * - `advice`: a SHOULD about leaving out: said to whoever asks for all of it, not to lenient readers.
 * - `producer`: said to producers alone.
 */
export type Grade = 'must' | 'spelling' | 'custom' | 'should' | 'deprecated' | 'advice' | 'producer'

const SEVERITIES: Readonly<Record<Grade, Readonly<Record<ValidationMode, Severity | undefined>>>> =
  {
    must: { strict: 'error', lenient: 'error', producer: 'error' },
    spelling: { strict: 'error', lenient: 'warning', producer: 'error' },
    custom: { strict: 'error', lenient: 'warning', producer: 'error' },
    should: { strict: 'warning', lenient: 'warning', producer: 'warning' },
    deprecated: { strict: 'warning', lenient: 'warning', producer: 'error' },
    advice: { strict: 'warning', lenient: undefined, producer: 'warning' },
    producer: { strict: undefined, lenient: undefined, producer: 'warning' },
  }

/** How an object is read: compiled checks leave out what nobody asked for. */
export interface Reading {
  readonly mode: ValidationMode
  /** Whether warnings are looked for, or errors alone. */
  readonly warnings: boolean
}

/** What a rule of this grade is to a reader; `undefined` when it is not looked at. */
export function severityOf(grade: Grade, { mode, warnings }: Reading): Severity | undefined {
  const severity = SEVERITIES[grade][mode]
  return severity === 'warning' && !warnings ? undefined : severity
}
