import { useDebouncedCallback } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { NetworkSearch } from '../address.ts'
import { useAsker } from '../asker.ts'
import { observedQuery } from '../network-queries.ts'

const route = getRouteApi('/network')

/** Long enough that a fast typist narrows once a word. */
const pauseMs = 250
export const standings = ['matched', 'probable', 'onlyOnNetwork'] as const
export const shows = ['conflicts', 'notSeen'] as const

/** The devices on the network that the address asks for, as far as they were read. */
export function useNetwork() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const { q, standing, show } = search
  const asked = {
    q,
    standing,
    ...(show === 'conflicts' && { conflicts: 'true' as const }),
    ...(show === 'notSeen' && { state: show }),
  }
  const query = useInfiniteQuery(observedQuery(asked, useAsker()))
  const narrow = useDebouncedCallback((text: string) => {
    const { q: _q, ...rest } = search
    const narrowed = text.trim() === '' ? rest : { ...rest, q: text.trim() }
    void navigate({ to: '/network', search: narrowed, replace: true, resetScroll: false })
  }, pauseMs)
  return { search, query, narrow, devices: query.data?.pages.flatMap(({ items }) => items) }
}

/** The same list with one choice taken, or taken back. */
export function withChoice(
  search: NetworkSearch,
  name: 'standing' | 'show',
  value: NetworkSearch['standing'] | NetworkSearch['show'],
): NetworkSearch {
  const { [name]: _before, ...rest } = search
  return value === undefined ? rest : { ...rest, [name]: value }
}
