import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { plain, setCsrf } from '../api/client.ts'
import type { Lang, Named } from '../i18n/both.ts'

/** What somebody may be at a node; one person may be several. */
export type Role = string

/** Who is here, and where. */
export interface Session {
  readonly user: { readonly id: string; readonly name: string; readonly email: string } | null
  readonly roles: readonly Role[]
  readonly node: { readonly id: string; readonly host: string; readonly names: Named }
  readonly language?: Lang | null
  readonly csrf: string
  /** Whether the node waits for its first administrator. */
  readonly setup: boolean | { readonly needed: boolean }
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

/** Whether the node has nobody yet. */
export function needsSetup(session: Session): boolean {
  return typeof session.setup === 'boolean' ? session.setup : session.setup.needed
}
