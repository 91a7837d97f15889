import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type {
  AnsweredDevice,
  AnsweredModel,
  AskResponse,
  Device,
  DeviceDetail,
  DeviceFinding,
  FeedDate,
  Organisation,
  Page,
  SbomDetail,
  SoftwareLine,
  Suggestion,
  Verdict,
  Vulnerability,
  WardCounts,
} from '../src/server/contract.ts'
import type { Place } from './address.ts'
import { read } from './api.ts'
import type { Query } from './api.ts'
import type { Asker } from './asker.ts'

/** A question, and for whom it is asked. */
export interface Asked extends Asker {
  readonly q: string
}

/** How much of a list is fetched at once. */
const rows = { wards: 500, devices: 50, models: 50, findings: 20, software: 500, print: 500 } as const

/** The answer without its lists; those are read for themselves, a page at a time. */
export function answerQuery(asked: Asked) {
  return queryOptions({
    queryKey: ['ask', asked],
    queryFn: ({ signal }) => read<AskResponse>('/ask', { ...asked, limit: 1 }, signal),
    enabled: asked.q !== '',
  })
}

export function wardsQuery(asked: Asked) {
  return queryOptions({
    queryKey: ['wards', asked],
    queryFn: ({ signal }) => readAll<WardCounts>('/ask/wards', { ...asked, limit: rows.wards }, signal),
  })
}

/** All pages of a list that is short, as the wards of a hospital are. */
export async function readAll<T>(path: string, query: Query, signal: AbortSignal): Promise<readonly T[]> {
  const items: T[] = []
  let after: string | undefined
  do {
    const page: Page<T> = await read<Page<T>>(path, { ...query, after }, signal)
    items.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return items
}

/** Devices of one class, or of the question itself when it names no class, by site and ward. */
export function devicesQuery(asked: Asked, verdict: Verdict | undefined, place: Place) {
  return pages<AnsweredDevice>('/ask/devices', { ...asked, verdict, ...place, limit: rows.devices })
}

/** All devices that somebody may have to walk to, in pages as large as the server gives. */
export function walkQuery(asked: Asked, verdicts: readonly Verdict[], place: Place) {
  return pages<AnsweredDevice>('/ask/devices', { ...asked, verdict: verdicts, ...place, limit: rows.print })
}

export function modelsQuery(asked: Asked, verdict: Verdict) {
  return pages<AnsweredModel>('/ask/models', { ...asked, verdict, limit: rows.models })
}

export function suggestionsQuery(asked: Asked) {
  return queryOptions({
    queryKey: ['suggest', asked],
    queryFn: ({ signal }) => read<Page<Suggestion>>('/suggest', { ...asked }, signal),
    enabled: asked.q !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
}

export function deviceQuery(deviceId: string, asker: Asker) {
  return queryOptions({
    queryKey: ['device', deviceId, asker],
    queryFn: ({ signal }) => read<DeviceDetail>(`/devices/${encodeURIComponent(deviceId)}`, { ...asker }, signal),
  })
}

export function softwareQuery(deviceId: string, asker: Asker) {
  return pages<SoftwareLine>(`/devices/${encodeURIComponent(deviceId)}/software`, { ...asker, limit: rows.software })
}

export function findingsQuery(deviceId: string, asker: Asker) {
  return pages<DeviceFinding>(`/devices/${encodeURIComponent(deviceId)}/findings`, { ...asker, limit: rows.findings })
}

export function sbomQuery(sbomId: number, asker: Asker) {
  return queryOptions({
    queryKey: ['sbom', sbomId, asker],
    queryFn: ({ signal }) => read<SbomDetail>(`/sboms/${sbomId}`, { ...asker }, signal),
  })
}

export function vulnerabilityQuery(id: string, asker: Asker) {
  return queryOptions({
    queryKey: ['vulnerability', id, asker],
    queryFn: ({ signal }) => read<Vulnerability>(`/vulnerabilities/${encodeURIComponent(id)}`, { ...asker }, signal),
  })
}

export function feedsQuery(lang: Asker['lang']) {
  return queryOptions({
    queryKey: ['feeds', lang],
    queryFn: ({ signal }) => read<Page<FeedDate>>('/feeds', { lang }, signal),
  })
}

/** One device: enough to know that there is a fleet, and a ward to name as an example. */
export function anyDeviceQuery(asker: Asker) {
  return queryOptions({
    queryKey: ['anyDevice', asker],
    queryFn: ({ signal }) => read<Page<Device>>('/devices', { ...asker, limit: 1 }, signal),
  })
}

/** Whose fleets the server keeps, each apart. */
export function organisationsQuery() {
  return queryOptions({
    queryKey: ['organisations'],
    queryFn: ({ signal }) => read<Page<Organisation>>('/organisations', {}, signal),
  })
}

/** The one that an address means: by id, by name, or by nothing where the server knows whom it means. */
export function meantOrganisationQuery(organisation: string | undefined) {
  return queryOptions({
    queryKey: ['organisation', organisation],
    queryFn: ({ signal }) => read<Organisation>('/organisation', { organisation }, signal),
  })
}

/** A list that is read a page at a time, and further on demand. */
export function pages<T>(path: string, query: Query) {
  return infiniteQueryOptions({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) => read<Page<T>>(path, { ...query, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
}
