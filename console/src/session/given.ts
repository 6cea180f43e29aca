import { useCallback, useEffect, useState } from 'react'
import type { Session } from './session.ts'

/** How long a password that was just typed is used for what is asked next. */
const KEPT_MS = 300_000

/** The password that somebody has signed in with a moment ago, so that they are not asked again. */
export interface Given {
  readonly password: string | undefined
  readonly set: (password: string | undefined) => void
}

/**
 * Keeps it in the memory of the page alone, and only while something has still to be proved: a
 * password of one's own, a second factor. Whoever comes to a page left alone is asked.
 */
export function useGiven(session: Session | undefined): Given {
  const [password, setPassword] = useState<string | undefined>()
  const isNeeded = session !== undefined && session.user !== null && session.needs.length > 0
  useEffect(() => {
    if (!isNeeded) setPassword(undefined)
  }, [isNeeded])
  useEffect(() => {
    if (password === undefined) return undefined
    const timer = setTimeout(() => setPassword(undefined), KEPT_MS)
    return () => clearTimeout(timer)
  }, [password])
  const set = useCallback((next: string | undefined) => setPassword(next), [])
  return { password, set }
}
