import { Select } from 'antd'
import { useState } from 'react'
import type { Compact, Tier } from '../../api/compact-answers.ts'
import { useAct } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useSession } from '../../session/session.ts'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { useNames } from '../../shared/names.ts'
import { RoleButton } from '../../shared/role-button.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { REASONS } from './reasons.ts'
import { texts } from './texts.ts'
import { TIERS, wordIn } from './words.ts'

/** The four tiers, and what closes each. */
export function TiersCard({ compact }: { compact: Compact }) {
  const t = useText()
  const [suspending, setSuspending] = useState<Tier | undefined>()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.tiers)}</h2>
      </header>
      {TIERS.map((tier) => (
        <TierRow key={tier} compact={compact} tier={tier} onSuspend={() => setSuspending(tier)} />
      ))}
      {suspending === undefined ? null : (
        <SuspendDialog
          compact={compact.id}
          tier={suspending}
          onClose={() => setSuspending(undefined)}
        />
      )}
    </section>
  )
}

function TierRow({
  compact,
  tier,
  onSuspend,
}: {
  compact: Compact
  tier: Tier
  onSuspend: () => void
}) {
  const t = useText()
  const nameOf = useNames()
  const own = useSession().data?.node.id
  const resume = useAct('/api/v1/compacts/resume')
  const { open, closed, suspensions, pending } = compact.tiers[tier]
  // After the end nothing is opened or closed any more.
  const isOurs =
    compact.status !== 'ended' && [...suspensions, ...pending].some(({ by }) => by === own)
  return (
    <div className="li">
      <span className="g">
        <span className={`dot ${open ? '' : closed === 'not-agreed' ? 'o' : 'w'}`} />
        <span className={open ? 'b' : 't2'}>{t(texts.tier[tier])}</span>{' '}
        <span className="sm t3">{t(open ? texts.open : wordIn(texts.closed, closed ?? ''))}</span>
        {suspensions.map(({ by, reason, from }) => (
          <span key={by} className="sm t2 block">
            {t(texts.suspendedBy(t(nameOf(by)), t(wordIn(texts.reasons, reason)), utc(from)))}
          </span>
        ))}
        {pending.map(({ by, reason, from }) => (
          <span key={by} className="sm warn block">
            {t(texts.closes(utc(from), t(nameOf(by)), t(wordIn(texts.reasons, reason))))}
          </span>
        ))}
        {resume.isError ? <FaultBand error={resume.error} kept={texts.notSuspended} /> : null}
      </span>
      {open && !isOurs ? (
        <RoleButton
          brief
          route="POST /api/v1/compacts/suspend"
          size="small"
          danger
          onClick={onSuspend}
        >
          {t(texts.suspend)}
        </RoleButton>
      ) : null}
      {isOurs ? (
        <RoleButton
          brief
          route="POST /api/v1/compacts/sign"
          size="small"
          loading={resume.isPending}
          onClick={() => resume.mutate({ compact: compact.id, tier })}
        >
          {t(texts.resume)}
        </RoleButton>
      ) : null}
    </div>
  )
}

function SuspendDialog({
  compact,
  tier,
  onClose,
}: {
  compact: string
  tier: Tier
  onClose: () => void
}) {
  const t = useText()
  const [reason, setReason] = useState<(typeof REASONS)[number]>('review')
  const suspend = useAct('/api/v1/compacts/suspend', onClose)
  return (
    <ActDialog
      title={t(texts.suspendTitle(t(texts.tier[tier])))}
      label={t(texts.suspend)}
      act={suspend}
      kept={texts.notSuspended}
      danger
      onAct={() => suspend.mutate({ compact, tier, reason })}
      onClose={onClose}
    >
      <p>{t(texts.suspendHelp)}</p>
      <Field label={t(texts.reason)}>
        {(ids) => (
          <Select
            id={ids.id}
            value={reason}
            onChange={setReason}
            options={REASONS.map((code) => ({ value: code, label: t(texts.reasons[code]) }))}
          />
        )}
      </Field>
    </ActDialog>
  )
}
