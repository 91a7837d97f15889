import { hexText, ipv4Text, isHostAddress, isInterfaceMac, macText } from '../addresses.ts'
import { Cursor } from '../cursor.ts'
import { bootOf, machineOf, systemOf } from '../dhcp/client-systems.ts'
import { readDuid } from '../dhcp/duid.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes, Telling } from '../protocol.ts'

/**
 * Who asks for an address, what the asker says of itself, and which address it is given for a while. The address it wishes for is not told: it
 * may be refused.
 */
export const dhcp: DatagramProtocol = {
  id: 'dhcp',
  name: 'DHCP',
  source:
    'RFC 2131 §2 (message), RFC 2132 (options 12, 15, 53–55, 60, 61), RFC 3004 (77), 3046 (82), 4578 (93, 97), 4702 (81), 3925 (124), 8520 (161)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [67, 68],
  recognises: (bytes) => bytes.length >= 240 && (bytes[0] === 1 || bytes[0] === 2) && hasCookie(bytes),
  read: readDhcp,
}

const maxOptions = 128
const OPTIONS_AT = 236
const HOST_NAME = 12
const DOMAIN = 15
const OVERLOAD = 52
const MESSAGE = 53
const SERVER = 54
const PARAMETERS = 55
const VENDOR_CLASS = 60
const CLIENT_ID = 61
const USER_CLASS = 77
const FQDN = 81
const RELAY = 82
const ARCHITECTURE = 93
const MACHINE_ID = 97
const VENDOR_CLASSES = 124
const MUD_URL = 161
/** Kinds of message: RFC 2132 §9.6, RFC 4388 (lease queries). A message without a kind is BOOTP's, which old equipment still speaks. */
const BOOTP = 0
const REQUESTS: ReadonlySet<number> = new Set([BOOTP, 1, 3, 4, 7, 8])
const LEASES: ReadonlySet<number> = new Set([BOOTP, 5, 13])

type Options = ReadonlyMap<number, Uint8Array>

function hasCookie(bytes: Uint8Array): boolean {
  return bytes[236] === 0x63 && bytes[237] === 0x82 && bytes[238] === 0x53 && bytes[239] === 0x63
}

function readDhcp(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  if (bytes.length < OPTIONS_AT + 4 || !hasCookie(bytes)) return notes.malformed()
  const options = allOptions(bytes)
  if (options === 'malformed') return notes.malformed()
  const message = options.get(MESSAGE)?.[0] ?? BOOTP
  const mac = hardwareAddress(bytes)
  if (bytes[0] === 1 && REQUESTS.has(message)) return tellAsker(bytes, { mac, options }, notes)
  if (bytes[0] === 2) tellLease(bytes, { message, mac, options, carrier }, notes)
}

/** Ethernet only; undefined when the client has another kind of address, or none. */
function hardwareAddress(bytes: Uint8Array): string | undefined {
  const mac = bytes[1] === 1 && bytes[2] === 6 ? macText(bytes, 28) : undefined
  return mac !== undefined && isInterfaceMac(mac) ? mac : undefined
}

function tellAsker(
  bytes: Uint8Array,
  { mac, options }: { mac: string | undefined; options: Options },
  notes: Notes,
): void {
  const own = ipv4Text(bytes, 12) ?? ''
  const subject = subjectOf({ mac, ip: isHostAddress(own) ? own : undefined })
  const vendorClass = text(options, VENDOR_CLASS)
  notes.tell({
    subject,
    facts: factsOf({
      hostName: [text(options, HOST_NAME), qualifiedName(options)],
      vendorClass: [
        vendorClass,
        ...userClasses(options.get(USER_CLASS)),
        ...enterpriseClasses(options.get(VENDOR_CLASSES)),
      ],
      dhcpParameters: options.get(PARAMETERS)?.join(','),
      deviceIdentifier: [clientIdentifier(options.get(CLIENT_ID)), machineIdentifier(options.get(MACHINE_ID))],
      deviceKind: [architecture(options.get(ARCHITECTURE)), text(options, MUD_URL)],
      switchPort: relayPort(options.get(RELAY)),
    }),
    confidence: 'strong',
  })
  tellMore({ subject, confidence: 'explicit' }, machineOf(vendorClass), notes)
  tellMore({ subject, confidence: 'weak' }, systemOf(vendorClass), notes)
}

function tellMore(of: Pick<Telling, 'subject' | 'confidence'>, told: FactsTold, notes: Notes): void {
  const facts = factsOf(told)
  if (facts.length > 0) notes.tell({ ...of, facts })
}

interface Reply {
  readonly message: number
  readonly mac: string | undefined
  readonly options: Options
  readonly carrier: Carrier
}

function tellLease(bytes: Uint8Array, { message, mac, options, carrier }: Reply, notes: Notes): void {
  const given = ipv4Text(bytes, 16) ?? ''
  const own = ipv4Text(bytes, 12) ?? ''
  const ip = isHostAddress(given) ? given : own
  if (LEASES.has(message) && mac !== undefined && isHostAddress(ip)) {
    const facts = factsOf({
      hostName: [text(options, HOST_NAME), qualifiedName(options)],
      domain: text(options, DOMAIN),
      switchPort: relayPort(options.get(RELAY)),
    })
    notes.tell({ subject: { mac, ip }, facts, confidence: 'strong' })
  }
  const server = ipv4Text(options.get(SERVER) ?? new Uint8Array(), 0)
  if (server === undefined || !isHostAddress(server)) return
  const isDirect = carrier.source.ip === server && carrier.source.mac !== undefined
  notes.tell({
    subject: { ip: server, ...(isDirect ? { mac: carrier.source.mac } : {}) },
    facts: servesAddresses,
    confidence: 'strong',
  })
}

const servesAddresses = factsOf({ role: 'dhcp-server', service: 'dhcp/67' })

/** Of the options field, then of `file` and `sname` where option 52 says that they hold options; repeated ones are joined (RFC 3396). */
function allOptions(bytes: Uint8Array): Options | 'malformed' {
  const options = new Map<number, Uint8Array>()
  if (!addOptions(bytes.subarray(OPTIONS_AT + 4), options)) return 'malformed'
  const overload = options.get(OVERLOAD)?.[0] ?? 0
  if ((overload & 1) !== 0 && !addOptions(bytes.subarray(108, 236), options)) return 'malformed'
  if ((overload & 2) !== 0 && !addOptions(bytes.subarray(44, 108), options)) return 'malformed'
  return options
}

/** False when an option is longer than what is left. */
function addOptions(bytes: Uint8Array, options: Map<number, Uint8Array>): boolean {
  const cursor = new Cursor(bytes)
  for (let count = 0; count < maxOptions && cursor.left > 0; count += 1) {
    const code = cursor.u8()
    if (code === 0) {
      count -= 1
      continue
    }
    if (code === 255) return true
    const value = cursor.take(cursor.u8())
    if (cursor.isShort) return false
    const before = options.get(code)
    options.set(code, before === undefined ? value : Uint8Array.from([...before, ...value]))
  }
  return true
}

function text(options: Options, code: number): string {
  const value = options.get(code)
  return value === undefined ? '' : textOf(value).replace(/\0+$/, '')
}

/** RFC 4702 §2: flags, two bytes of no use, a name in ASCII or, when bit E is set, in DNS labels without compression. */
function qualifiedName(options: Options): string {
  const value = options.get(FQDN)
  if (value === undefined || value.length < 4) return ''
  const name = value.subarray(3)
  return ((value[0] ?? 0) & 4) === 0 ? textOf(name).replace(/\0+$/, '') : labels(name)
}

function labels(bytes: Uint8Array): string {
  const cursor = new Cursor(bytes)
  const parts: string[] = []
  while (cursor.left > 0) {
    const length = cursor.u8()
    if (length === 0 || length > 63) break
    parts.push(textOf(cursor.take(length)))
  }
  return parts.join('.')
}

/** RFC 3004: each with its length. Windows and iPXE send plain text instead. */
function userClasses(value: Uint8Array | undefined): string[] {
  if (value === undefined) return []
  const cursor = new Cursor(value)
  const classes: string[] = []
  while (cursor.left > 0) classes.push(textOf(cursor.take(cursor.u8())))
  return cursor.isShort ? [textOf(value)] : classes
}

/** RFC 3925 §3: `enterprise 9: text`. */
function enterpriseClasses(value: Uint8Array | undefined): string[] {
  if (value === undefined) return []
  const cursor = new Cursor(value)
  const classes: string[] = []
  while (cursor.left > 4) {
    const enterprise = cursor.u32()
    const inner = new Cursor(cursor.take(cursor.u8()))
    while (inner.left > 0) classes.push(`enterprise ${enterprise}: ${textOf(inner.take(inner.u8()))}`)
  }
  return classes
}

/** A DUID (RFC 4361 §6.1: type 255 and four bytes of the interface); an Ethernet address says nothing new, and other texts may be anybody's words. */
function clientIdentifier(value: Uint8Array | undefined): string {
  if (value === undefined || value[0] !== 255) return ''
  return readDuid(value.subarray(5))?.identifier ?? ''
}

/** RFC 4578 §2.3: type 0 and the UUID of the machine. */
function machineIdentifier(value: Uint8Array | undefined): string {
  if (value === undefined || value.length !== 17 || value[0] !== 0) return ''
  const id = value.subarray(1)
  return id.every((byte) => byte === id[0]) ? '' : `uuid:${hexText(id)}`
}

function architecture(value: Uint8Array | undefined): string {
  return value === undefined || value.length < 2 ? '' : bootOf(new Cursor(value).u16())
}

/** RFC 3046 §3.1–3.2: the port of the relay on which the asker stands (sub-option 1), of which relay (sub-option 2). In hex unless it is text. */
function relayPort(value: Uint8Array | undefined): string | undefined {
  if (value === undefined) return undefined
  const cursor = new Cursor(value)
  const parts = new Map<number, string>()
  while (cursor.left > 1) {
    const code = cursor.u8()
    parts.set(code, printable(cursor.take(cursor.u8())))
  }
  const port = parts.get(1)
  if (port === undefined || port === '') return undefined
  const relay = parts.get(2)
  return relay === undefined || relay === '' ? port : `${port} of ${relay}`
}

function printable(bytes: Uint8Array): string {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? textOf(bytes) : hexText(bytes)
}
