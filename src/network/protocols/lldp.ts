import { hexText, ipv4Text, ipv6Text, isHostAddress, isInterfaceMac, macText } from '../addresses.ts'
import { factsOf, joinFacts, subjectOf, textOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { ObservedField, ObservedSubject } from '../../model/index.ts'
import type { Carrier, FrameProtocol, Notes } from '../protocol.ts'

/** What a device says of itself to its neighbour on the wire: name, description, addresses, and its inventory when it speaks LLDP-MED. */
export const lldp: FrameProtocol = {
  id: 'lldp',
  name: 'LLDP / LLDP-MED',
  source:
    'IEEE 802.1AB-2016 §8; ANSI/TIA-1057 §10.2.6 (inventory); IEC 61158-6-10 (chassis address of PROFINET); RFC 8520 §11 (MUD URL)',
  secrecy: 'clear',
  over: 'frame',
  carriedIn: [0x88cc],
  read: readLldp,
}

const maxElements = 128
const END = 0
const CHASSIS = 1
const PORT = 2
const LIFE = 3
const SYSTEM_NAME = 5
const SYSTEM_DESCRIPTION = 6
const CAPABILITIES = 7
const MANAGEMENT_ADDRESS = 8
const ORGANISATION = 127
const MAC_SUBTYPE: Readonly<Record<number, number>> = { [CHASSIS]: 4, [PORT]: 3 }
const NETWORK_ADDRESS_SUBTYPE = 5

interface Element {
  readonly type: number
  readonly value: Uint8Array
}

function readLldp(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  const elements = elementsOf(bytes)
  if (elements === undefined) return notes.malformed()
  if (lifeOf(elements) === 0) return
  const described = elements.map((element) => told(element))
  const facts = factsOf(joinFacts(described))
  const identity = factsOf(joinFacts(elements.map((element) => inventory(element))))
  const subject = subjectFor(elements, carrier)
  if (facts.length > 0 || identity.length === 0) notes.tell({ subject, facts, confidence: 'strong' })
  if (identity.length > 0) notes.tell({ subject, facts: identity, confidence: 'explicit' })
}

/** Type and length in two bytes, 7 and 9 bits. The first three are chassis, port and time to live, in this order (§8.2). Undefined when they are not. */
function elementsOf(bytes: Uint8Array): Element[] | undefined {
  const elements: Element[] = []
  for (let at = 0; at + 2 <= bytes.length && elements.length < maxElements;) {
    const head = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
    const type = head >> 9
    const end = at + 2 + (head & 0x1ff)
    if (type === END) break
    if (end > bytes.length) return undefined
    elements.push({ type, value: bytes.subarray(at + 2, end) })
    at = end
  }
  return elements[0]?.type === CHASSIS && elements[1]?.type === PORT && elements[2]?.type === LIFE
    ? elements
    : undefined
}

function lifeOf(elements: readonly Element[]): number | undefined {
  const life = elements.find(({ type }) => type === LIFE)?.value
  return life === undefined || life.length < 2 ? undefined : ((life[0] ?? 0) << 8) | (life[1] ?? 0)
}

function subjectFor(elements: readonly Element[], carrier: Carrier): ObservedSubject {
  const ips = elements.flatMap(({ type, value }) =>
    type === MANAGEMENT_ADDRESS ? (addressOf(value.subarray(1, 1 + (value[0] ?? 0))) ?? []) : [],
  )
  const ip = ips.find((address) => !address.includes(':')) ?? ips[0]
  return subjectOf({ mac: carrier.source.mac, ip })
}

/** An address after its family (IANA address family numbers: 1 IPv4, 2 IPv6, 6 link layer). */
function addressOf(value: Uint8Array): string | undefined {
  const ip =
    value[0] === 1 && value.length === 5
      ? ipv4Text(value, 1)
      : value[0] === 2 && value.length === 17
        ? ipv6Text(value, 1)
        : undefined
  return ip !== undefined && isHostAddress(ip) ? ip : undefined
}

function told({ type, value }: Element): FactsTold {
  switch (type) {
    case CHASSIS:
    case PORT:
      return identifierOf(type, value)
    case SYSTEM_NAME:
      return { hostName: textOf(value) }
    case SYSTEM_DESCRIPTION:
      return { sysDescr: textOf(value) }
    case CAPABILITIES:
      return { role: rolesOf(value) }
    case MANAGEMENT_ADDRESS:
      return { ip: addressOf(value.subarray(1, 1 + (value[0] ?? 0))) }
    case ORGANISATION:
      return ofOrganisation(value)
    default:
      return {}
  }
}

/** Of the sender itself: the address of its chassis or of the port that speaks. */
function identifierOf(type: number, value: Uint8Array): FactsTold {
  if (value[0] === MAC_SUBTYPE[type] && value.length === 7) return macOf(value, 1)
  return type === CHASSIS && value[0] === NETWORK_ADDRESS_SUBTYPE ? { ip: addressOf(value.subarray(1)) } : {}
}

function macOf(value: Uint8Array, at: number): FactsTold {
  const mac = macText(value, at)
  return mac !== undefined && isInterfaceMac(mac) ? { mac } : {}
}

const capabilities: readonly (readonly [number, string])[] = [
  [0x02, 'repeater'],
  [0x04, 'switch'],
  [0x08, 'access-point'],
  [0x10, 'router'],
  [0x20, 'telephone'],
  [0x40, 'cable-modem'],
  [0x80, 'station'],
]

/** Two bytes of what it could be, two of what it is now (§8.5.8). */
function rolesOf(value: Uint8Array): string[] {
  const enabled = value.length < 4 ? 0 : ((value[2] ?? 0) << 8) | (value[3] ?? 0)
  return capabilities.filter(([bit]) => (enabled & bit) !== 0).map(([, role]) => role)
}

const MED = '0012bb'
const PROFINET = '000ecf'
const IANA = '00005e'

function ofOrganisation(value: Uint8Array): FactsTold {
  const organisation = hexText(value.subarray(0, 3))
  const subtype = value[3] ?? 0
  if (organisation === PROFINET && subtype === 5) return macOf(value, 4)
  if (organisation === IANA && subtype === 1) return { deviceKind: textOf(value.subarray(4)) }
  return {}
}

/** ANSI/TIA-1057 §10.2.6: subtypes 5–11. */
const inventoryFields: Readonly<Record<number, ObservedField>> = {
  5: 'hardwareVersion',
  6: 'firmwareVersion',
  7: 'softwareVersion',
  8: 'serial',
  9: 'maker',
  10: 'model',
  11: 'assetTag',
}

function inventory({ type, value }: Element): FactsTold {
  if (type !== ORGANISATION || hexText(value.subarray(0, 3)) !== MED) return {}
  const field = inventoryFields[value[3] ?? 0]
  return field === undefined ? {} : { [field]: textOf(value.subarray(4)) }
}
