import { useInfiniteQuery } from '@tanstack/react-query'
import type { Exposure, TrafficLine } from '../../src/server/contract.ts'
import { ApiError } from '../api.ts'
import { useAsker } from '../asker.ts'
import type { Formats } from '../formats.ts'
import type { Language } from '../language.ts'
import { exposuresQuery, trafficQuery } from '../traffic-queries.ts'
import type { TrafficOf } from '../traffic-queries.ts'
import { visibleName } from '../visible.ts'
import type { NetworkWords } from '../words/network-en.ts'

export type TrafficEnd = TrafficLine['client']
export type Zone = TrafficLine['clientZone']
export type Service = Pick<TrafficLine, 'transport' | 'port' | 'protocol' | 'isClearText'>

export function useTraffic(of: TrafficOf, limit?: number) {
  const query = useInfiniteQuery(trafficQuery(of, useAsker(), limit))
  const first = query.data?.pages[0]
  return { query, first, lines: query.data?.pages.flatMap(({ items }) => items) }
}

export function useExposures(of: TrafficOf & { readonly rule?: string | undefined }) {
  const query = useInfiniteQuery(exposuresQuery(of, useAsker()))
  const first = query.data?.pages[0]
  return { query, first, exposures: query.data?.pages.flatMap(({ items }) => items) }
}

/** That the server knows no flows of what was asked for: nothing was seen of it. */
export function isUnknown(error: unknown): boolean {
  return error instanceof ApiError && error.problem.code === 'notFound'
}

/** `1.2 MB` in the language of the page. */
export function amountText(bytes: number, lang: Language): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const options = {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  } as const
  return new Intl.NumberFormat(lang, options).format(bytes / 1000 ** power)
}

/** A zone by its name; what has none in words. */
export function zoneText({ kind, name }: Zone, { traffic }: NetworkWords): string {
  const kinds: Readonly<Record<string, string>> = traffic.zoneKinds
  return kinds[kind] ?? visibleName(name)
}

/** `dicom, tcp/104, clear text`. */
export function serviceText({ transport, port, protocol, isClearText }: Service, { traffic }: NetworkWords): string {
  const said = isClearText === undefined ? [] : [isClearText ? traffic.clear : traffic.encrypted]
  return [traffic.service(transport, port, protocol ?? ''), ...said].join(', ')
}

export function timesText(
  line: Pick<TrafficLine, 'connections' | 'unanswered' | 'firstSeenAt' | 'lastSeenAt'>,
  { traffic, observed }: NetworkWords,
  { day }: Formats,
): string {
  return `${traffic.times(line.connections, line.unanswered)}, ${observed.seen(day(line.firstSeenAt), day(line.lastSeenAt))}`
}

/** `Cardiology · dicom, tcp/104 · 12 times, seen 3 May`; what the rule says is not said again. */
export function exposureNote({ rule, peerZone, line }: Exposure, net: NetworkWords, formats: Formats): string {
  const { isClearText: _said, ...plain } = line
  const zone = rule.endsWith('Internet') ? [] : [zoneText(peerZone, net)]
  const service = serviceText(rule === 'clearText' ? plain : line, net)
  return [...zone, service, timesText(line, net, formats)].join(' · ')
}

/** Bytes from each zone to each other one. */
export interface ZonePicture {
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** By row and column; 0 where nothing passed. */
  readonly bytes: readonly (readonly number[])[]
  /** The largest of them. */
  readonly most: number
}

const mostZones = 12

/** The zones between which most passed, as rows and columns. */
export function pictureOf(lines: readonly TrafficLine[], net: NetworkWords): ZonePicture {
  const passed = new Map<string, Map<string, number>>()
  for (const { clientZone, serverZone, bytes } of lines) {
    const [from, to] = [zoneText(clientZone, net), zoneText(serverZone, net)]
    const row = passed.get(from) ?? new Map<string, number>()
    passed.set(from, row.set(to, (row.get(to) ?? 0) + bytes))
  }
  const from = largest([...passed].map(([zone, row]) => [zone, sum([...row.values()])]))
  const into = Map.groupBy(
    [...passed.values()].flatMap((row) => [...row]),
    ([zone]) => zone,
  )
  const to = largest([...into].map(([zone, all]) => [zone, sum(all.map(([, bytes]) => bytes))]))
  const bytes = from.map((left) => to.map((right) => passed.get(left)?.get(right) ?? 0))
  return { from, to, bytes, most: Math.max(1, ...bytes.flat()) }
}

function largest(zones: readonly (readonly [string, number])[]): readonly string[] {
  return [...zones]
    .sort(([a, most], [b, less]) => less - most || a.localeCompare(b))
    .slice(0, mostZones)
    .map(([zone]) => zone)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

/** How full a bar is drawn, 4 to 100: by orders of magnitude, since a few zones carry nearly all. */
export function barOf(bytes: number, most: number): number {
  if (bytes === 0) return 0
  return Math.max(4, Math.round((Math.log10(bytes + 1) / Math.log10(most + 1)) * 100))
}
