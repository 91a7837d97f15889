import type { DatagramProtocol, FrameProtocol, Protocol, StreamProtocol } from '../protocol.ts'
import { llcBase } from '../packet/frame.ts'

/** The protocols, as packets ask for them. */
export interface Registry {
  readonly byEtherType: ReadonlyMap<number, readonly FrameProtocol[]>
  /** By SNAP organisation and protocol, or LLC access points, as `Frame.llc` holds them. */
  readonly byLlc: ReadonlyMap<number, readonly FrameProtocol[]>
  readonly byIpProtocol: ReadonlyMap<number, readonly FrameProtocol[]>
  /** In the order in which they are tried: those that claim one of the ports first. */
  readonly datagrams: (port: number, otherPort: number) => readonly DatagramProtocol[]
  /** Those alone that claim one of the ports. */
  readonly claimants: (port: number, otherPort: number) => readonly DatagramProtocol[]
  readonly streams: (serverPort: number) => readonly StreamProtocol[]
  /** Whether a protocol claims the port. */
  readonly isKnownPort: (port: number) => boolean
}

export function registryOf(protocols: readonly Protocol[]): Registry {
  const frames = protocols.filter((protocol) => protocol.over === 'frame')
  const datagrams = protocols.filter((protocol) => protocol.over === 'datagram')
  const streams = protocols.filter((protocol) => protocol.over === 'stream')
  const datagramPorts = byPort(datagrams)
  const streamPorts = byPort(streams)
  const claimed = new Map(
    [...datagramPorts.keys()].map((port) => [port, datagrams.filter(({ ports }) => ports.includes(port))]),
  )
  return {
    byEtherType: carriedIn(frames, (key) => (typeof key === 'number' ? key : undefined)),
    byLlc: carriedIn(frames, (key) => (typeof key === 'string' && key.startsWith('llc:') ? llcOf(key) : undefined)),
    byIpProtocol: carriedIn(frames, (key) =>
      typeof key === 'string' && key.startsWith('ip:') ? Number(key.slice(3)) : undefined,
    ),
    datagrams: (port, otherPort) => datagramPorts.get(port) ?? datagramPorts.get(otherPort) ?? datagrams,
    claimants: (port, otherPort) => claimed.get(port) ?? claimed.get(otherPort) ?? [],
    streams: (serverPort) => streamPorts.get(serverPort) ?? streams,
    isKnownPort: (port) => datagramPorts.has(port) || streamPorts.has(port),
  }
}

/** For every claimed port all protocols, with those that claim it before the others. */
function byPort<P extends DatagramProtocol | StreamProtocol>(
  protocols: readonly P[],
): ReadonlyMap<number, readonly P[]> {
  const ports = new Set(protocols.flatMap((protocol) => protocol.ports))
  return new Map(
    [...ports].map((port) => {
      const claiming = protocols.filter((protocol) => protocol.ports.includes(port))
      return [port, [...claiming, ...protocols.filter((protocol) => !claiming.includes(protocol))]]
    }),
  )
}

function carriedIn(
  frames: readonly FrameProtocol[],
  toKey: (key: FrameProtocol['carriedIn'][number]) => number | undefined,
): ReadonlyMap<number, readonly FrameProtocol[]> {
  const found = new Map<number, FrameProtocol[]>()
  for (const protocol of frames)
    for (const written of protocol.carriedIn) {
      const key = toKey(written)
      if (key !== undefined) found.set(key, [...(found.get(key) ?? []), protocol])
    }
  return found
}

/** `llc:00000c2000` is SNAP, `llc:4242` two access points. */
function llcOf(key: string): number {
  const hex = key.slice('llc:'.length)
  const number = Number.parseInt(hex, 16)
  return hex.length > 4 ? number : llcBase + number
}
