import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Notice } from '../../api/drill-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { ExerciseSwitch, useExercise } from '../../shared/exercise-switch.tsx'
import { ExerciseBand } from '../../shared/marks.tsx'
import { Paged } from '../../shared/paged.tsx'
import { Empty } from '../../shared/states.tsx'
import { ChannelsCard } from './channels-card.tsx'
import { NoticeRow } from './notice-row.tsx'
import { texts } from './texts.ts'

const PAGE = 50

/** What people here were told; of drills or of what is live, never both. */
export function NoticesScreen() {
  const t = useText()
  const exercise = useExercise()
  const [unseen, setUnseen] = useState(false)
  return (
    <>
      <div className="head">
        <div>
          <h1>{t(texts.title)}</h1>
          <p className="sm t2">{t(texts.about)}</p>
        </div>
        <div className="actions">
          <ExerciseSwitch />
        </div>
      </div>
      <div className="cols">
        <section className="card">
          {exercise ? <ExerciseBand /> : null}
          <header>
            <h2>{t(texts.feed)}</h2>
            <span className="r">
              <Checkbox checked={unseen} onChange={(event) => setUnseen(event.target.checked)}>
                {t(texts.unseen)}
              </Checkbox>
            </span>
          </header>
          <Feed key={`${exercise} ${unseen}`} exercise={exercise} unseen={unseen} />
        </section>
        <div className="stack">
          <ChannelsCard />
          <YoursCard />
        </div>
      </div>
    </>
  )
}

function Feed({ exercise, unseen }: { exercise: boolean; unseen: boolean }) {
  const t = useText()
  const list = useInfiniteQuery({
    queryKey: ['/api/v1/notices/list', exercise, unseen],
    queryFn: ({ pageParam }) =>
      post('/api/v1/notices/list', {
        exercise,
        unseen,
        limit: PAGE,
        ...(pageParam > 0 && { before: pageParam }),
      }),
    initialPageParam: 0,
    getNextPageParam: ({ notices }: { notices: readonly Notice[] }) =>
      notices.length < PAGE ? undefined : notices.at(-1)?.id,
  })
  return (
    <Paged
      of={list}
      space={640}
      items={(page) => page.notices}
      empty={<Empty title={t(unseen ? texts.noneUnseen : texts.none)} />}
    >
      {(notice) => <NoticeRow key={notice.id} notice={notice} />}
    </Paged>
  )
}

/** What decides whether somebody is reached: their contact and the rota, which are kept elsewhere. */
function YoursCard() {
  const t = useText()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.yours)}</h2>
      </header>
      <div className="pad form">
        <p>{t(texts.yoursHelp)}</p>
        <p>{t(texts.sound)}</p>
        <p className="line">
          <Link className="link" to="/directory">
            {t(texts.contacts)}
          </Link>
          <Link className="link" to="/directory" search={{ tab: 'rota' } as never}>
            {t(texts.onCall)}
          </Link>
        </p>
      </div>
    </section>
  )
}
