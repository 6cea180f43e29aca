import { useNavigate, useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, useRef } from 'react'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'

/** A part of a screen that one looks at by itself. */
export interface Tab<T extends string> {
  readonly id: T
  readonly title: Both
  readonly count?: number
}

/** The tab that the address names, or the first. */
export function useTab<T extends string>(tabs: readonly Tab<T>[]): T {
  const { tab } = useSearch({ strict: false }) as { readonly tab?: string }
  return (tabs.find(({ id }) => id === tab) ?? tabs[0])?.id as T
}

/** What else the address says of the view stays. */
function withTab(id: string): never {
  return ((before: object) => ({ ...before, tab: id })) as never
}

/** Tabs whose choice stands in the address. */
export function Tabs<T extends string>({ tabs }: { tabs: readonly Tab<T>[] }) {
  const t = useText()
  const navigate = useNavigate()
  const chosen = useTab(tabs)
  // Counts that come later push it on; where somebody has scrolled to since, it is left.
  const shown = `${chosen} ${tabs.map(({ title, count }) => `${t(title)} ${count}`).join()}`
  const revealed = useRef('')
  return (
    <div className="tabs" role="tablist" onKeyDown={arrowsMove}>
      {tabs.map(({ id, title, count }) => (
        <button
          key={id}
          ref={(tab) => {
            if (id !== chosen || tab === null || revealed.current === shown) return
            revealed.current = shown
            reveal(tab)
          }}
          type="button"
          role="tab"
          aria-selected={id === chosen}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => void navigate({ to: '.', search: withTab(id), replace: true })}
        >
          {t(title)}
          {count === undefined ? null : (
            <span className="t3"> {count.toLocaleString('en-US')}</span>
          )}
        </button>
      ))}
    </div>
  )
}

/** One tab is on the way of the Tab key; arrows go to the others (ARIA practices, Tabs). */
function arrowsMove(event: KeyboardEvent<HTMLElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')]
  const at = tabs.indexOf(event.target as HTMLElement)
  const to = nextOf(event.key, at, tabs.length)
  if (at === -1 || to === undefined) return
  event.preventDefault()
  tabs[to]?.focus()
  tabs[to]?.click()
}

function nextOf(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (at + 1) % count
  if (key === 'ArrowLeft') return (at + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}

/** Of the tab behind the chosen one this much is seen, in pixels: that there is one. */
const PEEP = 32

/** On a narrow page the chosen tab may lie beyond the edge. */
function reveal(tab: HTMLButtonElement): void {
  const list = tab.parentElement
  if (!list) return
  const beyond = tab.offsetLeft + tab.offsetWidth - list.offsetLeft - list.clientWidth
  if (beyond > 0) list.scrollLeft = beyond + PEEP
}
