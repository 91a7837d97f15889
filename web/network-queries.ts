import { queryOptions } from '@tanstack/react-query'
import type { Device, DeviceSeen, ObservedDetail, ObservedListed, ObservedStandings } from '../src/server/contract.ts'
import { read } from './api.ts'
import type { Asker } from './asker.ts'
import { asked } from './kept-queries.ts'
import { pages } from './queries.ts'

/** How much of a list is fetched at once. */
const rows = { observed: 25, unseen: 25, found: 8 } as const

/** What narrows a list of devices on the network. */
export interface ObservedAsked {
  readonly q?: string | undefined
  readonly standing?: ObservedListed['standing'] | undefined
  readonly kind?: 'device' | undefined
  readonly conflicts?: 'true' | undefined
  readonly state?: 'notSeen' | undefined
}

/** Devices that were seen on the network, by maker, model and serial number. */
export function observedQuery(of: ObservedAsked, asker: Asker) {
  return pages<ObservedListed>('/observed-devices', { ...asked(asker), ...of, limit: rows.observed })
}

/** Devices of the inventory that nothing on the network surely is. */
export function unseenQuery(q: string | undefined, asker: Asker) {
  return pages<Device>('/observed-devices/unseen', { ...asker, q, limit: rows.unseen })
}

/** How many devices on the network stand how to the inventory. */
export function standingsQuery(asker: Asker) {
  return queryOptions({
    queryKey: ['standings', asker],
    queryFn: ({ signal }) => read<ObservedStandings>('/observed-devices/standings', asked(asker), signal),
  })
}

/** A device on the network with all that it stands on. */
export function observedDetailQuery(observedId: string, asker: Asker) {
  const path = `/observed-devices/${encodeURIComponent(observedId)}`
  return queryOptions({
    queryKey: ['observed', observedId, asker],
    queryFn: ({ signal }) => read<ObservedDetail>(path, asked(asker), signal),
  })
}

/** What the network tells of a device of the inventory. */
export function deviceSeenQuery(deviceId: string, asker: Asker) {
  const path = `/devices/${encodeURIComponent(deviceId)}/observed`
  return queryOptions({
    queryKey: ['deviceSeen', deviceId, asker],
    queryFn: ({ signal }) => read<DeviceSeen>(path, asked(asker), signal),
  })
}

/** The first devices of the inventory, or on the network, that a text fits. */
export function foundQuery(where: 'inventory' | 'network', q: string, asker: Asker) {
  const [path, query] =
    where === 'inventory' ? ['/devices', { ...asker, q }] : ['/observed-devices', { ...asked(asker), q }]
  return queryOptions({
    queryKey: ['found', where, q, asker],
    queryFn: async ({ signal }) =>
      read<{ items: (Device | ObservedListed)[] }>(path, { ...query, limit: rows.found }, signal),
    enabled: q !== '',
  })
}
