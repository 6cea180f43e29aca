import type { Both, Named } from '../i18n/both.ts'
import { utc } from '../i18n/format.ts'
import { useText } from '../i18n/language.tsx'
import { type Proof, ProofBadge } from './proof.tsx'

const texts = {
  signed: (time: string): Both => [`signed ${time}`, `${time}签名`],
  arrived: (time: string): Both => [`arrived ${time}`, `${time}送达`],
  passedOn: ['passed on by', '转发方'],
} satisfies Record<string, Both | ((...args: never[]) => Both)>

/** Who said something: author and role, signed, arrived, compact and tier, proof. Always so. */
export interface Source {
  readonly author: Named | Both
  readonly signed?: string | number
  readonly arrived?: string | number
  /** Who passed it on, when it did not come from its author. */
  readonly via?: Named | Both
  readonly under?: Both
  readonly proof?: Proof
}

/** The line that stands with every statement. */
export function Provenance({ source }: { source: Source }) {
  const t = useText()
  return (
    <div className="prov">
      <span className="b" style={{ color: 'var(--text)' }}>
        <bdi>{t(source.author)}</bdi>
      </span>
      {source.signed === undefined ? null : <span>{t(texts.signed(utc(source.signed)))}</span>}
      {source.arrived === undefined ? null : <span>{t(texts.arrived(utc(source.arrived)))}</span>}
      {source.via === undefined ? null : (
        <span>
          {t(texts.passedOn)} <bdi className="b">{t(source.via)}</bdi>
        </span>
      )}
      {source.under === undefined ? null : <span>{t(source.under)}</span>}
      {source.proof === undefined ? null : (
        <span>
          <ProofBadge proof={source.proof} />
        </span>
      )}
    </div>
  )
}
