import { hash } from 'node:crypto'
import { joinRules } from '../../model/index.ts'
import type { AnchorWords, KeptSighting, ObservedGroup, ObservedJoin } from '../../model/index.ts'
import { compareAnchors, compareTexts, ofMac, ofSerial } from './anchors.ts'
import type { Anchor } from './anchors.ts'
import { macKinds } from './mac-kinds.ts'
import { placeSightings } from './place.ts'
import type { Ground, Placed } from './place.ts'
import { joinSpans } from './spans.ts'
import type { Span } from './spans.ts'
import { findSerials, macsOfKind } from './serials.ts'
import { unionsWithout } from './unions.ts'

/** As many joins are kept of a device; the surest. */
const mostJoins = 50

/** No machine has more MAC addresses of its own: who ties together more, by a serial number or in pairs, lies, and none of it makes one of others. */
const mostMacs = 64

/**
 * Puts sightings together into devices: by serial number and maker, then by a MAC address that is one machine's, then by AE title or host name at
 * an address, then by the address while it was held. Several serial numbers behind one address are a gateway with members, never one device.
 * The same sightings and words give the same devices, in whatever order they come. Sightings that tell nothing to be told apart by are left out.
 */
export function fuse(sightings: readonly KeptSighting[], words: AnchorWords): ObservedGroup[] {
  const kinds = macKinds(sightings)
  const serials = findSerials(sightings, macsOfKind(kinds, 'own'))
  const ground: Ground = { kinds, serials, words, unions: unionsWithout(new Set(words.apart)) }
  joinSerials(ground)
  joinMacs(ground, sightings)
  joinAsTold(ground)
  const placed = placeSightings(ground, sightings)
  joinForwarded(ground, placed)
  return toGroups(ground, placed)
}

function joinSerials({ serials: { atMac, gateways }, unions }: Ground): void {
  const macsOf = new Map<Anchor, Set<Anchor>>()
  for (const { serial, mac } of atMac) note(macsOf, serial, mac)
  for (const { serial, mac, rule, value, firstSeenAt, lastSeenAt } of atMac)
    if (!gateways.has(mac) && (macsOf.get(serial)?.size ?? 0) <= mostMacs)
      unions.join({ rule, anchors: [serial, mac], value, firstSeenAt, lastSeenAt })
}

/** MAC addresses told together are one machine's, unless that would make one of two serial numbers. */
function joinMacs({ kinds, serials: { atMac, gateways }, unions }: Ground, sightings: readonly KeptSighting[]): void {
  const together = sightings.filter((each) => each.serialKey === null && macsOfKind(kinds, 'own')(each).length > 1)
  if (together.length === 0) return
  const trial = unionsWithout(new Set())
  const joins = together.flatMap((sighting): ObservedJoin[] => {
    const [first = '', ...others] = macsOfKind(kinds, 'own')(sighting).map(ofMac)
    const { firstSeenAt, lastSeenAt } = sighting
    return others.map((mac) => ({ rule: 'macsTogether', anchors: [first, mac], value: mac, firstSeenAt, lastSeenAt }))
  })
  for (const join of joins) trial.join(join)
  const serialsOf = Map.groupBy(atMac, ({ mac }) => trial.rootOf(mac))
  const spoiled = new Set([...gateways.keys()].map(trial.rootOf))
  for (const [root, each] of serialsOf) if (new Set(each.map(({ serial }) => serial)).size > 1) spoiled.add(root)
  const tied = new Set(joins.flatMap(({ anchors }) => anchors))
  for (const [root, macs] of Map.groupBy(tied, trial.rootOf)) if (macs.length > mostMacs) spoiled.add(root)
  for (const join of joins) if (!spoiled.has(trial.rootOf(join.anchors[0]))) unions.join(join)
}

function joinAsTold({ words, unions }: Ground): void {
  for (const anchors of words.same) unions.join({ rule: 'person', anchors, value: '', firstSeenAt: 0, lastSeenAt: 0 })
}

/** A serial number that was told of an AE title, in an image that somebody forwarded, is that of the only device that bears the title. */
function joinForwarded({ unions, serials: { gateways } }: Ground, { homes }: Placed): void {
  const numbered = [...homes.values()].filter((home) => home.startsWith('serial:'))
  const taken = new Set([...numbered, ...gateways.keys()].map(unions.rootOf))
  const [serials, bearers] = [new Map<string, Set<Anchor>>(), new Map<string, Set<Anchor>>()]
  for (const [{ aeTitle, serialKey }, home] of homes) {
    if (aeTitle === null) continue
    if (serialKey !== null) note(serials, aeTitle, ofSerial(serialKey))
    else note(bearers, aeTitle, unions.rootOf(home))
  }
  const claims = new Map<Anchor, ObservedJoin[]>()
  const spans = spansOf(homes)
  for (const [aeTitle, told] of serials) {
    const [serial = '', ...others] = told
    const [bearer = '', ...rivals] = bearers.get(aeTitle) ?? []
    if (others.length > 0 || rivals.length > 0 || bearer === '' || taken.has(bearer)) continue
    const join = {
      rule: 'aeTitle',
      anchors: [serial, bearer],
      value: aeTitle,
      ...(spans.get(serial) ?? never),
    } as const
    const joins = claims.get(bearer) ?? []
    claims.set(bearer, joins)
    joins.push(join)
  }
  for (const joins of claims.values())
    if (new Set(joins.map(({ anchors: [serial] }) => serial)).size === 1) for (const join of joins) unions.join(join)
}

const never = { firstSeenAt: 0, lastSeenAt: 0 }

function note(all: Map<string, Set<Anchor>>, name: string, anchor: Anchor): void {
  all.set(name, (all.get(name) ?? new Set<Anchor>()).add(anchor))
}

function spansOf(homes: Placed['homes']): Map<Anchor, Span> {
  const spans = new Map<Anchor, Span>()
  for (const [sighting, home] of homes) spans.set(home, joinSpans(spans.get(home), sighting))
  return spans
}

function toGroups(
  { kinds, serials: { gateways, before }, unions }: Ground,
  { homes, joins: attached }: Placed,
): ObservedGroup[] {
  const spans = spansOf(homes)
  for (const [anchor, serials] of gateways) if (!spans.has(anchor)) spans.set(anchor, spanOfAll([...serials], spans))
  const anchorsOf = Map.groupBy(spans.keys(), unions.rootOf)
  const idOf = new Map([...anchorsOf].map(([root, anchors]) => [root, idOfAnchor(earliest(anchors, spans))]))
  const sightingsOf = Map.groupBy(homes.keys(), (sighting) => unions.rootOf(homes.get(sighting) ?? ''))
  const joinsOf = Map.groupBy([...unions.joins.values(), ...merged(attached)], ({ anchors: [first] }) =>
    unions.rootOf(first),
  )
  return [...anchorsOf]
    .map(([root, anchors]): ObservedGroup => {
      const joins = (joinsOf.get(root) ?? []).sort(compareJoins)
      const behind = anchors.flatMap((anchor) => [...(gateways.get(anchor) ?? [])])
      const members = new Set(behind.flatMap((serial) => idOf.get(unions.rootOf(serial)) ?? []))
      const others = joins.flatMap((join) => join.anchors)
      const formerly = anchors.flatMap((anchor) => before.get(anchor)?.slice('serial:'.length) ?? [])
      const isRouter = anchors.some((anchor) => kinds.get(anchor.slice('mac:'.length)) === 'router')
      return {
        observedId: idOf.get(root) ?? '',
        kind: members.size > 0 ? 'gateway' : isRouter ? 'router' : 'device',
        anchors: [...new Set([...anchors.toSorted(compareAnchors), ...others.toSorted(compareAnchors)])],
        sightingIds: (sightingsOf.get(root) ?? []).map(({ sightingId }) => sightingId).sort(compareTexts),
        members: [...members].filter((id) => id !== idOf.get(root)).sort(compareTexts),
        joins: joins.slice(0, mostJoins),
        ...(formerly.length === 0 ? {} : { formerly: formerly.toSorted(compareTexts) }),
        ...spanOfAll(anchors, spans),
      }
    })
    .sort((a, b) => compareTexts(a.observedId, b.observedId))
}

/** A gateway of which only the devices behind it were heard is there as long as they are. */
function spanOfAll(anchors: readonly Anchor[], spans: ReadonlyMap<Anchor, Span>): Span {
  return (
    anchors.reduce<Span | undefined>((all, anchor) => {
      const span = spans.get(anchor)
      return span === undefined ? all : joinSpans(all, span)
    }, undefined) ?? never
  )
}

/** Many sightings attached alike are one join. */
function merged(joins: readonly ObservedJoin[]): Iterable<ObservedJoin> {
  const one = unionsWithout(new Set())
  for (const join of joins) one.join(join)
  return one.joins.values()
}

function earliest(anchors: readonly Anchor[], spans: ReadonlyMap<Anchor, Span>): Anchor {
  const at = (anchor: Anchor): number => spans.get(anchor)?.firstSeenAt ?? Infinity
  return anchors.reduce((a, b) => (at(b) < at(a) || (at(b) === at(a) && compareAnchors(b, a) < 0) ? b : a))
}

/** A UUID (RFC 9562, version 8) made of an anchor. */
function idOfAnchor(anchor: Anchor): string {
  return toUuid(hash('sha256', anchor, 'hex'))
}

/** The first 32 digits of a digest, as a UUID is written. */
export function toUuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

function compareJoins(a: ObservedJoin, b: ObservedJoin): number {
  return (
    joinRules.indexOf(a.rule) - joinRules.indexOf(b.rule) ||
    compareTexts(a.anchors.join(' '), b.anchors.join(' ')) ||
    compareTexts(a.value, b.value)
  )
}
