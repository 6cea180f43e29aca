import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { post } from '../../api/client.ts'
import { useAsk } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { ExerciseSwitch, useExercise } from '../../shared/exercise-switch.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { Head } from '../../shared/head.tsx'
import { ExerciseBand } from '../../shared/marks.tsx'
import { useNames, usePeople } from '../../shared/names.ts'
import { Paged } from '../../shared/paged.tsx'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { type Tab, Tabs, useTab } from '../../shared/tabs.tsx'
import { standingOf } from './draft-standing.ts'
import { RequestRow } from './request-row.tsx'
import { texts } from './texts.ts'
import { wordedIn } from './words.ts'

type TabId = keyof typeof texts.tabs

const FILTERS = {
  open: { open: true },
  ours: { ours: true },
  refused: { phase: 'refused', side: 'asker' },
  lapsed: { lapsed: true },
  closed: { open: false },
} as const

/** Requests of both directions. Drill and live never stand in one list. */
export function RequestsScreen() {
  const t = useText()
  const navigate = useNavigate()
  const exercise = useExercise()
  const counts = useAsk('/api/v1/requests/counts', { exercise })
  const tabs: readonly Tab<TabId>[] = [
    { id: 'open', title: texts.tabs.open, ...counted(counts.data?.open) },
    { id: 'ours', title: texts.tabs.ours, ...counted(counts.data?.ours) },
    { id: 'refused', title: texts.tabs.refused, ...counted(counts.data?.refused) },
    { id: 'lapsed', title: texts.tabs.lapsed, ...counted(counts.data?.lapsed) },
    { id: 'closed', title: texts.tabs.closed },
    { id: 'drafts', title: texts.tabs.drafts },
  ]
  const tab = useTab(tabs)
  return (
    <>
      <Head title={texts.title} about={texts.about}>
        <ExerciseSwitch />
        <RoleButton
          route="POST /api/v1/requests/move"
          onClick={() => void navigate({ to: '/requests/new' })}
        >
          {t(texts.newRequest)}
        </RoleButton>
      </Head>
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
  const isFed = tab === 'open' || tab === 'ours'
  return (
    <Paged
      of={list}
      items={({ requests }) => requests}
      empty={<Empty title={t(texts.none[tab])}>{isFed ? t(texts.noneHelp) : undefined}</Empty>}
    >
      {(line) => <RequestRow key={line.id} line={line} />}
    </Paged>
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
          <Empty title={t(texts.none.drafts)}>{t(texts.noDraftHelp)}</Empty>
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
              <span className="sm t2 nw">{t(texts.draftStates[standingOf(draft)])}</span>
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
