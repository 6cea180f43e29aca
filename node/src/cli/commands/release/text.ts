import type { Language } from '../../../i18n/language.ts'
import { translate } from '../../../i18n/translate.ts'
import type { KeptFinding } from '../../../release/desk-rows.ts'
import { OUTCOME_WORDS, REASON_SENTENCES } from '../../../release/reasons.ts'

/** One line for each finding: outcome, place, reason, and the law that is cited. */
export function findingLines(lang: Language, findings: readonly KeptFinding[]): string {
  return findings
    .map(({ outcome, reason, at, cites, law }) => {
      const place = at === null ? '' : ` (${at})`
      const cited = cites === null ? '' : ` [${cites}${law ? `: ${law[lang]}` : ''}]`
      return `  ${OUTCOME_WORDS[outcome][lang]}${place}: ${REASON_SENTENCES[reason][lang]}${cited}\n`
    })
    .join('')
}

/** The titles of a table's columns. */
export function titles(lang: Language, keys: readonly Parameters<typeof translate>[1][]) {
  return keys.map((key) => ({ title: translate(lang, key as 'release.peer') }))
}
