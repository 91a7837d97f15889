import type { Layer } from '../packet/frame.ts'
import type { SourceProblem } from '../source.ts'

/** Kinds that are told one by one; a capture has few. */
const maxKinds = 32

/** IEEE 802.11 with and without radiotap. */
const wirelessTypes = [105, 127]

/** Counts what was not read, and says it in a few lines. */
export class Unread {
  readonly #links = new Map<number, number>()
  #cut = 0
  #malformed = 0
  #tunnels = 0
  #deep = 0

  /** `where`: which part of a packet; `kind`: its link type or protocol number. */
  count(layer: Layer, where: 'link' | 'tunnel' | 'depth' | 'layer', kind: number): void {
    if (layer === 'cut') this.#cut += 1
    else if (layer === 'malformed') this.#malformed += 1
    else if (where === 'tunnel') this.#tunnels += 1
    else if (where === 'depth') this.#deep += 1
    else if (where === 'link' && (this.#links.has(kind) || this.#links.size < maxKinds))
      this.#links.set(kind, (this.#links.get(kind) ?? 0) + 1)
  }

  /** `overlapping`: fragmented datagrams whose parts overlapped. `faults`: protocols that threw. */
  problems(overlapping: number, faults: ReadonlyMap<string, number>): readonly SourceProblem[] {
    const messages = [
      ...[...this.#links].map(([type, count]) => ofLink(type, count)),
      this.#cut > 0 &&
        `${packets(this.#cut)} cut by the capture before the end of their headers; capture whole packets (tcpdump -s 0)`,
      this.#malformed > 0 && `${packets(this.#malformed)} damaged in the link layer or a tunnel; left out`,
      this.#tunnels > 0 &&
        `${packets(this.#tunnels)} in a tunnel that is not read; the tunnel itself is counted as a flow`,
      this.#deep > 0 && `${packets(this.#deep)} in tunnels nested too deep; left out`,
      overlapping > 0 &&
        `${overlapping} fragmented datagrams given up because their fragments overlap, as nothing sound sends them; look at who does`,
      ...[...faults].map(
        ([protocol, count]) =>
          `the reader of ${protocol} failed ${count} times; this is a fault in Auscult: please report it with the capture, if it may leave the house`,
      ),
    ]
    return messages.filter((message) => message !== false).map((message) => ({ message }))
  }
}

function ofLink(type: number, count: number): string {
  if (wirelessTypes.includes(type))
    return `${packets(count)} management, encrypted or packed frames of a wireless network; capture on the wired side`
  return `${packets(count)} of link type ${type} (tcpdump.org/linktypes.html), whose content is not read; capture on Ethernet or with -i any`
}

function packets(count: number): string {
  return count === 1 ? '1 packet was' : `${count} packets were`
}
