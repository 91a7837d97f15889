import type { KeptSighting } from '../../model/index.ts'
import type { Anchor } from './anchors.ts'
import { overlap } from './spans.ts'
import type { Span } from './spans.ts'

/** An address stays with who had it alone for so long before and after it was seen there. */
const LEASE_OF_ONE_MS = 7 * 86_400_000

/** An address that more held cannot be told to be anybody's: who is in doubt stays apart, and nobody makes a pass long by taking an address in turns. */
const mostHolders = 128

/** Who held an IP address, and what it was called there. */
interface Holder {
  readonly home: Anchor
  firstSeenAt: number
  lastSeenAt: number
  readonly aeTitles: Set<string>
  readonly hostNames: Set<string>
}

interface Seen extends Span {
  readonly aeTitles: Iterable<string>
  readonly hostNames: Iterable<string>
}

/** Who held which address when. */
export interface Holders {
  readonly add: (home: Anchor, sighting: KeptSighting) => void
  /** Makes the holders one that became one device since. */
  readonly settle: (rootOf: (anchor: Anchor) => Anchor) => void
  /** The only one that bore this AE title there; at the time of the sighting, where several did. */
  readonly byAeTitle: (sighting: KeptSighting) => Anchor | undefined
  readonly byHostName: (sighting: KeptSighting) => Anchor | undefined
  /** The only one that held the address at the time of the sighting. */
  readonly inLease: (sighting: KeptSighting) => Anchor | undefined
}

export function noHolders(): Holders {
  const byIp = new Map<string, Map<Anchor, Holder>>()
  const holdersOf = ({ ips }: KeptSighting): Holder[] =>
    ips.flatMap((ip) => {
      const holders = byIp.get(ip)
      return holders === undefined || holders.size > mostHolders ? [] : [...holders.values()]
    })
  return {
    add: (home, sighting) => {
      for (const ip of sighting.ips) {
        const holders = byIp.get(ip) ?? new Map<Anchor, Holder>()
        byIp.set(ip, holders)
        const { firstSeenAt, lastSeenAt } = sighting
        hold(holders, home, {
          firstSeenAt,
          lastSeenAt,
          aeTitles: listOf(sighting.aeTitle),
          hostNames: listOf(sighting.hostName),
        })
      }
    },
    settle: (rootOf) => {
      for (const [ip, holders] of byIp) {
        const settled = new Map<Anchor, Holder>()
        for (const holder of holders.values()) hold(settled, rootOf(holder.home), holder)
        byIp.set(ip, settled)
      }
    },
    byAeTitle: (sighting) =>
      onlyOne(
        holdersOf(sighting).filter(({ aeTitles }) => aeTitles.has(sighting.aeTitle ?? '')),
        sighting,
      ),
    byHostName: (sighting) =>
      onlyOne(
        holdersOf(sighting).filter(({ hostNames }) => hostNames.has(sighting.hostName ?? '')),
        sighting,
      ),
    inLease: (sighting) => {
      const holders = holdersOf(sighting)
      const slack = homesOf(holders).size === 1 ? LEASE_OF_ONE_MS : 0
      return single(holders.filter((holder) => overlap(holder, sighting, slack)))
    },
  }
}

function hold(
  holders: Map<Anchor, Holder>,
  home: Anchor,
  { aeTitles, hostNames, firstSeenAt, lastSeenAt }: Seen,
): void {
  const known = holders.get(home)
  if (known === undefined) {
    holders.set(home, { home, firstSeenAt, lastSeenAt, aeTitles: new Set(aeTitles), hostNames: new Set(hostNames) })
    return
  }
  known.firstSeenAt = Math.min(known.firstSeenAt, firstSeenAt)
  known.lastSeenAt = Math.max(known.lastSeenAt, lastSeenAt)
  for (const title of aeTitles) known.aeTitles.add(title)
  for (const name of hostNames) known.hostNames.add(name)
}

/** One device is meant whenever it was; of several the one that was there at the time. */
function onlyOne(holders: readonly Holder[], span: Span): Anchor | undefined {
  return single(holders) ?? single(holders.filter((holder) => overlap(holder, span)))
}

function single(holders: readonly Holder[]): Anchor | undefined {
  const homes = homesOf(holders)
  return homes.size === 1 ? [...homes][0] : undefined
}

function homesOf(holders: readonly Holder[]): Set<Anchor> {
  return new Set(holders.map(({ home }) => home))
}

function listOf(text: string | null): readonly string[] {
  return text === null ? [] : [text]
}
