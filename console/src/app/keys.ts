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

/** Listens for the page's keys: `G` and a letter, `/`, `?`, `B`, and Ctrl or ⌘ with K. */
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
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [go, find, help, otherLanguage])
}

/** Rows that can be gone through carry `data-row`; the one with the focus is the current one. */
function moveRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

function proofOfRow(): void {
  const row = document.activeElement?.closest('[data-row]') ?? document
  row.querySelector<HTMLElement>('[data-proof]')?.click()
}
