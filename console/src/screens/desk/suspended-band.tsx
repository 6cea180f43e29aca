import { Link } from '@tanstack/react-router'
import type { Compact, Tier } from '../../api/compact-answers.ts'
import { useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { Gap } from '../../shared/gap.tsx'
import { useNames } from '../../shared/names.ts'
import { texts as compactTexts } from '../compacts/texts.ts'
import { TIERS, wordIn } from '../compacts/words.ts'
import { texts } from './texts.ts'

interface Closed {
  readonly compact: string
  readonly tier: Tier
  readonly by: string
  readonly reason: string
  readonly from: string
  /** Whether its time has come. */
  readonly isNow: boolean
}

/** Compacts as whoever is here may read them. */
export function useCompacts() {
  const may = useMay()
  return useGet('/api/v1/compacts', undefined, may('GET /api/v1/compacts'))
}

/** Says which part of which compact is suspended, by whom, why and since when; else nothing. */
export function SuspendedBands() {
  const t = useText()
  const nameOf = useNames()
  const own = useSession().data?.node.id
  const { data } = useCompacts()
  return (data?.compacts ?? []).flatMap((compact) => {
    const others = compact.parties.filter((party) => party !== own).map((party) => t(nameOf(party)))
    return closedIn(compact).map(({ tier, by, reason, from, isNow }) => {
      const what = t(texts.tierWith(t(compactTexts.tier[tier]), others.join(' · ')))
      const why = t(wordIn(compactTexts.reasons, reason))
      const say = isNow ? texts.suspendedSince : texts.suspendedFrom
      return (
        <div key={`${compact.id} ${tier} ${by}`} className="band off" role="status">
          <span className="dot w" />
          <span>
            <b>{what}</b>
            <Gap />
            {t(say(t(nameOf(by)), utc(from), why))}
            <Gap />

            {t(by === own ? texts.liftOurs : texts.liftTheirs(t(nameOf(by))))}
          </span>
          <span className="actions">
            <Link className="link sm" to="/compacts/$id" params={{ id: compact.id }}>
              {t(texts.openCompact)}
            </Link>
          </span>
        </div>
      )
    })
  })
}

function closedIn({ id, tiers }: Compact): readonly Closed[] {
  return TIERS.flatMap((tier) => {
    const { suspensions, pending } = tiers[tier]
    const all = [
      ...suspensions.map((each) => ({ ...each, isNow: true })),
      ...pending.map((each) => ({ ...each, isNow: false })),
    ]
    return all.map(({ by, reason, from, isNow }) => ({
      compact: id,
      tier,
      by,
      reason,
      from,
      isNow,
    }))
  })
}
