import {
  MutationCache,
  QueryCache,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { SESSION_KEY, type Session } from '../session/session.ts'
import type { GetAnswers, PostAnswers } from './answers.ts'
import { type BodyOf, get, post, postOnce } from './client.ts'
import { Fault, isUnanswered } from './fault.ts'
import type { paths } from './schema.gen.ts'
import { numberOf } from './unanswered.ts'

/** Refusals with 403 that are about the session as it stands now, and not about a role. */
const STALE: ReadonlySet<string> = new Set(['csrf', 'second-factor', 'new-password'])

/**
 * One for the page. Nothing is asked twice that somebody refused for a reason.
 *
 * @param onStale - called when the node no longer takes this page's session or its token
 */
export function makeQueryClient(onStale: (client: QueryClient) => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof Fault && (error.status === 401 || STALE.has(error.code))) onStale(client)
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 5_000,
        retry: (failures, error) => !(error instanceof Fault) && failures < 2,
      },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}

/** Reads a path and keeps what it said; the key begins with the path, so that events can name it. */
export function useGet<P extends keyof GetAnswers & keyof paths>(
  path: P,
  query?: Record<string, string | number | boolean | undefined>,
  enabled = true,
): UseQueryResult<GetAnswers[P]> {
  return useQuery({
    queryKey: [path, query ?? {}],
    queryFn: ({ signal }) => get(path, query, signal),
    enabled,
  })
}

/** Reads a path whose question is too long, or too private, for an address. */
export function useAsk<P extends keyof PostAnswers & keyof paths>(
  path: P,
  body: NonNullable<BodyOf<P>>,
  enabled = true,
): UseQueryResult<PostAnswers[P]> {
  return useQuery({
    queryKey: [path, body],
    queryFn: () => (post as (path: P, body: unknown) => Promise<PostAnswers[P]>)(path, body),
    enabled,
  })
}

/** Marks a query that events do not read anew; see {@link useAskStill}. */
export const STILL = { still: true } as const

/**
 * Asks what costs the node much to compute. It stands as it was when it was asked: what happens at
 * the node meanwhile is no reason to compute it again, looking again is.
 */
export function useAskStill<P extends keyof PostAnswers & keyof paths>(
  path: P,
  body: NonNullable<BodyOf<P>>,
  enabled = true,
): UseQueryResult<PostAnswers[P]> {
  return useQuery({
    queryKey: [path, body],
    queryFn: () => (post as (path: P, body: unknown) => Promise<PostAnswers[P]>)(path, body),
    enabled,
    meta: STILL,
  })
}

/** Refusals because things stand otherwise than the screen has it: somebody else was first. */
const OVERTAKEN: ReadonlySet<number> = new Set([404, 409, 410])

/**
 * Does something at the node. What went unanswered keeps its number, so that the same, asked for
 * again here, in a dialog opened anew or in a page loaded anew, is not done twice.
 */
async function once<P extends keyof PostAnswers & keyof paths>(
  client: QueryClient,
  path: P,
  body: NonNullable<BodyOf<P>>,
  meant: unknown,
): Promise<PostAnswers[P]> {
  const person = client.getQueryData<Session>(SESSION_KEY)?.user?.id ?? ''
  const { act: kept, answered } = await numberOf(person, path, meant)
  const key = ['unanswered', path, meant]
  const act = client.getQueryData<string>(key) ?? kept
  const forget = () => {
    answered()
    client.removeQueries({ queryKey: key, exact: true })
  }
  try {
    const answer = await postOnce(path, body, act)
    forget()
    return answer
  } catch (error) {
    if (isUnanswered(error)) client.setQueryData(key, act)
    else forget()
    throw error
  }
}

/**
 * Does something at the node, and reads anew whatever is on screen.
 *
 * @param meant - of what is asked for, what makes it this act and no other; all of it by default
 */
export function useAct<P extends keyof PostAnswers & keyof paths>(
  path: P,
  done?: (answer: PostAnswers[P]) => void,
  meant: (body: NonNullable<BodyOf<P>>) => unknown = (body) => body,
): UseMutationResult<PostAnswers[P], Error, NonNullable<BodyOf<P>>> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: NonNullable<BodyOf<P>>) => once(client, path, body, meant(body)),
    onSuccess: async (answer) => {
      done?.(answer)
      await client.invalidateQueries({ refetchType: 'active' })
    },
    onError: (error) => {
      const isOvertaken = error instanceof Fault && OVERTAKEN.has(error.status)
      if (!isOvertaken && !isUnanswered(error)) return
      void client.invalidateQueries({ refetchType: 'active' })
    },
  })
}
