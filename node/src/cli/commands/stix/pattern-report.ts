import { PATTERN_FAULTS, type PatternFault } from '@concert/stix'
import type { Language } from '../../../i18n/language.ts'
import { displayWidth, safeText } from '../../width.ts'
import { say } from './texts.ts'

/** A pattern longer than this is not shown again under its fault. */
const MAX_SHOWN = 200

/**
 * A fault of a pattern on a line, and under it the pattern with a sign where the fault begins.
 *
 * @param where - the file, and the place in it unless that is `fileLine`
 * @param fileLine - line of the file that the pattern stands on
 */
export function patternFaultText(
  lang: Language,
  { where, fileLine }: { readonly where: string; readonly fileLine: number | undefined },
  source: string,
  { code, severity, start, line, column }: PatternFault,
): string {
  const { section } = PATTERN_FAULTS[code]
  const [open, close] = lang === 'zh' ? ['（', '）'] : [' (', ')']
  const place = `${where}: ${say(lang, 'pattern-at', { line: fileLine ?? line, column })}`
  const note = `${open}${say(lang, 'section', { section })}${close}`
  const head = `${place}: ${say(lang, severity)} [${code}]: ${PATTERN_FAULTS[code][lang]}${note}\n`
  if (source.length > MAX_SHOWN || /[\r\n]/.test(source)) return head
  const before = displayWidth(safeText(source.slice(0, start)))
  return `${head}    ${safeText(source)}\n    ${' '.repeat(before)}^\n`
}

/** What a program is told of a fault. */
export function patternFaultJson({
  code,
  severity,
  start,
  end,
  line,
  column,
}: PatternFault): object {
  const { section, en, zh } = PATTERN_FAULTS[code]
  return { code, severity, start, end, line, column, section, en, zh }
}
