import { hexText, ipv6Text, isHostAddress, isInterfaceMac, macText } from '../addresses.ts'
import { Cursor } from '../cursor.ts'
import { bootOf } from '../dhcp/client-systems.ts'
import { readOptions6 } from '../dhcp/dhcp6-options.ts'
import { readDuid } from '../dhcp/duid.ts'
import { readName } from '../dns/message.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import type { ObservedSubject } from '../../model/index.ts'
import type { Carrier, DatagramProtocol, Endpoint, Notes } from '../protocol.ts'

/** Who asks for an IPv6 address, by what identifier, and which address it is given. */
export const dhcpv6: DatagramProtocol = {
  id: 'dhcpv6',
  name: 'DHCPv6',
  source:
    'RFC 8415 §7.3, §8–9 (messages, relays), §11 (DUID), §21 (options 1–9, 15, 16, 18); RFC 4704 (39), 5970 (61), 6939 (79), 8520 (112)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [546, 547],
  recognises: (bytes, { source, destination }) => isPort(source.port, destination.port) && isMessage(bytes),
  read: (bytes, carrier, notes) => readMessage(bytes, { carrier, relayed: undefined, depth: 0 }, notes),
}

const CLIENT_ID = 1
const ADDRESSES_KEPT = 3
const ADDRESSES_TEMPORARY = 4
const ADDRESS = 5
const ASKED_FOR = 6
const RELAYED = 9
const USER_CLASS = 15
const VENDOR_CLASS = 16
const INTERFACE = 18
const FQDN = 39
const ARCHITECTURE = 61
const LINK_ADDRESS = 79
const MUD_URL = 112

const REPLY = 7
const RELAY_FORWARD = 12
const RELAY_REPLY = 13
const requests: ReadonlySet<number> = new Set([1, 3, 4, 5, 6, 8, 9, 11])
/** RFC 8415 §7.6: a message passes at most eight relays. */
const maxRelays = 8
const maxLeases = 16

function isPort(source: number | undefined, destination: number | undefined): boolean {
  return source === 546 || source === 547 || destination === 546 || destination === 547
}

function isMessage(bytes: Uint8Array): boolean {
  const kind = bytes[0] ?? 0
  const at = kind === RELAY_FORWARD || kind === RELAY_REPLY ? 34 : 4
  return kind >= 1 && kind <= 13 && bytes.length >= at + 4 && readOptions6(bytes.subarray(at)) !== undefined
}

interface Heard {
  readonly carrier: Carrier
  /** What the relay nearest to the asker says of it. */
  readonly relayed: { readonly asker: Endpoint; readonly port: string } | undefined
  readonly depth: number
}

type Options = NonNullable<ReturnType<typeof readOptions6>>

function readMessage(bytes: Uint8Array, heard: Heard, notes: Notes): void {
  const kind = bytes[0] ?? 0
  const isRelay = kind === RELAY_FORWARD || kind === RELAY_REPLY
  const options = bytes.length < 4 ? undefined : readOptions6(bytes.subarray(isRelay ? 34 : 4))
  if (options === undefined) return notes.malformed()
  if (isRelay) return readRelayed(bytes, { options, heard }, notes)
  if (requests.has(kind)) return tellAsker(options, heard, notes)
  if (kind === REPLY) tellLeases(options, heard, notes)
  if (kind === REPLY || kind === 2) tellServer(heard, notes)
}

function readRelayed(bytes: Uint8Array, { options, heard }: { options: Options; heard: Heard }, notes: Notes): void {
  const [message] = options.get(RELAYED) ?? []
  if (message === undefined || heard.depth >= maxRelays) return notes.malformed()
  const peer = ipv6Text(bytes, 18)
  const link = options.get(LINK_ADDRESS)?.[0]
  const mac = link !== undefined && link[0] === 0 && link[1] === 1 ? macText(link, 2) : undefined
  const port = options.get(INTERFACE)?.[0]
  const asker = {
    ...(mac !== undefined && isInterfaceMac(mac) ? { mac } : {}),
    ...(peer === undefined || !isHostAddress(peer) ? {} : { ip: peer }),
  }
  const relayed = { asker, port: port === undefined ? '' : printable(port) }
  readMessage(message, { carrier: heard.carrier, relayed, depth: heard.depth + 1 }, notes)
}

/** The asker itself, when no relay stands between. */
function askerOf({ carrier, relayed }: Heard): ObservedSubject {
  return subjectOf(relayed?.asker ?? carrier.source)
}

function tellAsker(options: Options, heard: Heard, notes: Notes): void {
  const duid = readDuid(options.get(CLIENT_ID)?.[0] ?? new Uint8Array())
  notes.tell({
    subject: askerOf(heard),
    facts: factsOf({
      deviceKind: [bootIn(options), textOf(options.get(MUD_URL)?.[0] ?? new Uint8Array())],
      hostName: qualifiedName(options.get(FQDN)?.[0]),
      mac: duid?.mac,
      switchPort: heard.relayed?.port,
      deviceIdentifier: duid?.identifier,
      vendorClass: [...vendorClasses(options.get(VENDOR_CLASS) ?? []), ...userClasses(options.get(USER_CLASS)?.[0])],
      dhcpParameters: askedFor(options.get(ASKED_FOR)?.[0]),
    }),
    confidence: 'strong',
  })
}

/** The address belongs to whoever bears the identifier; the reply goes to its link address. */
function tellLeases(options: Options, heard: Heard, notes: Notes): void {
  const duid = readDuid(options.get(CLIENT_ID)?.[0] ?? new Uint8Array())
  const kept = (options.get(ADDRESSES_KEPT) ?? []).map((value) => value.subarray(12))
  const temporary = (options.get(ADDRESSES_TEMPORARY) ?? []).map((value) => value.subarray(4))
  const ips = [...kept, ...temporary].flatMap(addressesIn).slice(0, maxLeases)
  const mac = heard.relayed === undefined ? heard.carrier.destination.mac : heard.relayed.asker.mac
  const hostName = qualifiedName(options.get(FQDN)?.[0])
  for (const ip of ips) {
    const facts = factsOf({
      deviceIdentifier: duid?.identifier,
      mac: duid?.mac,
      hostName,
      switchPort: heard.relayed?.port,
    })
    notes.tell({
      subject: { ip, ...(mac !== undefined && isInterfaceMac(mac) ? { mac } : {}) },
      facts,
      confidence: 'strong',
    })
  }
}

const servesAddresses = factsOf({ role: 'dhcp-server', service: 'dhcpv6/547' })

function tellServer({ carrier, relayed }: Heard, notes: Notes): void {
  if (relayed === undefined)
    notes.tell({ subject: subjectOf(carrier.source), facts: servesAddresses, confidence: 'strong' })
}

/** Among the options of an association: addresses (RFC 8415 §21.6) with their life times; a life of 0 ends the lease. */
function addressesIn(association: Uint8Array): string[] {
  const options = readOptions6(association)
  return (options?.get(ADDRESS) ?? []).flatMap((value) => {
    const ip = ipv6Text(value)
    const isOver = value.length >= 24 && value.subarray(20, 24).every((byte) => byte === 0)
    return ip === undefined || isOver || !isHostAddress(ip) ? [] : [ip]
  })
}

/** `v6:23,24,39`. */
function askedFor(value: Uint8Array | undefined): string {
  if (value === undefined || value.length < 2) return ''
  const codes = Array.from(
    { length: Math.floor(value.length / 2) },
    (_, index) => ((value[2 * index] ?? 0) << 8) | (value[2 * index + 1] ?? 0),
  )
  return `v6:${codes.join(',')}`
}

/** Flags, then a name in labels, whole or partial (RFC 4704 §4.2). */
function qualifiedName(value: Uint8Array | undefined): string {
  if (value === undefined || value.length < 2) return ''
  const name = value.subarray(1)
  return (readName(name, 0) ?? readName(Uint8Array.of(...name, 0), 0))?.text ?? ''
}

/** RFC 8415 §21.16: an enterprise number, then texts. */
function vendorClasses(values: readonly Uint8Array[]): string[] {
  return values.flatMap((value) => {
    const enterprise = new Cursor(value).u32()
    return userClasses(value.subarray(4)).map((text) => `enterprise ${enterprise}: ${text}`)
  })
}

/** Texts, each with its length in two bytes. */
function userClasses(value: Uint8Array | undefined): string[] {
  const cursor = new Cursor(value ?? new Uint8Array())
  const classes: string[] = []
  while (cursor.left > 1 && classes.length < 16) classes.push(printable(cursor.take(cursor.u16())))
  return classes
}

function bootIn(options: Options): string {
  const value = options.get(ARCHITECTURE)?.[0]
  return value === undefined || value.length < 2 ? '' : bootOf(new Cursor(value).u16())
}

function printable(bytes: Uint8Array): string {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? textOf(bytes) : hexText(bytes)
}
