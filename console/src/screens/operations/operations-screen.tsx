import { Link, useNavigate } from '@tanstack/react-router'
import type { Operation } from '../../api/operation-answers.ts'
import { useAsk } from '../../api/query.ts'
import { textIn } from '../../i18n/both.ts'
import { utc } from '../../i18n/format.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { Clock } from '../../shared/clock.tsx'
import { ExerciseSwitch, useExercise } from '../../shared/exercise-switch.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { Head } from '../../shared/head.tsx'
import { ExerciseBand, ExerciseMark } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { RoleButton } from '../../shared/role-button.tsx'
import { spokenId } from '../../shared/spoken-id.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** Operations, the newest first; drills and what is live never in one list. */
export function OperationsScreen() {
  const t = useText()
  const navigate = useNavigate()
  const exercise = useExercise()
  const list = useAsk('/api/v1/operations/list', { exercise })
  return (
    <>
      <Head title={texts.title} about={texts.about}>
        <ExerciseSwitch />
        <RoleButton
          route="POST /api/v1/operations"
          onClick={() => void navigate({ to: '/operations/new' })}
        >
          {t(texts.propose)}
        </RoleButton>
      </Head>
      <section className="card">
        {exercise ? <ExerciseBand /> : null}
        <Loaded of={list}>
          {({ operations }) =>
            operations.length === 0 ? (
              <Empty title={t(exercise ? texts.noneDrill : texts.none)}>{t(texts.noneHelp)}</Empty>
            ) : (
              operations.map((operation) => <Row key={operation.id} operation={operation} />)
            )
          }
        </Loaded>
      </section>
    </>
  )
}

const TONES = {
  proposed: 'w',
  agreed: 'w',
  'counting-down': 'o',
  'under-way': 'o',
  aborted: 'x',
  closed: '',
}

function Row({ operation: { id, exercise, state, view, words } }: { operation: Operation }) {
  const t = useText()
  const { lang } = useLanguage()
  const nameOf = useNames()
  const other = words && textIn(lang === 'zh' ? 'en' : 'zh', words.title)
  const { start, steps } = state.plan
  const isCounting = view.status === 'counting-down'
  return (
    <Link className="li wrap" data-row to="/operations/$id" params={{ id }}>
      <span className={`dot ${TONES[view.status]}`} />
      <span className="g">
        <span className="b">
          {exercise ? <ExerciseMark /> : null}{' '}
          {words ? <Foreign text={textIn(lang, words.title)} /> : t(texts.erased)}
        </span>
        {other ? (
          <span className="t2 block" lang={lang === 'zh' ? 'en' : 'zh-CN'}>
            <Foreign text={other} />
          </span>
        ) : null}
        <span className="sm t3 block">
          <span className="mono">{spokenId('O', id)}</span> · {t(texts.statuses[view.status])} ·{' '}
          {t(texts.progress(view.passed, steps.length))} ·{' '}
          <bdi>
            {state.parties.map((party) => t(nameOf(party))).join(lang === 'zh' ? '、' : ', ')}
          </bdi>
        </span>
      </span>
      {isCounting ? (
        <Clock term={{ what: texts.startsIn, at: texts.startsAt, due: Date.parse(start) }} />
      ) : (
        <span className="sm t3 nw">
          {t(texts.start)} {utc(start)}
        </span>
      )}
    </Link>
  )
}
