import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Exposure, NamedNetwork, NeededFlows, Page, TrafficLine } from '../src/server/contract.ts'
import { addressOf, read } from './api.ts'
import type { Asker } from './asker.ts'
import { asked } from './kept-queries.ts'

/** How much of a list is fetched at once. */
const rows = 50

/** Whose traffic is asked for; empty: that of all medical devices. */
export interface TrafficOf {
  readonly device?: string | undefined
  readonly maker?: string | undefined
  readonly model?: string | undefined
  readonly zone?: string | undefined
}

/** A page of a list that is cut where it would be too long. */
export interface TrafficPage<T> extends Page<T> {
  readonly total: number
  readonly isCut: boolean
}

export interface ExposurePage extends TrafficPage<Exposure> {
  /** By rule. */
  readonly rules: Readonly<Record<string, { readonly lines: number; readonly devices: number }>>
}

/** Who talked to whom, the most bytes first. */
export function trafficQuery(of: TrafficOf, asker: Asker, limit: number = rows) {
  return pagesOf<TrafficPage<TrafficLine>>('/traffic', { ...asker, ...of }, limit)
}

/** What of it deserves a look. */
export function exposuresQuery(of: TrafficOf & { readonly rule?: string | undefined }, asker: Asker) {
  return pagesOf<ExposurePage>('/exposures', { ...asker, ...of })
}

function pagesOf<T extends Page<unknown>>(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  limit: number = rows,
) {
  return infiniteQueryOptions({
    queryKey: [path, query, limit],
    queryFn: ({ pageParam, signal }) => read<T>(path, { ...query, limit, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
}

/** The parts of the network that have a name. */
export function zonesQuery(asker: Asker) {
  return queryOptions({
    queryKey: ['zones', asker],
    queryFn: ({ signal }) => read<Page<NamedNetwork>>('/zones', asked(asker), signal),
  })
}

interface Model {
  readonly maker: string
  readonly model: string
}

/** The flows that the devices of a model were seen to need. */
export function neededQuery({ maker, model }: Model, asker: Asker) {
  return queryOptions({
    queryKey: ['needed', maker, model, asker],
    queryFn: ({ signal }) => read<NeededFlows>('/needed-flows', { ...asker, maker, model }, signal),
    enabled: maker !== '' && model !== '',
  })
}

/** Where the same is had as a file. */
export function neededAddress({ maker, model }: Model, as: 'csv' | 'nftables', asker: Asker): string {
  return addressOf('/needed-flows', { ...asker, maker, model, as })
}
