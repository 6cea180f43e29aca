import {
  PATTERN_FAULTS,
  type PatternFault,
  placeOfFault,
  STIX_FAULTS,
  type StixFault,
} from '@concert/stix'
import type { Language } from '../../../i18n/language.ts'
import { safeText } from '../../width.ts'
import { patternFaultJson } from './pattern-report.ts'
import { say } from './texts.ts'

/** More values than these of a vocabulary help nobody on a terminal. */
const MAX_EXPECTED = 12

/** Where a fault stands. */
export interface FaultPlace {
  /** The file, as a program or a person is told of it. */
  readonly file: string
  /** Place of the object in the file. */
  readonly place: string
  /** Id of the object, as it says itself. */
  readonly id?: string | undefined
}

/** A fault on a line: `file: place: error [code]: sentence (section; expected)`. */
export function faultLine(lang: Language, { file, place }: FaultPlace, fault: StixFault): string {
  const { code, at, severity = 'error', section, expected, pattern } = fault
  const notes = [
    ...(pattern === undefined ? [] : [patternText(lang, pattern)]),
    ...(section === undefined ? [] : [sectionText(lang, section)]),
    ...(expected === undefined ? [] : [expectedText(lang, expected)]),
  ]
  const where = placeOfFault(place, at)
  const [open, close, between] = lang === 'zh' ? ['（', '）', '；'] : [' (', ')', '; ']
  const note = notes.length === 0 ? '' : `${open}${notes.join(between)}${close}`
  const head = [file, where].filter((part) => part !== '').map(safeText)
  const said = `${say(lang, severity)} [${code}]: ${STIX_FAULTS[code][lang]}`
  return `${head.join(': ')}: ${said}${safeText(note)}\n`
}

/** A fault as one line of JSON. */
export function faultJson({ file, place, id }: FaultPlace, fault: StixFault): string {
  const { code, at, severity = 'error', section, expected } = fault
  const { en, zh } = STIX_FAULTS[code]
  const pattern = fault.pattern && patternFaultJson(fault.pattern)
  const said = { file, id, at: placeOfFault(place, at), code, severity, section, expected, pattern }
  return `${JSON.stringify({ ...said, en, zh })}\n`
}

/** Where in the pattern, and what: `line 1, column 9: An operator is expected here.` */
function patternText(lang: Language, { code, line, column }: PatternFault): string {
  const place = say(lang, 'pattern-at', { line, column })
  return `${place}${lang === 'zh' ? '：' : ': '}${PATTERN_FAULTS[code][lang].replace(/[.。]$/, '')}`
}

/** Sections of other documents carry their name. */
function sectionText(lang: Language, section: string): string {
  return /^[0-9]/.test(section) ? say(lang, 'section', { section }) : section
}

function expectedText(lang: Language, expected: readonly string[]): string {
  const shown = expected.slice(0, MAX_EXPECTED)
  const rest = expected.length > shown.length ? [say(lang, 'more')] : []
  const values = [...shown, ...rest].join(lang === 'zh' ? '、' : ', ')
  return say(lang, 'expected', { values })
}
