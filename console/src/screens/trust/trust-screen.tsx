import type { UseQueryResult } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import type { MonitorView } from '../../api/node-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Gap } from '../../shared/gap.tsx'
import { RoleButton } from '../../shared/role-button.tsx'
import { FaultBand, Loaded, Skeleton } from '../../shared/states.tsx'
import { AlarmsCard } from './alarms-card.tsx'
import { EvidenceCard } from './evidence-card.tsx'
import { FollowedCard } from './followed-card.tsx'
import { GrowthCard } from './growth-card.tsx'
import { IdentityCard } from './identity-card.tsx'
import { LogCard } from './log-card.tsx'
import { texts } from './texts.ts'

/** Does any history differ? */
export function TrustScreen() {
  const t = useText()
  const navigate = useNavigate()
  const monitor = useGet('/api/v1/monitor')
  const look = useAct('/api/v1/monitor')
  return (
    <>
      <div className="head">
        <h1>{t(texts.title)}</h1>
        <div className="actions">
          <RoleButton
            route="POST /api/v1/monitor"
            loading={look.isPending}
            onClick={() => look.mutate(undefined as never)}
          >
            {t(texts.look)}
          </RoleButton>
          <Button onClick={() => void navigate({ to: '/trust/verify' })}>{t(texts.verify)}</Button>
        </div>
      </div>
      {look.isError ? <FaultBand error={look.error} kept={texts.notLooked2} /> : null}
      {/* How many logs are followed decides where the rest stands: nothing is drawn before. */}
      {monitor.isLoading ? <Skeleton space={900} /> : <Told monitor={monitor} />}
    </>
  )
}

function Told({ monitor }: { monitor: UseQueryResult<MonitorView> }) {
  const t = useText()
  const may = useMay()
  return (
    <>
      <Loaded of={monitor} space={56}>
        {({ alarms, reports }) => (
          <div
            className={`band ${alarms.length > 0 ? 'err' : reports.length > 0 ? 'done' : 'plain'}`}
            role="status"
          >
            <span className={`dot ${alarms.length > 0 ? 'x' : reports.length > 0 ? '' : 'o'}`} />
            <span>
              {alarms.length > 0 ? <b>{t(texts.differs(alarms.length))}</b> : null}
              {alarms.length === 0 && reports.length > 0 ? <b>{t(texts.noneDiffers)}</b> : null}
              <Gap />
              {t(reports.length > 0 ? texts.checked(reports.length) : texts.notLooked)}
            </span>
            <Link className="link sm actions" to="/peers">
              {t(texts.toPeers)}
            </Link>
          </div>
        )}
      </Loaded>
      <div className="cols">
        <div className="stack">
          <FollowedCard />
          <AlarmsCard />
          <IdentityCard />
        </div>
        <div className="stack">
          <LogCard />
          <GrowthCard />
          {may('POST /api/v1/evidence') ? <EvidenceCard /> : null}
        </div>
      </div>
    </>
  )
}
