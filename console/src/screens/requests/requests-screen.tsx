import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import { useAsk } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Foreign } from '../../shared/foreign.tsx'
import { ExerciseBand } from '../../shared/marks.tsx'
import { useNames, usePeople } from '../../shared/names.ts'
import { Empty, FaultBand, Loaded, Skeleton } from '../../shared/states.tsx'
import { type Tab, Tabs, useTab } from '../../shared/tabs.tsx'
import { RequestRow } from './request-row.tsx'
import { texts } from './texts.ts'
import { wordedIn } from './words.ts'

type TabId = keyof typeof texts.tabs

const FILTERS = {
  open: { open: true },
  ours: { ours: true },
  lapsed: { lapsed: true },
  closed: { open: false },
} as const

/** Requests of both directions. Drill and live never stand in one list. */
export function RequestsScreen() {
  const t = useText()
  const may = useMay()
  const navigate = useNavigate()
  const [exercise, setExercise] = useState(false)
  const counts = useAsk('/api/v1/requests/counts', { exercise })
  const tabs: readonly Tab<TabId>[] = [
    { id: 'open', title: texts.tabs.open, ...counted(counts.data?.open) },
    { id: 'ours', title: texts.tabs.ours, ...counted(counts.data?.ours) },
    { id: 'lapsed', title: texts.tabs.lapsed, ...counted(counts.data?.lapsed) },
    { id: 'closed', title: texts.tabs.closed },
    { id: 'drafts', title: texts.tabs.drafts },
  ]
  const tab = useTab(tabs)
  return (
    <>
      <div className="head">
        <div>
          <h1>{t(texts.title)}</h1>
          <p className="sm t2">{t(texts.about)}</p>
        </div>
        <div className="actions">
          <Segmented
            value={exercise ? 'drill' : 'live'}
            onChange={(value) => setExercise(value === 'drill')}
            options={[
              { value: 'live', label: t(texts.live) },
              { value: 'drill', label: t(texts.exercise) },
            ]}
          />
          {may('POST /api/v1/requests/move') ? (
            <Button onClick={() => void navigate({ to: '/requests/new' })}>
              {t(texts.newRequest)}
            </Button>
          ) : null}
        </div>
      </div>
      {exercise ? <ExerciseBand /> : null}
      <Tabs tabs={tabs} />
      <section className="card">
        {tab === 'drafts' ? (
          <Drafts exercise={exercise} />
        ) : (
          <RequestList key={tab} tab={tab} exercise={exercise} />
        )}
      </section>
    </>
  )
}

function counted(n: number | undefined): { count?: number } {
  return n === undefined ? {} : { count: n }
}

function RequestList({ tab, exercise }: { tab: keyof typeof FILTERS; exercise: boolean }) {
  const t = useText()
  const list = useInfiniteQuery({
    queryKey: ['/api/v1/requests/list', tab, exercise],
    queryFn: ({ pageParam }) =>
      post('/api/v1/requests/list', {
        ...FILTERS[tab],
        exercise,
        ...(pageParam !== '' && { after: pageParam }),
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  if (list.data === undefined) {
    if (!list.isError) return <Skeleton />
    return <FaultBand error={list.error} again={() => void list.refetch()} />
  }
  const lines = list.data.pages.flatMap(({ requests }) => requests)
  if (lines.length === 0) return <Empty title={t(texts.none[tab])}>{t(texts.noneHelp)}</Empty>
  return (
    <>
      {lines.map((line) => (
        <RequestRow key={line.id} line={line} />
      ))}
      {list.hasNextPage ? (
        <footer>
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t(texts.more)}
          </Button>
        </footer>
      ) : null}
    </>
  )
}

function Drafts({ exercise }: { exercise: boolean }) {
  const t = useText()
  const { lang } = useLanguage()
  const nameOf = useNames()
  const personOf = usePeople()
  const drafts = useAsk('/api/v1/requests/drafts', { exercise })
  return (
    <Loaded of={drafts}>
      {(data) =>
        data.drafts.length === 0 ? (
          <Empty title={t(texts.none.drafts)} />
        ) : (
          data.drafts.map((draft) => (
            <Link
              key={draft.id}
              className="li"
              data-row
              to="/requests/new"
              search={{ draft: draft.id }}
            >
              <span className="g">
                <span className="b">
                  <Foreign text={titleOf(draft.draft.content, lang) || t(texts.untitled)} />
                </span>
                <span className="sm t3 block">
                  {t(nameOf(draft.draft.peer))} · {t(texts.writtenBy)}{' '}
                  <bdi>{personOf(draft.author)}</bdi>
                </span>
              </span>
              <span className="sm t3">{utc(draft.updated)}</span>
            </Link>
          ))
        )
      }
    </Loaded>
  )
}

function titleOf(content: Readonly<Record<string, unknown>>, lang: 'en' | 'zh'): string {
  const title = content.title as Parameters<typeof wordedIn>[1] | undefined
  return title?.original === undefined ? '' : wordedIn(lang, title).text
}
