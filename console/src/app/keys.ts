import { useEffect } from 'react'

const KEPT = 'concert.keys'
const CHORD_MS = 1500

/** Whether single keys do something; somebody may switch them off. */
export function keysAreOn(): boolean {
  return localStorage.getItem(KEPT) !== 'off'
}

/** Switches single keys on or off in this browser. */
export function switchKeys(on: boolean): void {
  localStorage.setItem(KEPT, on ? 'on' : 'off')
}

/** Whether a key belongs to what is being typed: also while an input method composes. */
function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229) return true
  const target = event.target
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  )
}

/** What the keys of the page do. */
export interface Keys {
  readonly go: (key: string) => void
  readonly find: () => void
  readonly help: () => void
  readonly otherLanguage: () => void
}

/** Listens for the page's keys: `G` and a letter, `J`, `K`, Enter, `X`, `A`, `P`, `B`, `/`, `?`, and Ctrl or ⌘ with K. */
export function useKeys({ go, find, help, otherLanguage }: Keys): void {
  useEffect(() => {
    let chord = 0
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        find()
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event) || !keysAreOn() || document.querySelector('dialog[open]')) return
      const key = event.key.toLowerCase()
      if (event.timeStamp < chord) {
        chord = 0
        go(key)
      } else if (key === 'g') chord = event.timeStamp + CHORD_MS
      else if (key === '/') {
        event.preventDefault()
        find()
      } else if (key === '?') help()
      else if (key === 'b') otherLanguage()
      else if (key === 'j' || key === 'k') moveRow(key === 'j' ? 1 : -1)
      else if (key === 'p') proofOfRow()
      else if (key === 'x') within('input[type=checkbox]')?.click()
      else if (key === 'a') within('[data-acknowledge]')?.focus()
      else if (key === 'enter') openRow(event)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [go, find, help, otherLanguage])
}

/** What is a row: `data-row` marks what opens something, the others are read where they stand. */
const ROWS = '[data-row], .li, .target, .message, table.grid tbody tr:not(.group)'

/** The rows of the page in their order; of those within each other the one that opens something. */
function rowsOf(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`main :is(${ROWS})`)].filter((row) => {
    return row.querySelector('[data-row]') === null && !row.parentElement?.closest('[data-row]')
  })
}

/** The row with the focus in it is the current one. */
function moveRow(by: 1 | -1): void {
  const rows = rowsOf()
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by]
  if (next === undefined) return
  if (next.tabIndex < 0) next.tabIndex = -1
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}

/** What a key does is looked for in the current row, else on the page. */
function within(what: string): HTMLElement | null {
  const row = document.activeElement?.closest(`:is(${ROWS})`)
  const found = row?.querySelector<HTMLElement>(what)
  return found ?? (row ? null : document.querySelector<HTMLElement>(`main ${what}`))
}

/** A row that is no link itself opens what the first link in it leads to. */
function openRow(event: KeyboardEvent): void {
  if (!(event.target instanceof HTMLElement) || !event.target.matches(ROWS)) return
  if (event.target.matches('a, button')) return
  event.target.querySelector<HTMLElement>('a[href]')?.click()
}

function proofOfRow(): void {
  const row = document.activeElement?.closest('[data-row]') ?? document
  row.querySelector<HTMLElement>('[data-proof]')?.click()
}
