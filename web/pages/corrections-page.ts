import { getRouteApi } from '@tanstack/react-router'
import type { CorrectionsShown } from '../kept-queries.ts'
import { useCorrections } from '../parts/corrections.ts'

const route = getRouteApi('/corrections')

/** The choices of what the page lists, in their order. */
export const correctionsShown = ['acting', 'misses', 'all'] as const

export function useCorrectionsPage() {
  const { show } = route.useSearch()
  const shown: CorrectionsShown = show ?? 'acting'
  return { shown, ...useCorrections(shown) }
}
