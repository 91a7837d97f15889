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
  /** Of these addresses: the serial number that was told there alone, before another one was. */
  readonly before: ReadonlyMap<Anchor, Anchor>
}

/** Devices behind a gateway are heard within minutes of each other; who was heard alone for so long had the address, and one forged message does not take it. */
const ALONE_MS = 3_600_000

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
  const before = new Map<Anchor, Anchor>()
  const isGateway = (address: Anchor, spans: ReadonlyMap<Anchor, Span>): void => {
    gateways.set(address, new Set(spans.keys()))
    const alone = heardAlone(spans)
    if (alone !== undefined) before.set(address, alone)
  }
  const atMacs = new Map<Anchor, Map<Anchor, Span>>()
  for (const { mac, ...told } of atMac) noteSerial(atMacs, mac, told)
  for (const [mac, spans] of atMacs) if (spans.size > 1) isGateway(mac, spans)
  for (const [ip, spans] of atIp) if (mostAtOnce([...spans.values()]) > 1) isGateway(ip, spans)
  return { atMac, gateways, before }
}

/** The serial number that was told long before any other. */
function heardAlone(spans: ReadonlyMap<Anchor, Span>): Anchor | undefined {
  const [[serial, first] = [], [, second] = []] = [...spans].toSorted(([, a], [, b]) => a.firstSeenAt - b.firstSeenAt)
  const isAlone = first !== undefined && second !== undefined && second.firstSeenAt - first.firstSeenAt >= ALONE_MS
  return isAlone ? serial : undefined
}

function noteSerial(
  atAddress: Map<Anchor, Map<Anchor, Span>>,
  address: Anchor,
  { serial, ...span }: Span & { readonly serial: Anchor },
): void {
  const spans = atAddress.get(address) ?? new Map<Anchor, Span>()
  atAddress.set(address, spans)
  spans.set(serial, joinSpans(spans.get(serial), span))
}

/** The MAC addresses of a sighting by what they are. */
export function macsOfKind(
  kinds: ReadonlyMap<string, MacKind>,
  kind: MacKind,
): (sighting: KeptSighting) => readonly string[] {
  return ({ macs }) => (macs.length === 0 ? macs : macs.filter((mac) => kinds.get(mac) === kind))
}
