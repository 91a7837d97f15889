import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type {
  AnsweredDevice,
  AnsweredModel,
  AskResponse,
  Device,
  DeviceDetail,
  DeviceFinding,
  FeedDate,
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
import type { Language } from './language.ts'

/** A question and the language its answer is wanted in. */
export interface Asked {
  readonly q: string
  readonly lang: Language
}

/** How much of a list is fetched at once. */
const rows = { wards: 500, devices: 50, models: 50, findings: 20, software: 500, print: 500 } as const

/** The answer without its lists; those are read for themselves, a page at a time. */
export function answerQuery({ q, lang }: Asked) {
  return queryOptions({
    queryKey: ['ask', q, lang],
    queryFn: ({ signal }) => read<AskResponse>('/ask', { q, lang, limit: 1 }, signal),
    enabled: q !== '',
  })
}

export function wardsQuery({ q, lang }: Asked) {
  return queryOptions({
    queryKey: ['wards', q, lang],
    queryFn: ({ signal }) => readAll<WardCounts>('/ask/wards', { q, lang, limit: rows.wards }, signal),
  })
}

/** All pages of a list that is short, as the wards of a hospital are. */
async function readAll<T>(path: string, query: Query, signal: AbortSignal): Promise<readonly T[]> {
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

export function suggestionsQuery({ q, lang }: Asked) {
  return queryOptions({
    queryKey: ['suggest', q, lang],
    queryFn: ({ signal }) => read<Page<Suggestion>>('/suggest', { q, lang }, signal),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
}

export function deviceQuery(deviceId: string, lang: Language) {
  return queryOptions({
    queryKey: ['device', deviceId, lang],
    queryFn: ({ signal }) => read<DeviceDetail>(`/devices/${encodeURIComponent(deviceId)}`, { lang }, signal),
  })
}

export function softwareQuery(deviceId: string, lang: Language) {
  return pages<SoftwareLine>(`/devices/${encodeURIComponent(deviceId)}/software`, { lang, limit: rows.software })
}

export function findingsQuery(deviceId: string, lang: Language) {
  return pages<DeviceFinding>(`/devices/${encodeURIComponent(deviceId)}/findings`, { lang, limit: rows.findings })
}

export function sbomQuery(sbomId: number, lang: Language) {
  return queryOptions({
    queryKey: ['sbom', sbomId, lang],
    queryFn: ({ signal }) => read<SbomDetail>(`/sboms/${sbomId}`, { lang }, signal),
  })
}

export function vulnerabilityQuery(id: string, lang: Language) {
  return queryOptions({
    queryKey: ['vulnerability', id, lang],
    queryFn: ({ signal }) => read<Vulnerability>(`/vulnerabilities/${encodeURIComponent(id)}`, { lang }, signal),
  })
}

export function feedsQuery(lang: Language) {
  return queryOptions({
    queryKey: ['feeds', lang],
    queryFn: ({ signal }) => read<Page<FeedDate>>('/feeds', { lang }, signal),
  })
}

/** One device: enough to know that there is a fleet, and a ward to name as an example. */
export function anyDeviceQuery() {
  return queryOptions({
    queryKey: ['anyDevice'],
    queryFn: ({ signal }) => read<Page<Device>>('/devices', { limit: 1 }, signal),
  })
}

function pages<T>(path: string, query: Query) {
  return infiniteQueryOptions({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) => read<Page<T>>(path, { ...query, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
}
