import type { KeptSighting } from '../../model/index.ts'
import type { Anchor } from './anchors.ts'
import { joinSpans, overlap } from './spans.ts'
import type { Span } from './spans.ts'

/** An address stays with who had it alone for so long before and after it was seen there. */
const LEASE_OF_ONE_MS = 7 * 86_400_000

/** Who held an IP address, and what it was called there. */
interface Holder extends Span {
  readonly home: Anchor
  readonly aeTitles: Set<string>
  readonly hostNames: Set<string>
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
  const holdersOf = ({ ips }: KeptSighting): Holder[] => ips.flatMap((ip) => [...(byIp.get(ip)?.values() ?? [])])
  return {
    add: (home, sighting) => {
      for (const ip of sighting.ips) {
        const holders = byIp.get(ip) ?? new Map<Anchor, Holder>()
        byIp.set(ip, holders)
        hold(holders, home, { ...sighting, aeTitles: setOf(sighting.aeTitle), hostNames: setOf(sighting.hostName) })
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
  { aeTitles, hostNames, ...span }: Omit<Holder, 'home'>,
): void {
  const known = holders.get(home)
  holders.set(home, {
    home,
    ...joinSpans(known, span),
    aeTitles: new Set([...(known?.aeTitles ?? []), ...aeTitles]),
    hostNames: new Set([...(known?.hostNames ?? []), ...hostNames]),
  })
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

function setOf(text: string | null): Set<string> {
  return new Set(text === null ? [] : [text])
}
