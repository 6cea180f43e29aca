import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { plain, setCsrf } from '../api/client.ts'
import type { Lang, Named } from '../i18n/both.ts'

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
}

/** Key of the session's query. */
export const SESSION_KEY = ['/api/v1/session'] as const

/** The session, asked again whenever somebody comes back to the page. */
export function useSession(): UseQueryResult<Session> {
  return useQuery({ queryKey: SESSION_KEY, queryFn: readSession, staleTime: 60_000 })
}

async function readSession(): Promise<Session> {
  const session = (await (await plain('/api/v1/session')).json()) as Session
  setCsrf(session.csrf)
  return session
}
