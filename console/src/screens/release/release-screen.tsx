import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../api/query.ts'
import type { QueueEntry, QueueView } from '../../api/release-answers.ts'
import type { HeldWord } from '../../api/request-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { Head } from '../../shared/head.tsx'
import { RoleButton } from '../../shared/role-button.tsx'
import { Loaded } from '../../shared/states.tsx'
import { type Tab, Tabs, useTab } from '../../shared/tabs.tsx'
import { HeldCard } from '../requests/held-card.tsx'
import { texts as requests } from '../requests/texts.ts'
import { DecidedCard } from './decided-card.tsx'
import { DecisionCard } from './decision-card.tsx'
import { EntryList } from './entry-list.tsx'
import { RecallsCard } from './recalls-card.tsx'
import { texts } from './texts.ts'

type TabId = keyof typeof texts.tabs

/** What waits to leave, what stops it, what became of it. */
export function ReleaseScreen() {
  const t = useText()
  const navigate = useNavigate()
  const queue = useAsk('/api/v1/release/queue', {})
  const held = [...useHeld(false), ...useHeld(true)]
  const tabs = tabsOf(queue.data, held.length)
  const tab = useTab(tabs)
  return (
    <>
      <Head title={texts.title} about={texts.about}>
        <RoleButton
          route="POST /api/v1/share"
          onClick={() => void navigate({ to: '/release/share' })}
        >
          {t(texts.share)}
        </RoleButton>
      </Head>
      <Tabs tabs={tabs} />
      {tab === 'review' ? <HeldWords held={held} /> : null}
      {tab === 'review' || tab === 'blocked' ? (
        <Queue key={tab} state={tab} isAlone={tab === 'blocked' || held.length === 0} />
      ) : null}
      {tab === 'done' ? <DecidedCard /> : null}
      {tab === 'recalls' ? <RecallsCard /> : null}
    </>
  )
}

/** What people would say in requests waits here too: live words first, then those of drills. */
function HeldWords({ held }: { held: readonly HeldWord[] }) {
  const t = useText()
  if (held.length === 0) return null
  return (
    <section className="stack below" aria-label={t(requests.heldList)}>
      {held.map((word) => (
        <HeldCard key={word.id} word={word} named />
      ))}
    </section>
  )
}

function useHeld(exercise: boolean) {
  return useAsk('/api/v1/requests/held', { exercise }).data?.held ?? []
}

function tabsOf(queue: QueueView | undefined, held: number): readonly Tab<TabId>[] {
  const waiting = (state: string) =>
    queue?.groups
      .filter((group) => group.state === state)
      .reduce((sum, { objects }) => sum + objects, 0) ?? 0
  return [
    { id: 'review', title: texts.tabs.review, count: waiting('review') + held },
    { id: 'blocked', title: texts.tabs.blocked, count: waiting('blocked') },
    { id: 'done', title: texts.tabs.done },
    { id: 'recalls', title: texts.tabs.recalls },
  ]
}

function Queue({ state, isAlone }: { state: 'review' | 'blocked'; isAlone: boolean }) {
  const [chosen, setChosen] = useState<string | undefined>()
  const queue = useAsk('/api/v1/release/queue', { state })
  return (
    <Loaded of={queue} space={480}>
      {({ entries }) => {
        // Beneath words that wait it need not be said that no object does.
        if (entries.length === 0 && !isAlone) return null
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
