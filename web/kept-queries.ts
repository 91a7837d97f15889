import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  AcceptedColumns,
  Alias,
  CorrectionDetail,
  CorrectionListed,
  DeviceSupport,
  Page,
  TrustedKey,
} from '../src/server/contract.ts'
import { read } from './api.ts'
import type { Asker } from './asker.ts'
import { pages } from './queries.ts'

/** How much of a list is fetched at once. */
const rows = { corrections: 50, support: 20, aliases: 50 } as const

/** What a list of corrections shows: those that act, those of them that meet nothing now, or also those that were taken back. */
export type CorrectionsShown = 'acting' | 'misses' | 'all'

export function correctionsQuery(shown: CorrectionsShown, asker: Asker) {
  return pages<CorrectionListed>('/corrections', {
    ...asked(asker),
    ...(shown === 'misses' && { misses: 'true' }),
    ...(shown === 'all' && { closed: 'true' }),
    limit: rows.corrections,
  })
}

/** A correction, and what it touches now. */
export function correctionQuery(correctionId: number, asker: Asker) {
  return queryOptions({
    queryKey: ['correction', correctionId, asker],
    queryFn: ({ signal }) => read<CorrectionDetail>(`/corrections/${correctionId}`, asked(asker), signal),
  })
}

/** How far the parts of a device are supported: the counts of all, and its lines a page at a time, the worst first. */
export function supportQuery(deviceId: string, asker: Asker) {
  const path = `/devices/${encodeURIComponent(deviceId)}/lifecycle`
  return infiniteQueryOptions({
    queryKey: [path, asker],
    queryFn: ({ pageParam, signal }) =>
      read<DeviceSupport>(path, { ...asker, limit: rows.support, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
}

/** What is remembered of the columns of makers' component lists. */
export function listColumnsQuery(asker: Asker) {
  return queryOptions({
    queryKey: ['listColumns', asker],
    queryFn: ({ signal }) => read<Page<AcceptedColumns>>('/list-columns', asked(asker), signal),
  })
}

/** Names that stand for each other, in which a text stands; `all`: those that no longer act too. */
export function aliasesQuery(q: string, show: 'all' | undefined, asker: Asker) {
  const closed = show === undefined ? undefined : 'true'
  return pages<Alias>('/aliases', { ...asked(asker), ...(q !== '' && { q }), closed, limit: rows.aliases })
}

/** The keys that the organisation trusts. */
export function keysQuery(asker: Asker) {
  return queryOptions({
    queryKey: ['keys', asker],
    queryFn: ({ signal }) => read<Page<TrustedKey>>('/keys', asked(asker), signal),
  })
}

/** For lists that are in no language. */
export function asked({ organisation }: Asker): Pick<Asker, 'organisation'> {
  return { organisation }
}
