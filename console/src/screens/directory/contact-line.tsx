import type { ReactNode } from 'react'
import type { Contact } from '../../api/directory-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { useNames } from '../../shared/names.ts'
import { hoursSaid, languagesSaid } from './hours.ts'
import { texts } from './texts.ts'

/** Somebody who can be reached, how, and whether it is their time. Names and numbers are foreign. */
export function ContactLine({
  contact: { role, card, reachable, sharedWith },
  isOurs,
  children,
}: {
  contact: Contact
  isOurs: boolean
  children?: ReactNode
}) {
  const t = useText()
  const nameOf = useNames()
  const tone = reachable === null ? 'o' : reachable ? '' : 'w'
  const reach =
    reachable === null ? texts.unknownReach : reachable ? texts.reachable : texts.notReachable
  return (
    <div className="li wrap">
      <span className={`dot ${tone}`} />
      <div className="g">
        <div className="line">
          <span className="b">
            {card === null ? t(texts.erased) : <Foreign text={card.name} links />}
          </span>
          <span>{t(texts.roles[role])}</span>
          <span className="sm t2">{t(reach)}</span>
        </div>
        {card === null ? null : (
          <div className="line sm t2">
            {card.phone === null ? null : (
              <span className="mono">
                <Foreign text={card.phone} />
              </span>
            )}
            {card.email === null ? null : (
              <span className="mono">
                <Foreign text={card.email} />
              </span>
            )}
            <span>{t(hoursSaid(card.hours))}</span>
            <span>{t(languagesSaid(card.languages))}</span>
            {card.pgp === null ? null : <span>{t(texts.pgp)}</span>}
          </div>
        )}
        {isOurs ? (
          <p className="sm t3">
            {t(
              sharedWith.length === 0
                ? texts.heldByNobody
                : texts.heldBy(sharedWith.map((peer) => t(nameOf(peer))).join(t([', ', '、']))),
            )}
          </p>
        ) : null}
      </div>
      {children === undefined ? null : <div className="actions">{children}</div>}
    </div>
  )
}
