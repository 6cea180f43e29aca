import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'
import { SCREENS } from '../screens/screens.ts'
import type { Session } from '../session/session.ts'
import { Dialog } from '../shared/dialog.tsx'
import { defang } from '../shared/hostile.ts'
import { Icon, type IconName } from '../shared/icon.tsx'
import { mayOpen } from './screen.ts'
import { texts } from './texts.ts'

interface Entry {
  readonly key: string
  readonly icon: IconName
  readonly label: Both
  readonly hint?: string | undefined
  readonly to: string
  readonly hash?: string
}

/** Ctrl K: screens by name or initials, and whatever was pasted. It opens; it never sends. */
export function Palette({ session, onClose }: { session: Session; onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const entries = useMemo(() => entriesFor(typed, session), [typed, session])
  const open = (entry: Entry | undefined) => {
    if (entry === undefined) return
    onClose()
    void navigate({ to: entry.to, ...(entry.hash !== undefined && { hash: entry.hash }) })
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') open(entries[at])
    else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, entries.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else return
    event.preventDefault()
  }
  return (
    <Dialog onClose={onClose} className="palette">
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={entries[at] === undefined ? undefined : `${listId}-${at}`}
        aria-label={t(texts.find)}
        placeholder={t(texts.find)}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
        onKeyDown={press}
      />
      <div id={listId} role="listbox" aria-label={t(texts.navigation)} className="palette-list">
        {entries.map((entry, n) => (
          // The keyboard is handled where the focus is: in the field above.
          <div
            key={entry.key}
            id={`${listId}-${n}`}
            role="option"
            tabIndex={-1}
            aria-selected={n === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => open(entry)}
            onKeyDown={press}
          >
            <Icon name={entry.icon} />
            <bdi>{t(entry.label)}</bdi>
            {entry.hint === undefined ? null : <span className="kbd">{entry.hint}</span>}
          </div>
        ))}
      </div>
      {entries.length === 0 ? <p className="pad t2">{t(texts.noMatch)}</p> : null}
    </Dialog>
  )
}

function entriesFor(typed: string, session: Session): Entry[] {
  const text = typed.trim()
  const open = SCREENS.filter((screen) => mayOpen(screen, session.roles))
  const low = text.toLowerCase()
  const named = open
    .filter((screen) => screen.nav !== undefined)
    .filter(({ title, pinyin, path }) =>
      [title[0].toLowerCase(), title[1], pinyin ?? '', path].some((name) => name.includes(low)),
    )
    .map(({ path, title, icon, jump }) => ({
      key: path,
      icon: icon ?? 'more',
      label: title,
      hint: jump && `G ${jump.toUpperCase()}`,
      to: path,
    }))
  const has = (path: string) => open.some((screen) => screen.path === path)
  const found: Entry[] = []
  if (/^[a-z0-9-]+--[0-9a-f-]{36}$/.test(low) && has('/intel/$id')) {
    const to = `/intel/${encodeURIComponent(low)}`
    found.push({ key: 'object', icon: 'intel', label: texts.openObject, hint: low, to })
  } else if (/^r-[0-9a-z]{4}-[0-9a-z]{4}$/.test(low) && has('/requests')) {
    found.push({
      key: 'request',
      icon: 'requests',
      label: texts.openRequest,
      to: '/requests',
      hash: `q=${text}`,
    })
  } else if (text.length > 2 && named.length === 0 && has('/intel')) {
    const hash = `q=${encodeURIComponent(text)}`
    const label = texts.search(defang(text.slice(0, 80)))
    found.push({ key: 'search', icon: 'intel', label, to: '/intel', hash })
  }
  return [...found, ...named]
}
