import type { KeptSighting } from '../../model/index.ts'
import { joinSpans, mostAtOnce } from './spans.ts'
import type { Span } from './spans.ts'

/**
 * `own`: given by a maker to one interface. `local`: made up by the machine (bit 1 of the first octet, IEEE 802 clause 8), so another machine may
 * have it too. `router`: many addresses stand behind it.
 */
export type MacKind = 'own' | 'local' | 'router'

/** So many IPv4 addresses at once, none of which it claimed as its own, and it forwards for others. */
const ADDRESSES_OF_ROUTER = 4

/** VRRP (RFC 9568, clause 7.3) and HSRP: an address that several routers share. */
const sharedByRouters = /^(?:00:00:5e:00:0[12]|00:00:0c:07:ac)/

/** What each MAC address of these sightings is. */
export function macKinds(sightings: readonly KeptSighting[]): ReadonlyMap<string, MacKind> {
  const seen = new Map<string, Behind>()
  for (const sighting of sightings) {
    for (const mac of sighting.macs) {
      const behind = seen.get(mac) ?? { told: false, own: new Set<string>(), spans: new Map<string, Span>() }
      seen.set(mac, behind)
      note(behind, sighting)
    }
  }
  return new Map([...seen].map(([mac, behind]) => [mac, kindOf(mac, behind)]))
}

interface Behind {
  told: boolean
  /** Addresses that it claimed. */
  readonly own: Set<string>
  readonly spans: Map<string, Span>
}

function note(behind: Behind, { ips, isOwn, isRouter, ...span }: KeptSighting): void {
  if (isRouter) behind.told = true
  for (const ip of ips) {
    if (isOwn) behind.own.add(ip)
    if (!ip.includes(':')) behind.spans.set(ip, joinSpans(behind.spans.get(ip), span))
  }
}

function kindOf(mac: string, { told, own, spans }: Behind): MacKind {
  const others = [...spans].filter(([ip]) => !own.has(ip))
  const isBetween = others.some(([ip]) => !isPrivate(ip)) && [...spans.keys()].some(isPrivate)
  const isForwarding =
    others.length >= ADDRESSES_OF_ROUTER && mostAtOnce(others.map(([, span]) => span)) >= ADDRESSES_OF_ROUTER
  if (told || isBetween || isForwarding || sharedByRouters.test(mac)) return 'router'
  return (Number.parseInt(mac.slice(0, 2), 16) & 2) === 0 ? 'own' : 'local'
}

/** RFC 1918, and what carriers share (RFC 6598). */
function isPrivate(ip: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(ip)
}
