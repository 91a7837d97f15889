import type { NeededFlow, NeededFlows, TrafficEnd, TrafficLine, Zone } from '../../model/index.ts'

const mostPeers = 64
const mostPeerNames = 5
/** From here on a system gives ports out itself (Windows up to 2008: 1025, others: 32768 or 49152). */
const firstFreePort = 1025
/** More ports of one kind are no services, but given out anew for each connection. */
const mostPorts = 12

interface Seen {
  readonly line: TrafficLine
  readonly direction: NeededFlow['direction']
  readonly device: TrafficEnd
  readonly peer: TrafficEnd
  readonly zone: Zone
}

export interface ModelAsked {
  readonly maker: string
  readonly model: string
  /** Devices of the model as the network shows them, by id, with their addresses. */
  readonly devices: ReadonlyMap<string, readonly string[]>
}

/** What the devices of one model were seen to need of the network, the most common first. Everything seen is in it, also what only one had. */
export function neededFlowsOf(
  { maker, model, devices }: ModelAsked,
  lines: Iterable<TrafficLine>,
  zoneOf: (end: TrafficEnd) => Zone,
): NeededFlows {
  const seen = seenBy(devices, lines, zoneOf)
  const byService = [...Map.groupBy(seen, serviceKey).values()]
  const flows = byService
    .flatMap((group) => withPorts(group))
    .map(toFlow)
    .sort(moreCommonFirst)
  const times = seen.map(({ line }) => line)
  return {
    maker,
    model,
    devices: devices.size,
    addresses: [...new Set([...devices.values()].flat())].sort(),
    ...(times.length === 0 ? {} : { firstSeenAt: firstOf(times), lastSeenAt: lastOf(times) }),
    flows,
  }
}

function seenBy(
  devices: ReadonlyMap<string, unknown>,
  lines: Iterable<TrafficLine>,
  zoneOf: (end: TrafficEnd) => Zone,
): Seen[] {
  const seen: Seen[] = []
  for (const line of lines) {
    const { client, server } = line
    if (devices.has(client.observedId ?? ''))
      seen.push({ line, direction: 'from', device: client, peer: server, zone: zoneOf(server) })
    if (devices.has(server.observedId ?? ''))
      seen.push({ line, direction: 'to', device: server, peer: client, zone: zoneOf(client) })
  }
  return seen
}

function serviceKey({ direction, line, zone }: Seen): string {
  return JSON.stringify([direction, line.transport, line.protocol ?? '', zone.kind, zone.name])
}

/** One group a port, unless the ports are given out anew for each connection: then one for all of these. */
function withPorts(group: readonly Seen[]): (readonly Seen[])[] {
  const free = group.filter(({ line }) => line.port >= firstFreePort)
  const isGivenOut = new Set(free.map(({ line }) => line.port)).size > mostPorts
  const fixed = isGivenOut ? group.filter(({ line }) => line.port < firstFreePort) : group
  return [...Map.groupBy(fixed, ({ line }) => line.port).values(), ...(isGivenOut ? [free] : [])]
}

function toFlow(group: readonly Seen[]): NeededFlow {
  const [first] = group
  if (first === undefined) throw new TypeError('a group of flows is never empty')
  const lines = group.map(({ line }) => line)
  const ports = lines.map(({ port }) => port)
  const peers = [...new Set(group.map(({ peer }) => peer.ip ?? peer.mac ?? ''))].filter((peer) => peer !== '').sort()
  const names = [...new Set(group.map(({ peer }) => peer.name ?? ''))].filter((name) => name !== '').sort()
  const { protocol, transport } = first.line
  const clear = lines.map(({ isClearText }) => isClearText).filter((each) => each !== undefined)
  return {
    direction: first.direction,
    transport,
    ports: [ports.reduce((a, b) => Math.min(a, b)), ports.reduce((a, b) => Math.max(a, b))],
    ...(protocol === undefined ? {} : { protocol }),
    ...(clear.length === 0 ? {} : { isClearText: clear.some(Boolean) }),
    zone: first.zone,
    peers: peers.slice(0, mostPeers),
    peersTotal: peers.length,
    peerNames: names.slice(0, mostPeerNames),
    devices: new Set(group.map(({ device }) => device.observedId)).size,
    connections: sumOf(lines.map(({ connections }) => connections)),
    isAnswered: lines.some(({ connections, unanswered }) => connections === 0 || unanswered < connections),
    bytes: sumOf(lines.map(({ bytes }) => bytes)),
    firstSeenAt: firstOf(lines),
    lastSeenAt: lastOf(lines),
  }
}

function moreCommonFirst(a: NeededFlow, b: NeededFlow): number {
  return (
    b.devices - a.devices ||
    b.connections - a.connections ||
    a.ports[0] - b.ports[0] ||
    (a.zone.name < b.zone.name ? -1 : 1)
  )
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

/** ISO texts are in the order of time. */
function firstOf(lines: readonly TrafficLine[]): string {
  return lines.reduce(
    (first, { firstSeenAt }) => (firstSeenAt < first ? firstSeenAt : first),
    lines[0]?.firstSeenAt ?? '',
  )
}

function lastOf(lines: readonly TrafficLine[]): string {
  return lines.reduce((last, { lastSeenAt }) => (lastSeenAt > last ? lastSeenAt : last), '')
}
