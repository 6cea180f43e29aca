import { type CompactText, type Suspension, TIERS, type Tier } from '@concert/threads'
import type { CompactSummary } from '../../compacts/compact-summary.ts'
import type { PeerView } from '../../federation/peers.ts'
import type { Language } from '../../i18n/language.ts'
import { translate } from '../../i18n/translate.ts'
import type { AdminClient } from '../admin-client.ts'
import { textTable } from '../text-table.ts'
import { safeText } from '../width.ts'

/** What a node is called here; the beginning of its id for one that nobody here knows. */
export type Names = (node: string) => string

type Reason = Suspension['reason']

const REASONS: Readonly<Record<Reason, { readonly en: string; readonly zh: string }>> = {
  breach: { en: 'breach of the compact', zh: '违反约定' },
  capacity: { en: 'capacity', zh: '能力不足' },
  drill: { en: 'drill', zh: '演练' },
  incident: { en: 'an incident there', zh: '该方发生事件' },
  law: { en: 'law', zh: '法律规定' },
  policy: { en: 'policy', zh: '政策' },
  review: { en: 'review', zh: '审查' },
  'no-reason-given': { en: 'no reason given', zh: '未说明原因' },
}

interface Named {
  readonly node: string
  readonly names: { readonly en: string; readonly zh: string }
}

/** Names of this node and its peers, each with the beginning of its id: names may be alike. */
export async function namesOf(admin: AdminClient, lang: Language): Promise<Names> {
  const [own, peers] = await Promise.all([
    admin.get<Named>('/api/v1/status'),
    admin.get<{ readonly peers: readonly PeerView[] }>('/api/v1/peers'),
  ])
  const all: Named[] = [...(own.ok ? [own.value] : []), ...(peers.ok ? peers.value.peers : [])]
  const known = new Map(all.map(({ node, names }) => [node, safeText(names[lang])]))
  return (node) => `${known.get(node) ?? ''} ${node.slice(0, 8)}`.trim()
}

/** A title in both languages: neither stands for the other. */
export function titleLine(words: CompactText | null): string {
  return words === null ? '-' : `${safeText(words.title.en)} · ${safeText(words.title.zh)}`
}

/** How a compact stands: parties, its versions with who has signed them, its tiers, its end. */
export function standingText(lang: Language, compact: CompactSummary, names: Names): string {
  const colon = lang === 'zh' ? '：' : ': '
  const status = translate(lang, `compact.${compact.status}`)
  const head = `${translate(lang, 'compact.id')} ${compact.id}${colon}${status}\n`
  const parties = `${translate(lang, 'compact.parties')}${colon}${namesText(lang, compact.parties, names)}\n`
  const versions = versionsText(lang, compact, names) + holdingText(lang, compact, names)
  return head + parties + versions + tiersText(lang, compact, names) + endText(lang, compact, names)
}

function namesText(lang: Language, nodes: readonly string[], names: Names): string {
  return nodes.map(names).join(lang === 'zh' ? '、' : ', ')
}

function versionsText(lang: Language, compact: CompactSummary, names: Names): string {
  const columns = [
    'compact.version',
    'compact.round',
    'compact.signed',
    'compact.unsigned',
    'identity.until',
  ] as const
  return textTable(
    columns.map((key) => ({ title: translate(lang, key) })),
    compact.proposals.map(({ digest, round, signedBy, signBy, until }) => {
      const open = compact.parties.filter((party) => !signedBy.includes(party))
      const by = translate(lang, 'compact.sign-by', { time: signBy })
      return [
        digest,
        digest === compact.digest ? roundText(lang, compact, round) : `${round}`,
        namesText(lang, signedBy, names),
        // What was ended is signed by nobody any more: there is no time left to do it in.
        open.length === 0 || compact.ending
          ? namesText(lang, open, names)
          : `${namesText(lang, open, names)} (${by})`,
        until,
      ]
    }),
  )
}

function roundText(lang: Language, { status }: CompactSummary, round: number): string {
  if (status === 'in-force') return translate(lang, 'compact.is-in-force', { round })
  return translate(lang, status === 'not-yet' ? 'compact.is-agreed' : 'compact.was-in-force', {
    round,
  })
}

/** What no person has to do any more: without a word of it, a version that all signed looks stuck. */
function holdingText(lang: Language, compact: CompactSummary, names: Names): string {
  const newest = compact.proposals.at(-1)
  if (!newest || newest.digest === compact.digest || compact.ending) return ''
  if (newest.signedBy.length < compact.parties.length || newest.unheldBy.length === 0) return ''
  const parties = namesText(lang, newest.unheldBy, names)
  return `${translate(lang, 'compact.holding', { parties })}\n`
}

function tiersText(lang: Language, { tiers, terms, status }: CompactSummary, names: Names): string {
  // Of a compact that is over nothing is open or closed, and nothing opens again.
  if (!terms || status === 'ended' || status === 'expired') return ''
  const lines = TIERS.map((tier: Tier) => {
    const { closed, closes, suspensions, pending } = tiers[tier]
    const state = translate(lang, `tier.${closed ?? 'open'}`)
    const soon = closes === null ? '' : translate(lang, 'tier.closes', { time: closes })
    const until = soon === '' ? '' : lang === 'zh' ? `（${soon}）` : ` (${soon})`
    const line = (
      { by, from, reason }: Suspension,
      key: 'tier.suspended-by' | 'tier.will-close',
    ) => {
      const params = { party: names(by), time: from, reason: REASONS[reason][lang] }
      return `    ${translate(lang, key, params)}\n`
    }
    const by = [
      ...(closed === 'suspended' ? suspensions : []).map((each) => line(each, 'tier.suspended-by')),
      ...pending.map((each) => line(each, 'tier.will-close')),
    ]
    const colon = lang === 'zh' ? '：' : ': '
    return `  ${translate(lang, `tier.${tier}`)}${colon}${state}${until}\n${by.join('')}`
  })
  return lines.join('')
}

function endText(lang: Language, { ending, status }: CompactSummary, names: Names): string {
  if (ending === null) return ''
  const reason = REASONS[ending.reason as Reason][lang]
  const params = { party: names(ending.by), time: ending.at, reason }
  const key = status === 'ended' ? 'compact.has-ended' : 'compact.ends'
  return `  ${translate(lang, key, params)}\n`
}
