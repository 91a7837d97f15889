import type { Device } from './devices.ts'
import { wards } from './sites.ts'

/** What a mirror port of the hospital told in an afternoon. Everything in it agrees with the list, so that no verdict changes by it. */
export interface DemoNetwork {
  readonly observations: readonly DemoObservation[]
  readonly flows: readonly DemoFlow[]
  /** Parts of the network by the names of their wards. */
  readonly zones: readonly { readonly network: string; readonly name: string }[]
}

interface DemoFact {
  readonly field: 'maker' | 'model' | 'serial' | 'softwareVersion' | 'hostName'
  readonly value: string
}

/** Facts told together; times in milliseconds since 1970. */
interface DemoObservation {
  readonly subject: { readonly mac: string; readonly ip: string; readonly hostName?: string }
  readonly protocol: string
  readonly facts: readonly DemoFact[]
  readonly confidence: 'explicit'
  readonly count: number
  readonly place: string
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

interface DemoFlow {
  readonly client: { readonly ip: string }
  readonly server: { readonly ip: string }
  readonly transport: 'tcp' | 'udp'
  readonly port: number
  readonly protocol?: string
  readonly isClearText?: boolean
  readonly connections: number
  readonly unanswered: number
  readonly packets: number
  readonly bytes: number
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

const minute = 60_000
const day = 24 * 60 * minute

/** A device of the list that stands on the network under its own addresses. */
type Networked = Device & Required<Pick<Device, 'mac' | 'ip' | 'hostName' | 'model' | 'version'>>

/** What is seen of the hospital at this time. */
export function makeNetwork(devices: readonly Device[], now: Date): DemoNetwork {
  const seenAt = now.getTime() - 20 * minute
  const scanners = some(devices, ['Imagerie lourde', 'Échographe'], 24)
  const monitors = some(devices, ['Moniteur patient', 'Ventilateur de réanimation'], 40)
  const archives = some(devices, ["Serveur d'images"], 2)
  const pumps = some(devices, ['Pompe à perfusion'], 14)
  const [gone, ...seenPumps] = pumps.slice(0, 6)
  const observations = [
    ...[...scanners, ...archives].map((device) => byItself(device, 'dicom', seenAt)),
    ...[...monitors, ...seenPumps].map((device) => byItself(device, 'hl7', seenAt)),
    ...(gone === undefined ? [] : [byItself(gone, 'hl7', seenAt - 41 * day)]),
    ...pumps.slice(6, 11).map((device, place) => byHostName(device, place, seenAt)),
    ...pumps.slice(11).map((device, place) => byAnotherMaker(device, place, seenAt)),
    ...Array.from({ length: 5 }, (_, place) => inNoList(place, seenAt)),
  ]
  return {
    observations,
    flows: flowsOf({ scanners, monitors, archives }, seenAt),
    zones: wards.map(({ site, name }, place) => ({ network: `10.${40 + place}.0.0/16`, name: `${name}, ${site}` })),
  }
}

function some(devices: readonly Device[], families: readonly string[], count: number): readonly Networked[] {
  return devices.filter(isNetworked).filter(({ family }) => families.includes(family)).slice(0, count) // prettier-ignore
}

function isNetworked(device: Device): device is Networked {
  const { mac, ip, hostName, model, version, status, hasSoftware } = device
  return [mac, ip, hostName, model, version].every((each) => each !== undefined) && status !== 'Réformé' && hasSoftware
}

const told = { confidence: 'explicit', count: 12, place: 'packet 1' } as const

/** It names itself in a protocol of medical devices, as the list does. */
function byItself(device: Networked, protocol: 'dicom' | 'hl7', at: number): DemoObservation {
  const { maker, model, serial, version, mac, ip, hostName } = device
  const facts: DemoFact[] = [
    { field: 'maker', value: maker },
    { field: 'model', value: model },
    { field: 'serial', value: serial },
    { field: 'softwareVersion', value: version },
  ]
  return { subject: { mac, ip, hostName }, protocol, facts, ...told, firstSeenAt: at - 3 * day, lastSeenAt: at }
}

/** Behind an interface that the list does not know, under the host name that it does: perhaps it was given another one. */
function byHostName({ hostName }: Networked, place: number, at: number): DemoObservation {
  const facts: DemoFact[] = [{ field: 'hostName', value: hostName }]
  const subject = { mac: `02:1c:5f:00:00:${String(10 + place)}`, ip: `10.90.0.${place + 10}`, hostName }
  return { subject, protocol: 'dhcp', facts, ...told, firstSeenAt: at - day, lastSeenAt: at }
}

/** The serial number of the list, told together with the name of another maker. */
function byAnotherMaker({ serial }: Networked, place: number, at: number): DemoObservation {
  const facts: DemoFact[] = [
    { field: 'maker', value: 'Distrimed Ouest' },
    { field: 'serial', value: serial },
  ]
  const subject = { mac: `02:1c:5f:00:01:${String(10 + place)}`, ip: `10.90.1.${place + 10}` }
  return { subject, protocol: 'snmp', facts, ...told, firstSeenAt: at - day, lastSeenAt: at }
}

/** Printers and telephones, which are in no list of medical equipment. */
function inNoList(place: number, at: number): DemoObservation {
  const hostName = `${place % 2 === 0 ? 'imprimante' : 'telephone'}-${place + 1}`
  const facts: DemoFact[] = [{ field: 'hostName', value: hostName }]
  const subject = { mac: `02:1c:5f:00:02:${String(10 + place)}`, ip: `10.91.0.${place + 10}`, hostName }
  return { subject, protocol: 'dhcp', facts, ...told, firstSeenAt: at - 2 * day, lastSeenAt: at }
}

interface Seen {
  readonly scanners: readonly Networked[]
  readonly monitors: readonly Networked[]
  readonly archives: readonly Networked[]
}

/** Images to the archive, results to the gateway, and what deserves a look: remote work, a maker's server, a share. */
function flowsOf({ scanners, monitors, archives }: Seen, at: number): DemoFlow[] {
  const flow = (client: string, server: string, rest: Partial<DemoFlow>): DemoFlow => ({
    client: { ip: client },
    server: { ip: server },
    transport: 'tcp',
    port: 443,
    connections: 12,
    unanswered: 0,
    packets: 900,
    bytes: 640_000,
    firstSeenAt: at - 3 * day,
    lastSeenAt: at,
    ...rest,
  })
  const images = scanners.flatMap(({ ip }, place) => {
    const archive = archives[place % Math.max(1, archives.length)]?.ip
    return archive === undefined ? [] : [flow(ip, archive, { port: 104, protocol: 'dicom', isClearText: true, bytes: 80_000_000 + place })] // prettier-ignore
  })
  const results = monitors.map(({ ip }) => flow(ip, '10.92.0.20', { port: 2575, protocol: 'hl7', isClearText: true }))
  const times = scanners.map(({ ip }) => flow(ip, '10.92.0.53', { transport: 'udp', port: 123, protocol: 'ntp' }))
  const [first, second, third] = scanners
  const [monitor, other] = monitors
  return [
    ...images,
    ...results,
    ...times,
    ...(first === undefined ? [] : [flow('10.92.0.77', first.ip, { port: 3389, protocol: 'rdp', isClearText: false })]),
    ...(second === undefined ? [] : [flow(second.ip, '203.0.113.40', { protocol: 'tls', isClearText: false })]),
    ...(third === undefined ? [] : [flow(third.ip, '10.92.0.21', { port: 21, protocol: 'ftp', isClearText: true })]),
    ...(monitor === undefined || other === undefined ? [] : [flow(monitor.ip, other.ip, { port: 445, protocol: 'smb', isClearText: false })]), // prettier-ignore
  ]
}
