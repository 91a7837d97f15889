import { useEffect } from 'react'

interface Paged {
  readonly hasNextPage: boolean
  readonly isFetching: boolean
  readonly isError: boolean
  readonly fetchNextPage: () => unknown
}

/** Reads a list to its end, page after page, while somebody needs all of it. */
export function useReadAll({ hasNextPage, isFetching, isError, fetchNextPage }: Paged, isWanted: boolean): void {
  const isDue = isWanted && hasNextPage && !isFetching && !isError
  useEffect(() => {
    if (isDue) void fetchNextPage()
  }, [isDue, fetchNextPage])
}
