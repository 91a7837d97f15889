import { clinicalProtocols, makerKey } from '../../model/index.ts'
import type { Exposure, ExposureRule, TrafficEnd, TrafficLine, Zone } from '../../model/index.ts'

/** Protocols by which a network runs at all: in clear text everywhere, and nothing to change. */
const housekeeping = new Set(
  'arp ndp dhcp dhcpv6 dns dns-tcp mdns llmnr nbns browser ntp lldp cdp ssdp ws-discovery kerberos kerberos-tcp cldap igmp icmp'.split(
    ' ',
  ),
)
const remoteProtocols = new Set('rdp rdp-udp ssh telnet vnc rfb'.split(' '))
/** Registered with IANA, or by the makers' own documentation: SSH, Telnet, RDP, VNC, TeamViewer, Radmin, AnyDesk. */
const remotePorts: ReadonlySet<number> = new Set([22, 23, 3389, 5900, 5901, 5938, 4899, 6568])
/** On these ports the protocol is in clear text whatever it says: FTP, Telnet, HTTP, TFTP, POP3, IMAP, rlogin, rsh. */
const clearPorts: ReadonlySet<string> = new Set([
  'tcp/21',
  'tcp/23',
  'tcp/80',
  'udp/69',
  'tcp/110',
  'tcp/143',
  'tcp/513',
  'tcp/514',
])
/** So many that did not answer are no accident. */
const sweepPeers = 20

type ZoneOf = (end: TrafficEnd) => Zone

/** Every line that deserves a look, once for each rule that it meets; about medical devices alone. */
export function exposuresOf(lines: Iterable<TrafficLine>, zoneOf: ZoneOf): Exposure[] {
  const exposures: Exposure[] = []
  const tried = new Map<string, { readonly first: Exposure; peers: number }>()
  for (const line of lines) {
    for (const [device, peer] of [
      [line.client, line.server],
      [line.server, line.client],
    ] as const) {
      if (!device.isMedical) continue
      const peerZone = zoneOf(peer)
      const found = { device, peer, peerZone, line }
      for (const rule of rulesMet(found)) exposures.push({ rule, ...found })
      if (device === line.client && neverAnswered(line) && peerZone.kind !== 'multicast')
        countTry(tried, { rule: 'sweep', ...found })
    }
  }
  const sweeps = [...tried.values()].filter(({ peers }) => peers >= sweepPeers).map(({ first }) => first)
  return [...exposures, ...sweeps]
}

function rulesMet({ device, peer, peerZone, line }: Omit<Exposure, 'rule'>): ExposureRule[] {
  const opens = device === line.client
  const isOutside = peerZone.kind === 'internet'
  const isRemote =
    remoteProtocols.has(line.protocol ?? '') || (line.protocol === undefined && remotePorts.has(line.port))
  const met: readonly (readonly [ExposureRule, boolean])[] = [
    ['fromInternet', isOutside && !opens],
    ['toInternet', isOutside && opens && !isOfMaker(device, peer)],
    ['toMaker', isOutside && opens && isOfMaker(device, peer)],
    ['remoteMaintenance', isRemote && !opens && !neverAnswered(line)],
    ['deviceToDevice', opens && peer.isMedical && !isClinicalOrHousekeeping(line) && !isSame(device, peer)],
    ['clearText', isClear(line) && peerZone.kind !== 'multicast'],
  ]
  return met.filter(([, holds]) => holds).map(([rule]) => rule)
}

/** The outside server bears the maker's name: `updates.philips.com` of a device of Philips. */
function isOfMaker({ maker }: TrafficEnd, { name }: TrafficEnd): boolean {
  if (maker === undefined || name === undefined) return false
  const [word = ''] = makerKey(maker).split('-')
  const labels = name.toLowerCase().split('.').slice(0, -1)
  return (
    word.length > 1 && labels.some((label) => label === word || (word.length > 3 && label.split('-').includes(word)))
  )
}

function isClinicalOrHousekeeping({ protocol, transport }: TrafficLine): boolean {
  return transport === 'icmp' || clinicalProtocols.has(protocol ?? '') || housekeeping.has(protocol ?? '')
}

function isClear({ protocol, transport, port, isClearText, ...line }: TrafficLine): boolean {
  if (housekeeping.has(protocol ?? '') || neverAnswered(line)) return false
  return isClearText ?? (protocol === undefined && clearPorts.has(`${transport}/${port}`))
}

function neverAnswered({ connections, unanswered }: Pick<TrafficLine, 'connections' | 'unanswered'>): boolean {
  return connections > 0 && unanswered >= connections
}

function isSame(a: TrafficEnd, b: TrafficEnd): boolean {
  return a.observedId !== undefined && a.observedId === b.observedId
}

function countTry(tried: Map<string, { readonly first: Exposure; peers: number }>, exposure: Exposure): void {
  const key = exposure.device.observedId ?? exposure.device.ip ?? ''
  const known = tried.get(key)
  if (known === undefined) tried.set(key, { first: exposure, peers: 1 })
  else known.peers += 1
}
