import { type ExtractedFinding as Finding, WARNINGS } from '@concert/stix'
import type { Language } from '../../../i18n/language.ts'
import { safeText } from '../../width.ts'
import { say } from './texts.ts'

/** A finding on a line: where, what kind, what, how it was written, and the warnings. */
export function findingLine(lang: Language, file: string, finding: Finding): string {
  const { kind, value, algorithm, raw, line, column, part, warnings } = finding
  const where =
    part === undefined ? `${file}:${line}:${column}` : `${file} ${part}:${line}:${column}`
  const what = algorithm === undefined ? kind : `${kind} ${algorithm}`
  const written = raw === value ? '' : say(lang, 'extract-raw', { raw: oneLine(raw) })
  const head = `${safeText(`${where}: ${what} ${value}${written}`)}\n`
  const lines = warnings.map(({ code, list }) => {
    const named = list === undefined ? '' : ` ${safeText(list)}`
    return `    ${say(lang, 'warning')} [${code}${named}]: ${WARNINGS[code][lang]}\n`
  })
  return head + lines.join('')
}

/** A finding as one line of JSON, its warnings in both languages. */
export function findingJson(file: string, finding: Finding): string {
  const warnings = finding.warnings.map((each) => ({ ...each, ...WARNINGS[each.code] }))
  return `${JSON.stringify({ file, ...finding, warnings })}\n`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
