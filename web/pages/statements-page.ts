import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useAsker } from '../asker.ts'
import { statementsQuery } from '../said-queries.ts'

const route = getRouteApi('/statements')

/** Which statements are listed: all, those that speak of something here, those that speak of nothing here yet. */
export const statementsShown = ['all', 'here', 'nothing'] as const

export function useStatements() {
  const { show } = route.useSearch()
  const shown: (typeof statementsShown)[number] = show ?? 'all'
  const query = useInfiniteQuery(statementsQuery(show, useAsker()))
  return { shown, query, statements: query.data?.pages.flatMap(({ items }) => items) }
}
