import { TIERS } from '@concert/threads'
import type { CompactSummary } from '../../compacts/compact-summary.ts'
import type { Language } from '../../i18n/language.ts'
import { translate } from '../../i18n/translate.ts'
import { textTable } from '../text-table.ts'

/** Compacts as a table of their versions, and under it how their tiers stand. */
export function compactText(lang: Language, compacts: readonly CompactSummary[]): string {
  if (compacts.length === 0) return `${translate(lang, 'compact.none')}\n`
  return compacts.map((compact) => oneText(lang, compact)).join('\n')
}

function oneText(lang: Language, compact: CompactSummary): string {
  const head = `${translate(lang, 'compact.id')} ${compact.id}: ${translate(lang, `compact.${compact.status}`)}\n`
  return head + versionsText(lang, compact) + tiersText(lang, compact)
}

function versionsText(lang: Language, compact: CompactSummary): string {
  const columns = ['compact.version', 'compact.round', 'compact.signed', 'identity.until'] as const
  return textTable(
    columns.map((key) => ({ title: translate(lang, key) })),
    compact.proposals.map((proposal) => [
      proposal.digest,
      `${proposal.round}${proposal.digest === compact.digest ? ' *' : ''}`,
      `${proposal.signedBy.length}/${compact.parties.length}`,
      proposal.until,
    ]),
  )
}

function tiersText(lang: Language, { tiers, terms }: CompactSummary): string {
  if (!terms) return ''
  const lines = TIERS.map((tier) => {
    const { closed, closes } = tiers[tier]
    const state = translate(lang, `tier.${closed ?? 'open'}`)
    const until = closes === null ? '' : ` (${translate(lang, 'tier.closes', { time: closes })})`
    return `  ${translate(lang, `tier.${tier}`)}: ${state}${until}\n`
  })
  return lines.join('')
}
