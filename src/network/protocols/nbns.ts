import { ipv4Text, isHostAddress, isInterfaceMac, macText } from '../addresses.ts'
import { readDns } from '../dns/message.ts'
import type { DnsMessage, DnsRecord } from '../dns/message.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import {
  decodeNetbiosName,
  DOMAIN_CONTROLLERS,
  DOMAIN_MASTER,
  isPlainName,
  MASTER_BROWSER,
  MESSENGER,
  netbiosName,
  SERVER,
  WORKSTATION,
} from '../netbios/name.ts'
import type { NetbiosName } from '../netbios/name.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Names and workgroups of Windows machines and of equipment with Samba. Names of persons (suffix 03) are counted and forgotten. */
export const nbns: DatagramProtocol = {
  id: 'nbns',
  name: 'NetBIOS name service',
  source: 'RFC 1002 §4.2 (packets), §4.2.18 (node status); RFC 1001 §14.1 (names)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [137],
  recognises: isNbns,
  read: readNbns,
}

const NB = 0x20
const NODE_STATUS = 0x21
/** RFC 1002 §4.2.1.1, and 9, which Windows uses to refresh. */
const REGISTRATIONS: ReadonlySet<number> = new Set([5, 8, 9])
const QUERY = 0
const maxNames = 64

/** Every message bears one encoded name: 32 letters from A to P after its length. */
function isNbns(bytes: Uint8Array): boolean {
  if (bytes.length < 46 || bytes[12] !== 32) return false
  for (let index = 13; index < 45; index += 1)
    if ((bytes[index] ?? 0) < 0x41 || (bytes[index] ?? 0) > 0x50) return false
  return true
}

function readNbns(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  const message = readDns(bytes)
  if (message === undefined) return notes.malformed()
  if (!message.isWhole) notes.malformed()
  const isRegistration = REGISTRATIONS.has(message.opcode) && !message.isResponse
  const isAnswer = message.opcode === QUERY && message.isResponse && message.code === 0
  if (!isRegistration && !isAnswer) return
  for (const record of message.records) {
    if (record.type === NB) tellNamed(message, record, { carrier, notes })
    if (record.type === NODE_STATUS && isAnswer) tellStatus(message, record, { carrier, notes })
  }
}

interface Hearing {
  readonly carrier: Carrier
  readonly notes: Notes
}

/** Flags and address of each that bears the name (RFC 1002 §4.2.2, §4.2.13). */
function tellNamed({ bytes }: DnsMessage, { name, at, length }: DnsRecord, { carrier, notes }: Hearing): void {
  const named = decodeNetbiosName(name)
  if (named === undefined) return notes.malformed()
  for (let here = at; here + 6 <= Math.min(at + length, at + 6 * maxNames); here += 6) {
    const facts = factsOf(factOf(named, ((bytes[here] ?? 0) & 0x80) !== 0, notes))
    const ip = ipv4Text(bytes, here + 2) ?? ''
    if (facts.length === 0 || !isHostAddress(ip)) continue
    notes.tell({ subject: ip === carrier.source.ip ? subjectOf(carrier.source) : { ip }, facts, confidence: 'strong' })
  }
}

/** All names of the sender, then the address of its interface. */
function tellStatus({ bytes }: DnsMessage, { at, length }: DnsRecord, { carrier, notes }: Hearing): void {
  const count = Math.min(bytes[at] ?? 0, maxNames)
  const namesEnd = at + 1 + count * 18
  if (namesEnd > at + length) return notes.malformed()
  const told = Array.from({ length: count }, (_, index) => {
    const here = at + 1 + index * 18
    return factOf(netbiosName(bytes.subarray(here, here + 16)), ((bytes[here + 16] ?? 0) & 0x80) !== 0, notes)
  })
  const mac = namesEnd + 6 <= at + length ? macText(bytes, namesEnd) : undefined
  const all = (field: 'hostName' | 'domain' | 'role'): string[] => told.flatMap((facts) => facts[field] ?? [])
  const facts = factsOf({
    hostName: all('hostName'),
    domain: all('domain'),
    role: all('role'),
    mac: mac !== undefined && isInterfaceMac(mac) ? mac : undefined,
  })
  notes.tell({ subject: subjectOf(carrier.source), facts, confidence: 'strong' })
}

function factOf({ name, suffix }: NetbiosName, isGroup: boolean, notes: Notes): FactsTold {
  if (!isPlainName(name)) return {}
  if (suffix === MESSENGER) {
    notes.drop('person')
    return {}
  }
  if (isGroup)
    return suffix === DOMAIN_CONTROLLERS
      ? { domain: name, role: 'domain-controller' }
      : suffix === WORKSTATION
        ? { domain: name }
        : {}
  if (suffix === WORKSTATION || suffix === SERVER) return { hostName: name }
  if (suffix === DOMAIN_MASTER) return { domain: name, role: 'domain-controller' }
  return suffix === MASTER_BROWSER ? { domain: name, role: 'master-browser' } : {}
}
