import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useAsker } from '../asker.ts'
import { advisoriesQuery } from '../said-queries.ts'

/** Advisories in which a text stands, all where none is written. */
export function useAdvisories() {
  const [filter, setFilter] = useState('')
  const wanted = useDeferredValue(filter.trim())
  const query = useInfiniteQuery(advisoriesQuery(wanted === '' ? undefined : wanted, useAsker()))
  return { setFilter, query, advisories: query.data?.pages.flatMap(({ items }) => items) }
}
