import { useText } from '../../i18n/language.tsx'
import { Tabs, useTab } from '../../shared/tabs.tsx'
import { LookupTab } from './lookup-tab.tsx'
import { SavedTab } from './saved-tab.tsx'
import { SearchTab } from './search-tab.tsx'
import { texts } from './texts.ts'

const TABS = [
  { id: 'search', title: texts.tabs.search },
  { id: 'lookup', title: texts.tabs.lookup },
  { id: 'saved', title: texts.tabs.saved },
] as const

/** Known? From whom? Still valid? */
export function IntelScreen() {
  const t = useText()
  const tab = useTab(TABS)
  return (
    <>
      <div className="head">
        <h1>{t(texts.title)}</h1>
      </div>
      <Tabs tabs={TABS} />
      {tab === 'search' ? <SearchTab /> : null}
      {tab === 'lookup' ? <LookupTab /> : null}
      {tab === 'saved' ? <SavedTab /> : null}
    </>
  )
}
