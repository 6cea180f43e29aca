import { Link } from '@tanstack/react-router'
import type { Compact } from '../../api/compact-answers.ts'
import { useAsk } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { BothNames } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { texts } from './texts.ts'
import { newestOf, statusWord, TIERS } from './words.ts'

/** One compact in a list: its title in both languages, who, and which tiers are open. */
export function CompactLine({ compact }: { compact: Compact }) {
  const t = useText()
  const nameOf = useNames()
  const newest = newestOf(compact)
  const shown = compact.digest ?? newest?.digest ?? compact.id
  const version = useAsk('/api/v1/compacts/version', { digest: shown })
  const title = version.data?.words?.title
  const open = TIERS.filter((tier) => compact.tiers[tier].open)
  const suspended = TIERS.filter((tier) => compact.tiers[tier].suspensions.length > 0)
  const needsSignature =
    compact.ending === null &&
    newest !== undefined &&
    newest.signedBy.length < compact.parties.length
  return (
    <Link className="li" data-row to="/compacts/$id" params={{ id: compact.id }}>
      <span className="g">
        {title === undefined ? (
          <span className="mono">{compact.id.slice(0, 16)}</span>
        ) : (
          <BothNames text={title} />
        )}
        <span className="sm t3 block">
          {compact.parties.map((party) => t(nameOf(party))).join(' · ')}
        </span>
        {open.length > 0 ? (
          <span className="sm t2 block">{open.map((tier) => t(texts.tier[tier])).join(' · ')}</span>
        ) : null}
        {suspended.map((tier) => (
          <span key={tier} className="sm warn block">
            {t(
              texts.tierSuspended(
                t(texts.tier[tier]),
                [...new Set(compact.tiers[tier].suspensions.map(({ by }) => t(nameOf(by))))].join(
                  ' · ',
                ),
              ),
            )}
          </span>
        ))}
      </span>
      <span className="num">
        <span className={compact.status === 'in-force' ? 'b' : 'b t2'}>
          {t(statusWord(compact.status))}
        </span>
        {newest === undefined ? null : (
          <span className="sm t3 block">
            {compact.ending !== null
              ? compact.status === 'ended'
                ? utc(compact.ending.at).slice(0, 10)
                : t(texts.endsAt(utc(compact.ending.at).slice(0, 10)))
              : needsSignature
                ? `${t(texts.signed(newest.signedBy.length, compact.parties.length))} · ${t(
                    texts.signBy(utc(newest.signBy).slice(0, 10)),
                  )}`
                : `${t(texts.until)} ${utc(newest.until).slice(0, 10)}`}
          </span>
        )}
      </span>
    </Link>
  )
}
