import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'

/** What passes by itself: the server says when to ask again. */
const passing = ['stillMatching', 'overloaded', 'databaseBusy', 'stopping']
/** Loading all of NVD takes a minute and a half; nobody waits much longer without a word. */
const mostRetries = 150
const longestWaitS = 30

/** Whether a request fails only for now, and is being repeated. */
export function isPassing(error: unknown): error is ApiError {
  return error instanceof ApiError && error.retryAfter !== undefined && passing.includes(error.problem.code)
}

/** Whether the server does not know who asks. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.problem.status === 401
}

/** The one cache of what the server said. It asks also where the browser believes to be without network: the server may be this very machine. */
export function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => isPassing(error) && failures < mostRetries,
        retryDelay: (_failures, error) =>
          Math.min(isPassing(error) ? (error.retryAfter ?? 1) : 1, longestWaitS) * 1_000,
      },
    },
  })
}
