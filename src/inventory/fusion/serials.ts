import type { KeptSighting } from '../../model/index.ts'
import { ofIp, ofMac, ofSerial } from './anchors.ts'
import type { Anchor } from './anchors.ts'
import { noHolders } from './holders.ts'
import type { MacKind } from './mac-kinds.ts'
import { mostAtOnce, joinSpans } from './spans.ts'
import type { Span } from './spans.ts'

/** That a serial number was told by who bears a MAC address: in the same message, or from the IP address that it held. */
export interface SerialAtMac extends Span {
  readonly serial: Anchor
  readonly mac: Anchor
  readonly rule: 'serialAndMac' | 'serialInLease'
  readonly value: string
}

/** Which serial numbers stand behind which addresses. */
export interface Serials {
  readonly atMac: readonly SerialAtMac[]
  /** Anchors of addresses behind which several devices speak, with the serial numbers of these. */
  readonly gateways: ReadonlyMap<Anchor, ReadonlySet<Anchor>>
}

/** Finds who told which serial numbers. `ownMacs`: the MAC addresses of a sighting that are of one machine. */
export function findSerials(
  sightings: readonly KeptSighting[],
  ownMacs: (sighting: KeptSighting) => readonly string[],
): Serials {
  const leases = noHolders()
  for (const sighting of sightings) for (const mac of ownMacs(sighting)) leases.add(ofMac(mac), sighting)
  const atMac: SerialAtMac[] = []
  const atIp = new Map<Anchor, Map<Anchor, Span>>()
  for (const sighting of sightings) {
    const { serialKey, ips, firstSeenAt, lastSeenAt } = sighting
    if (serialKey === null) continue
    const serial = ofSerial(serialKey)
    const macs = ownMacs(sighting)
    for (const mac of macs)
      atMac.push({ serial, mac: ofMac(mac), rule: 'serialAndMac', value: serialKey, firstSeenAt, lastSeenAt })
    if (macs.length > 0) continue
    const mac = leases.inLease(sighting)
    if (mac !== undefined)
      atMac.push({ serial, mac, rule: 'serialInLease', value: ips.join(' '), firstSeenAt, lastSeenAt })
    else for (const ip of ips) noteSerial(atIp, ofIp(ip), { serial, firstSeenAt, lastSeenAt })
  }
  const gateways = new Map<Anchor, ReadonlySet<Anchor>>()
  for (const [mac, each] of Map.groupBy(atMac, (told) => told.mac)) {
    const serials = new Set(each.map(({ serial }) => serial))
    if (serials.size > 1) gateways.set(mac, serials)
  }
  for (const [ip, spans] of atIp) if (mostAtOnce([...spans.values()]) > 1) gateways.set(ip, new Set(spans.keys()))
  return { atMac, gateways }
}

function noteSerial(
  atIp: Map<Anchor, Map<Anchor, Span>>,
  ip: Anchor,
  { serial, ...span }: Span & { readonly serial: Anchor },
): void {
  const spans = atIp.get(ip) ?? new Map<Anchor, Span>()
  atIp.set(ip, spans)
  spans.set(serial, joinSpans(spans.get(serial), span))
}

/** The MAC addresses of a sighting by what they are. */
export function macsOfKind(
  kinds: ReadonlyMap<string, MacKind>,
  kind: MacKind,
): (sighting: KeptSighting) => readonly string[] {
  return ({ macs }) => (macs.length === 0 ? macs : macs.filter((mac) => kinds.get(mac) === kind))
}
