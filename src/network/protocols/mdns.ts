import { factsOf, joinFacts, plain, subjectOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import { HINFO, readDns, readService, readStrings, SRV, TXT } from '../dns/message.ts'
import type { DnsMessage, DnsRecord } from '../dns/message.ts'
import { addressIn, isHostName, serviceName } from '../dns/names.ts'
import { described } from '../dns/service-texts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/**
 * What a device announces of itself: its name, its services and their ports, maker and model in the texts beside them. Names that people give to
 * a device or a service are not kept.
 */
export const mdns: DatagramProtocol = {
  id: 'mdns',
  name: 'mDNS / DNS-SD',
  source: 'RFC 6762 §18 (message), RFC 6763 §4, §6 (services, texts); DICOM PS3.15 H.1.4 (DICOM services)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [5353],
  recognises: isMdns,
  read: readMdns,
}

/** Operation and code are zero (RFC 6762 §18.3, §18.11), so are the reserved bits, and there is something in it. */
function isMdns(bytes: Uint8Array, { source, destination }: Carrier): boolean {
  if (bytes.length < 12 || (source.port !== 5353 && destination.port !== 5353)) return false
  return ((bytes[2] ?? 0) & 0x78) === 0 && ((bytes[3] ?? 0) & 0x0f) === 0 && (bytes[4] === 0 || bytes[4] === undefined)
}

function readMdns(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  if (bytes.length < 12) return notes.malformed()
  if (((bytes[2] ?? 0) & 0x80) === 0) return
  const message = readDns(bytes)
  if (message === undefined) return
  if (!message.isWhole) notes.malformed()
  tellAddresses(message, carrier, notes)
  const facts = factsOf(announced(message, notes))
  if (facts.length > 0) notes.tell({ subject: subjectOf(carrier.source), facts, confidence: 'strong' })
}

/** Usually of the sender itself; a sleep proxy speaks for others (`Sleep Proxy`, RFC 6762 §20), so that each address is told by itself. */
function tellAddresses(message: DnsMessage, { source }: Carrier, notes: Notes): void {
  for (const record of message.records) {
    const ip = addressIn(message, record)
    if (ip === undefined || !isHostName(record.name)) continue
    const facts = factsOf({ hostName: record.name })
    notes.tell({ subject: ip === source.ip ? subjectOf(source) : { ip }, facts, confidence: 'strong' })
  }
}

function announced(message: DnsMessage, notes: Notes): FactsTold {
  const services: string[] = []
  const hostNames: string[] = []
  const told: FactsTold[] = []
  for (const record of message.records) {
    if (record.type === SRV) addService(message, record, { services, hostNames })
    if (record.type === TXT) told.push(described(readStrings(message, record), notes))
    if (record.type === HINFO) told.push(system(readStrings(message, record)))
  }
  return { ...joinFacts(told), service: services, hostName: hostNames }
}

interface Offered {
  readonly services: string[]
  readonly hostNames: string[]
}

function addService(message: DnsMessage, record: DnsRecord, { services, hostNames }: Offered): void {
  const service = readService(message, record)
  const named = serviceName(record.name)
  if (service === undefined || named === undefined) return
  if (service.port > 0) services.push(`${named.service}/${service.port}`)
  if (isHostName(service.target)) hostNames.push(service.target)
}

/** RFC 1035 §3.3.2: processor, operating system. */
function system([processor = '', operatingSystem = '']: readonly string[]): FactsTold {
  return { hardwareVersion: plain(processor), operatingSystem: plain(operatingSystem) }
}
