import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { NeededFlows } from '../../src/server/contract.ts'
import type { TrafficSearch } from '../address.ts'
import { useAsker } from '../asker.ts'
import { submitting, textOf } from '../forms.ts'
import { isUnknown, useExposures, useTraffic, zoneText } from '../parts/traffic.ts'
import { neededAddress, neededQuery } from '../traffic-queries.ts'
import type { ExposurePage } from '../traffic-queries.ts'
import { visibleName } from '../visible.ts'
import type { NetworkWords } from '../words/network-en.ts'

/** So many connections, the largest, make up the picture. */
const pictureLines = 500
const route = getRouteApi('/traffic')

/** What the address asks for: connections, and of them what deserves a look. */
export function useTrafficPage() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const { rule, zone, maker, model } = search
  const of = { zone, maker, model }
  const traffic = useTraffic(of)
  const narrow = submitting(narrowedIn, (narrowed) => {
    const to = { ...(rule !== undefined && { rule }), ...narrowed }
    void navigate({ to: '/traffic', search: to, resetScroll: false })
  })
  return {
    search,
    narrow,
    traffic,
    picture: useTraffic(of, pictureLines).lines,
    exposures: useExposures({ ...of, rule }),
    all: useExposures(of).first,
    isNone: isUnknown(traffic.query.error) || traffic.lines?.length === 0,
  }
}

function narrowedIn(fields: FormData): TrafficSearch {
  const told = (['zone', 'maker', 'model'] as const).flatMap((name) => {
    const text = textOf(fields, name)
    return text === '' ? [] : [[name, text]]
  })
  return Object.fromEntries(told) as TrafficSearch
}

export function isNarrowed({ zone, maker, model }: TrafficSearch): boolean {
  return [zone, maker, model].some((text) => text !== undefined)
}

/** The same page with one rule, or all. */
export function withRule({ rule: _rule, ...search }: TrafficSearch, rule: TrafficSearch['rule']): TrafficSearch {
  return rule === undefined ? search : { ...search, rule }
}

/** `3 devices, 12 connections`: how often a rule is met; `0` where it is not. */
export function ruleCount(page: ExposurePage | undefined, rule: string, { traffic }: NetworkWords): string {
  const met = page?.rules[rule]
  return met === undefined ? '0' : traffic.counts(met.devices, met.lines)
}

/** The flows of the model that the address names. */
export function useNeeded(maker: string, model: string) {
  const asker = useAsker()
  const query = useQuery(neededQuery({ maker, model }, asker))
  return {
    query,
    isNone: isUnknown(query.error),
    csv: neededAddress({ maker, model }, 'csv', asker),
    nftables: neededAddress({ maker, model }, 'nftables', asker),
  }
}

/** `from it to Servers: dicom, tcp/104`. */
export function neededText(flow: NeededFlows['flows'][number], net: NetworkWords): string {
  const { direction, transport, ports, protocol, zone } = flow
  const { traffic } = net
  const service = [protocol, `${transport}/${traffic.ports(ports[0] ?? 0, ports[1] ?? 0)}`].flatMap(
    (each) => each ?? [],
  )
  return `${traffic.directions[direction]} ${zoneText(zone, net)} · ${service.join(', ')}`
}

/** Of how many devices it was seen, whether anybody answered, and by which names the others go. */
export function neededNote(
  { devices, isAnswered, peerNames, peers }: NeededFlows['flows'][number],
  { traffic }: NetworkWords,
): string {
  const names = (peerNames.length === 0 ? peers.slice(0, 5) : peerNames).map(visibleName)
  return [traffic.ofDevices(devices), ...(isAnswered ? [] : [traffic.unanswered]), ...names].join(' · ')
}
