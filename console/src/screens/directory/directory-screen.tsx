import { useText } from '../../i18n/language.tsx'
import { Tabs, useTab } from '../../shared/tabs.tsx'
import { ContactsTab } from './contacts-tab.tsx'
import { PingsTab } from './pings-tab.tsx'
import { RotaTab } from './rota-tab.tsx'
import { texts } from './texts.ts'

const TABS = [
  { id: 'contacts', title: texts.contacts },
  { id: 'rota', title: texts.rota },
  { id: 'pings', title: texts.pings },
] as const

/** Contacts of every side, the rota of this one, and tests of whether somebody answers. */
export function DirectoryScreen() {
  const t = useText()
  const tab = useTab(TABS)
  return (
    <>
      <div className="head">
        <div>
          <h1>{t(texts.title)}</h1>
          <p className="sm t2">{t(texts.about)}</p>
        </div>
      </div>
      <Tabs tabs={TABS} />
      {tab === 'contacts' ? <ContactsTab /> : null}
      {tab === 'rota' ? <RotaTab /> : null}
      {tab === 'pings' ? <PingsTab /> : null}
    </>
  )
}
