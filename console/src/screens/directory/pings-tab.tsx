import { useState } from 'react'
import type { Ping } from '../../api/directory-answers.ts'
import { useAct, useAsk } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Clock } from '../../shared/clock.tsx'
import { ExerciseSwitch, useExercise } from '../../shared/exercise-switch.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { ExerciseBand, ExerciseMark } from '../../shared/marks.tsx'
import { useNames, usePeople } from '../../shared/names.ts'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, FaultBand, Loaded } from '../../shared/states.tsx'
import { AskDialog } from './ask-dialog.tsx'
import { PingHeat } from './ping-heat.tsx'
import { SchedulesCard } from './schedules-card.tsx'
import { texts } from './texts.ts'

/** Whether somebody is there: asked of us, asked by us, and how it went. */
export function PingsTab() {
  const t = useText()
  const exercise = useExercise()
  const [isAsking, setAsking] = useState(false)
  const list = useAsk('/api/v1/pings/list', { exercise, limit: 200 })
  return (
    <div className="cols">
      <div className="stack">
        <section className="card">
          {exercise ? <ExerciseBand /> : null}
          <header>
            <h2>{t(texts.pings)}</h2>
            <span className="r actions">
              <ExerciseSwitch small />
              <RoleButton
                brief
                route="POST /api/v1/pings"
                size="small"
                onClick={() => setAsking(true)}
              >
                {t(texts.ask)}
              </RoleButton>
            </span>
          </header>
          <Loaded of={list} space={280}>
            {({ pings }) =>
              pings.length === 0 ? (
                <Empty title={t(texts.noPings)}>{t(texts.noPingsHelp)}</Empty>
              ) : (
                pings.map((ping) => <PingRow key={ping.id} ping={ping} />)
              )
            }
          </Loaded>
        </section>
        {exercise ? null : <PingHeat pings={list.data?.pings ?? []} />}
      </div>
      <SchedulesCard />
      {isAsking ? <AskDialog onClose={() => setAsking(false)} /> : null}
    </div>
  )
}

const TONES = { sent: 'o', arrived: 'w', answered: '', late: 'w', missed: 'x' }

/** One ping test; one that waits for us can be answered on the spot. */
export function PingRow({ ping }: { ping: Ping }) {
  const t = useText()
  const nameOf = useNames()
  const personOf = usePeople()
  const answer = useAct('/api/v1/pings/answer')
  const { id, peer, role, direction, status, due, minutes, machineAnswers, answeredBy } = ping
  const isOurs = direction === 'in' && (status === 'sent' || status === 'arrived')
  const roleName = t(texts.roles[role])
  return (
    <div className="li wrap">
      <span className={`dot ${TONES[status]}`} />
      <div className="g">
        {answer.isError ? <FaultBand error={answer.error} kept={texts.notAsked} /> : null}
        <div className="line">
          {ping.exercise ? <ExerciseMark /> : null}
          <span className="b">
            <bdi>{t(nameOf(peer))}</bdi>
          </span>
          <span className="t2">{t(direction === 'in' ? texts.askedUs : texts.weAsked)}</span>
          <span>{roleName}</span>
        </div>
        <p className="sm t2">
          {t(texts.statuses[status])}
          {minutes === null ? '' : ` · ${t(texts.minutes(minutes))}`}
          {answeredBy === null ? null : (
            <>
              {' · '}
              <Foreign text={t(texts.answeredBy(personOf(answeredBy)))} />
            </>
          )}
          {machineAnswers > 0 ? ` · ${t(texts.machine(machineAnswers))}` : ''}
        </p>
      </div>
      {isOurs ? (
        <RoleButton
          brief
          route="POST /api/v1/pings/answer"
          size="small"
          loading={answer.isPending}
          onClick={() => answer.mutate({ id, role })}
        >
          {t(texts.answerAs(roleName))}
        </RoleButton>
      ) : null}
      {status === 'arrived' && due !== null ? (
        <Clock term={{ what: texts.toAnswer, due }} />
      ) : (
        <span className="sm t3">{utc(ping.asked)}</span>
      )}
    </div>
  )
}
