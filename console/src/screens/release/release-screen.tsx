import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { QueueEntry, QueueView } from '../../api/answers.ts'
import { useAsk } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Loaded } from '../../shared/states.tsx'
import { type Tab, Tabs, useTab } from '../../shared/tabs.tsx'
import { DecidedCard } from './decided-card.tsx'
import { DecisionCard } from './decision-card.tsx'
import { EntryList } from './entry-list.tsx'
import { RecallsCard } from './recalls-card.tsx'
import { texts } from './texts.ts'

type TabId = keyof typeof texts.tabs

/** What waits to leave, what stops it, what became of it. */
export function ReleaseScreen() {
  const t = useText()
  const may = useMay()
  const navigate = useNavigate()
  const queue = useAsk('/api/v1/release/queue', {})
  const tabs = tabsOf(queue.data)
  const tab = useTab(tabs)
  return (
    <>
      <div className="head">
        <div>
          <h1>{t(texts.title)}</h1>
          <p className="sm t2">{t(texts.about)}</p>
        </div>
        {may('POST /api/v1/share') ? (
          <div className="actions">
            <Button onClick={() => void navigate({ to: '/release/share' })}>
              {t(texts.share)}
            </Button>
          </div>
        ) : null}
      </div>
      <Tabs tabs={tabs} />
      {tab === 'review' || tab === 'blocked' ? <Queue key={tab} state={tab} /> : null}
      {tab === 'done' ? <DecidedCard /> : null}
      {tab === 'recalls' ? <RecallsCard /> : null}
    </>
  )
}

function tabsOf(queue: QueueView | undefined): readonly Tab<TabId>[] {
  const waiting = (state: string) =>
    queue?.groups
      .filter((group) => group.state === state)
      .reduce((sum, { objects }) => sum + objects, 0) ?? 0
  return [
    { id: 'review', title: texts.tabs.review, count: waiting('review') },
    { id: 'blocked', title: texts.tabs.blocked, count: waiting('blocked') },
    { id: 'done', title: texts.tabs.done },
    { id: 'recalls', title: texts.tabs.recalls },
  ]
}

function Queue({ state }: { state: 'review' | 'blocked' }) {
  const [chosen, setChosen] = useState<string | undefined>()
  const queue = useAsk('/api/v1/release/queue', { state })
  return (
    <Loaded of={queue}>
      {({ entries }) => {
        const entry = entries.find((each) => keyOf(each) === chosen) ?? entries[0]
        return (
          <div className={entry === undefined ? '' : 'desk-two'}>
            <EntryList
              state={state}
              entries={entries}
              chosen={entry && keyOf(entry)}
              onChoose={(each) => setChosen(keyOf(each))}
            />
            {entry === undefined ? null : <DecisionCard key={keyOf(entry)} entry={entry} />}
          </div>
        )
      }}
    </Loaded>
  )
}

function keyOf({ id, peer }: QueueEntry): string {
  return `${peer} ${id}`
}
