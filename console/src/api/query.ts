import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { GetAnswers } from './answers.ts'
import { get } from './client.ts'
import { Fault } from './fault.ts'
import type { paths } from './schema.gen.ts'

/** One for the page. Nothing is asked twice that somebody refused for a reason. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 5_000,
        retry: (failures, error) => !(error instanceof Fault) && failures < 2,
      },
      mutations: { networkMode: 'always' },
    },
  })
}

/** Reads a path and keeps what it said; the key begins with the path, so that events can name it. */
export function useGet<P extends keyof GetAnswers & keyof paths>(
  path: P,
  query?: Record<string, string | number | boolean | undefined>,
): UseQueryResult<GetAnswers[P]> {
  return useQuery({
    queryKey: [path, query ?? {}],
    queryFn: ({ signal }) => get(path, query, signal),
  })
}
