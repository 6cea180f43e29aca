import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { SESSION_KEY, type Session, useSession } from './session.ts'
import { readTyped, writeTyped } from './typed-store.ts'

/** How long somebody pauses before what they typed is kept. */
const PAUSE_MS = 300

/** What stands in a form, kept until it is sent. */
export interface Typed<T> {
  readonly value: T
  readonly set: (value: T) => void
  /** Milliseconds since 1970 UTC at which what is back was typed; undefined when nothing is. */
  readonly back: number | undefined
  /** Puts away what is back. */
  readonly anew: () => void
  /**
   * It was sent, or kept at the node: there is nothing to bring back, but for what was typed since.
   *
   * @param sent - what was sent; without it all is done with
   * @param next - the form in which it goes on, when that is another
   */
  readonly done: (sent?: T, next?: string) => void
}

/**
 * State of a form that outlives its page: a session that ends, a way over an identity provider, a
 * page loaded anew. It is kept in this tab, for the account that typed it, until it is sent; signing
 * out and another account both erase it.
 *
 * @param place - names the form, and what it is about
 * @param first - what stands in it when there is nothing to bring back
 */
export function useTyped<T extends object>(place: string, first: T): Typed<T> {
  const client = useQueryClient()
  const person = useSession().data?.user?.id ?? ''
  const [found] = useState(() => readTyped(person, place, first))
  const [value, setValue] = useState<T>(found?.value ?? first)
  const [back, setBack] = useState(found?.at)
  const waiting = useRef<{ readonly value: T; readonly timer: number } | undefined>(undefined)
  const flush = useCallback(() => {
    if (waiting.current === undefined) return
    clearTimeout(waiting.current.timer)
    // A page that goes because its reader has left, or because somebody else came, keeps nothing.
    const present = client.getQueryData<Session>(SESSION_KEY)?.user?.id
    if (present === person) writeTyped(person, place, waiting.current.value)
    waiting.current = undefined
  }, [client, person, place])
  useEffect(() => {
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush])
  const latest = useRef(value)
  latest.current = value
  const done = (sent?: T, next = place) => {
    clearTimeout(waiting.current?.timer)
    waiting.current = undefined
    setBack(undefined)
    writeTyped(person, place, undefined)
    if (sent !== undefined && latest.current !== sent) writeTyped(person, next, latest.current)
  }
  return {
    value,
    back,
    set(next) {
      setValue(next)
      clearTimeout(waiting.current?.timer)
      waiting.current = { value: next, timer: window.setTimeout(flush, PAUSE_MS) }
    },
    anew() {
      setValue(first)
      done()
    },
    done,
  }
}
