import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Tabs, useTab } from '../../shared/tabs.tsx'
import { ImportTab } from './import-tab.tsx'
import { LookupTab } from './lookup-tab.tsx'
import { MatrixTab } from './matrix-tab.tsx'
import { SavedTab } from './saved-tab.tsx'
import { SearchTab } from './search-tab.tsx'
import { texts } from './texts.ts'

const TABS = [
  { id: 'search', title: texts.tabs.search },
  { id: 'lookup', title: texts.tabs.lookup },
  { id: 'matrix', title: texts.tabs.matrix },
  { id: 'saved', title: texts.tabs.saved },
  { id: 'import', title: texts.tabs.import },
] as const

/** Known? From whom? Still valid? */
export function IntelScreen() {
  const t = useText()
  const may = useMay()
  const tabs = TABS.filter(({ id }) => id !== 'import' || may('POST /api/v1/import/upload'))
  const tab = useTab(tabs)
  return (
    <>
      <div className="head">
        <h1>{t(texts.title)}</h1>
      </div>
      <Tabs tabs={tabs} />
      {tab === 'search' ? <SearchTab /> : null}
      {tab === 'lookup' ? <LookupTab /> : null}
      {tab === 'matrix' ? <MatrixTab /> : null}
      {tab === 'import' ? <ImportTab /> : null}
      {tab === 'saved' ? <SavedTab /> : null}
    </>
  )
}
