import type { AnchorWords, JoinRule, KeptSighting, ObservedJoin } from '../../model/index.ts'
import { compareTexts, ofAeTitle, ofHostName, ofIp, ofLocalMac, ofMac, ofSerial } from './anchors.ts'
import type { Anchor } from './anchors.ts'
import { noHolders } from './holders.ts'
import type { Holders } from './holders.ts'
import type { MacKind } from './mac-kinds.ts'
import { macsOfKind } from './serials.ts'
import type { Serials } from './serials.ts'
import type { Unions } from './unions.ts'

/** What the sightings are placed by. */
export interface Ground {
  readonly kinds: ReadonlyMap<string, MacKind>
  readonly serials: Serials
  readonly unions: Unions
  readonly words: AnchorWords
}

/** Where each sighting belongs, and by which joins those that bear no anchor of their own were placed. */
export interface Placed {
  readonly homes: Map<KeptSighting, Anchor>
  readonly joins: ObservedJoin[]
}

/** The anchor of a sighting that bears a serial number or a MAC address of its own; a router's for what it says of itself. */
function strongAnchor({ kinds }: Pick<Ground, 'kinds'>, sighting: KeptSighting): Anchor | undefined {
  const { serialKey, isOwn, isRouter, ips } = sighting
  if (serialKey !== null) return ofSerial(serialKey)
  const [own] = macsOfKind(kinds, 'own')(sighting)
  if (own !== undefined) return ofMac(own)
  const [router] = macsOfKind(kinds, 'router')(sighting)
  return router !== undefined && (isOwn || isRouter || ips.length === 0) ? ofMac(router) : undefined
}

/** Places every sighting that tells anything to be told apart by. Whatever the order in which they come, they are placed alike. */
export function placeSightings(ground: Ground, sightings: readonly KeptSighting[]): Placed {
  const placed: Placed = { homes: new Map(), joins: [] }
  const holders = noHolders()
  for (const sighting of sightings) {
    const home = strongAnchor(ground, sighting)
    if (home === undefined) continue
    placed.homes.set(sighting, home)
    holders.add(gatewayOf(ground, sighting) ?? home, sighting)
  }
  holders.settle(ground.unions.rootOf)
  const addressed = sightings.filter((sighting) => !placed.homes.has(sighting) && sighting.ips.length > 0)
  placeByAddress(ground, addressed, { placed, holders })
  placeByName(
    ground,
    sightings.filter((sighting) => !placed.homes.has(sighting)),
    placed,
  )
  return placed
}

/** The gateway through which a sighting with a serial number came: that one holds the address. */
function gatewayOf({ kinds, serials: { gateways } }: Ground, sighting: KeptSighting): Anchor | undefined {
  const own = macsOfKind(kinds, 'own')(sighting).map(ofMac)
  return [...own, ...sighting.ips.map(ofIp)].find((anchor) => gateways.has(anchor))
}

/** What else holds an address, the surest first: who gave itself a MAC address, who has a name, anything at all. */
const levels: readonly ((ground: Ground, sighting: KeptSighting) => Anchor | undefined)[] = [
  ({ kinds }, sighting) => {
    const [mac] = macsOfKind(kinds, 'local')(sighting)
    return mac === undefined ? undefined : ofLocalMac(mac, sighting.ips[0])
  },
  (_ground, { hostName, ips }) => (hostName === null ? undefined : ofHostName(hostName, ips[0])),
  (_ground, { ips: [ip] }) => (ip === undefined ? undefined : ofIp(ip)),
]

interface Placing {
  readonly placed: Placed
  readonly holders: Holders
}

function placeByAddress(ground: Ground, sightings: readonly KeptSighting[], { placed, holders }: Placing): void {
  let waiting = sightings
  const apart = new Set(ground.words.apart)
  for (const level of levels) {
    const begun: KeptSighting[] = []
    const others: KeptSighting[] = []
    for (const sighting of waiting) {
      const natural = naturalAnchor(sighting)
      const join = apart.has(natural) ? undefined : holderOf(holders, sighting)
      const own = apart.has(natural) ? natural : level(ground, sighting)
      if (join !== undefined) attach(placed, sighting, join)
      else if (own === undefined) others.push(sighting)
      else {
        placed.homes.set(sighting, own)
        begun.push(sighting)
      }
    }
    for (const sighting of begun) holders.add(ground.unions.rootOf(placed.homes.get(sighting) ?? ''), sighting)
    waiting = others
  }
}

interface Found {
  readonly rule: JoinRule
  readonly home: Anchor
}

function holderOf(holders: Holders, sighting: KeptSighting): Found | undefined {
  const rules = [
    ['aeTitleAndIp', sighting.aeTitle === null ? undefined : holders.byAeTitle(sighting)],
    ['hostNameAndIp', sighting.hostName === null ? undefined : holders.byHostName(sighting)],
    ['ipInLease', holders.inLease(sighting)],
  ] as const
  for (const [rule, home] of rules) if (home !== undefined) return { rule, home }
  return undefined
}

/** What a sighting without serial number and MAC address is known by. */
function naturalAnchor({ aeTitle, hostName, ips: [ip] }: KeptSighting): Anchor {
  if (aeTitle !== null) return ofAeTitle(aeTitle, ip)
  if (hostName !== null) return ofHostName(hostName, ip)
  return ofIp(ip ?? '')
}

function attach({ homes, joins }: Placed, sighting: KeptSighting, { rule, home }: Found): void {
  homes.set(sighting, home)
  const { firstSeenAt, lastSeenAt, ips, aeTitle, hostName } = sighting
  const value = rule === 'aeTitle' ? aeTitle : rule === 'hostName' ? hostName : ips.join(' ')
  joins.push({ rule, anchors: [home, naturalAnchor(sighting)], value: value ?? '', firstSeenAt, lastSeenAt })
}

/** Without an address a name alone tells: where one device bears it, it is that one. */
function placeByName(ground: Ground, sightings: readonly KeptSighting[], placed: Placed): void {
  const [aeTitles, hostNames] = [new Map<string, Set<Anchor>>(), new Map<string, Set<Anchor>>()]
  for (const [{ aeTitle, hostName }, home] of placed.homes) {
    const root = ground.unions.rootOf(home)
    if (aeTitle !== null) aeTitles.set(aeTitle, (aeTitles.get(aeTitle) ?? new Set()).add(root))
    if (hostName !== null) hostNames.set(hostName, (hostNames.get(hostName) ?? new Set()).add(root))
  }
  const apart = new Set(ground.words.apart)
  for (const sighting of sightings.toSorted((a, b) => compareTexts(a.sightingId, b.sightingId))) {
    const natural = naturalAnchor(sighting)
    const { aeTitle, hostName } = sighting
    const byAeTitle = aeTitle === null ? undefined : only(aeTitles.get(aeTitle))
    const byHostName = hostName === null ? undefined : only(hostNames.get(hostName))
    const [mac] = macsOfKind(ground.kinds, 'local')(sighting)
    if (byAeTitle !== undefined && !apart.has(natural)) attach(placed, sighting, { rule: 'aeTitle', home: byAeTitle })
    else if (byHostName !== undefined && !apart.has(natural))
      attach(placed, sighting, { rule: 'hostName', home: byHostName })
    else if (aeTitle !== null || hostName !== null) placed.homes.set(sighting, natural)
    else if (mac !== undefined) placed.homes.set(sighting, ofLocalMac(mac, undefined))
  }
}

function only(homes: ReadonlySet<Anchor> | undefined): Anchor | undefined {
  return homes?.size === 1 ? [...homes][0] : undefined
}
