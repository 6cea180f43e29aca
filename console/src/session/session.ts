import {
  type QueryClient,
  replaceEqualDeep,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query'
import { plain, setCsrf } from '../api/client.ts'
import { forgetUnanswered } from '../api/unanswered.ts'
import type { Lang, Named } from '../i18n/both.ts'
import { forgetTyped } from './typed-store.ts'

/** What somebody may be at a node; one person may be several. */
export type Role = string

/** What stands between somebody and the console after the first step of signing in. */
export type Need = 'new-password' | 'second-factor'

/** Who is here, and where. */
export interface Session {
  readonly user: { readonly id: string; readonly name: string; readonly email: string } | null
  readonly roles: readonly Role[]
  readonly needs: readonly Need[]
  readonly session: { readonly id: string; readonly method: string } | null
  readonly node: { readonly id: string; readonly host: string; readonly names: Named }
  readonly language: Lang
  readonly csrf: string
  /** Whether the node waits for its first administrator. */
  readonly setup: boolean
  readonly signIn: {
    /** What the party's own identity provider is called; null when there is none. */
    readonly oidc: Named | null
    readonly secondFactor: 'required' | 'optional'
  }
  /**
   * Set when the node no longer knows who was here, who has not left: the page stays behind a new
   * sign-in, so that nothing that was typed is lost.
   */
  readonly isEnded?: true
  /**
   * Whether this person has the console open in this page: what still stands between them and it
   * then covers the page, and does not take its place.
   */
  readonly isOpen?: boolean
}

/** Key of the session's query. */
export const SESSION_KEY = ['/api/v1/session'] as const

/** The session, asked again whenever somebody comes back to the page. */
export function useSession(): UseQueryResult<Session> {
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: async ({ client }) => {
      const [before, now] = [client.getQueryData<Session>(SESSION_KEY), await readSession()]
      // Somebody else begins anew: what one person has read is not left to another.
      if (before?.user && now.user && before.user.id !== now.user.id) forgetAnswers(client)
      return now
    },
    // Another page may have signed in again.
    staleTime: ({ state }) => (state.data?.isEnded ? 0 : 60_000),
    structuralSharing: (before, now) => {
      return replaceEqualDeep(before, followed(before as Session | undefined, now as Session))
    },
  })
}

/** Who was here stays until somebody signs in or leaves. */
function followed(before: Session | undefined, now: Session): Session {
  const wasOpen = before?.isOpen === true
  if (now.user !== null) {
    const isSame = before?.user?.id === now.user.id
    return { ...now, isOpen: now.needs.length === 0 || (isSame && wasOpen) }
  }
  if (before === undefined || !wasOpen) return now
  const { user, roles, session, language } = before
  return { ...now, user, roles, session, language, isEnded: true, isOpen: true }
}

/** Finds out who is here, if anybody, and what the page has to say back from now on. */
export function askSessionAgain(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: SESSION_KEY })
}

/** Forgets who was here, what they have read, and what they have typed. */
export function forgetSession(client: QueryClient): void {
  forgetTyped()
  forgetUnanswered()
  forgetAnswers(client)
  void client.resetQueries({ queryKey: SESSION_KEY })
}

function forgetAnswers(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] })
}

async function readSession(): Promise<Session> {
  const session = (await (await plain('/api/v1/session')).json()) as Session
  setCsrf(session.csrf)
  if (session.user !== null) {
    forgetTyped(session.user.id)
    forgetUnanswered(session.user.id)
  }
  return session
}
