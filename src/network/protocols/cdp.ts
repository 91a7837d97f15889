import { ipv4Text, isHostAddress } from '../addresses.ts'
import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import { oidText } from '../snmp/ber.ts'
import type { Carrier, FrameProtocol, Notes } from '../protocol.ts'

/** What Cisco equipment, IP telephones and access points say of themselves to their neighbour on the wire. */
export const cdp: FrameProtocol = {
  id: 'cdp',
  name: 'CDP',
  source: 'Cisco, “Cisco Discovery Protocol frame format” (document 43485): types 1, 2, 4–6, 20, 21, 23',
  secrecy: 'clear',
  over: 'frame',
  carriedIn: ['llc:00000c2000'],
  read: readCdp,
}

const maxFields = 128
const DEVICE_ID = 0x01
const ADDRESSES = 0x02
const CAPABILITIES = 0x04
const SOFTWARE = 0x05
const PLATFORM = 0x06
const SYSTEM_NAME = 0x14
const SYSTEM_OID = 0x15
const LOCATION = 0x17

type Fields = ReadonlyMap<number, Uint8Array>

function readCdp(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  const fields = fieldsOf(bytes)
  if (fields === undefined) return notes.malformed()
  const text = (type: number): string => textOf(fields.get(type) ?? new Uint8Array())
  const ip = addressIn(fields.get(ADDRESSES))
  const software = text(SOFTWARE)
  const subject = subjectOf({ mac: carrier.source.mac, ip: ip ?? carrier.source.ip })
  const told: FactsTold = {
    model: text(PLATFORM).replace(/^cisco /i, ''),
    maker: /^cisco /i.test(text(PLATFORM)) ? 'Cisco' : undefined,
    softwareVersion: /\bVersion:? ([^\s,]{1,60})/i.exec(software)?.[1],
    hostName: [nameOf(text(DEVICE_ID)), text(SYSTEM_NAME)],
    serial: /\(([A-Z\d]{8,16})\)$/.exec(text(DEVICE_ID).trim())?.[1],
    location: text(LOCATION).slice(1),
    role: rolesOf(fields.get(CAPABILITIES)),
    sysDescr: software,
    sysObjectId: oidText(fields.get(SYSTEM_OID) ?? new Uint8Array()),
  }
  notes.tell({ subject, facts: factsOf(told), confidence: 'strong' })
}

/** Version, time to live, checksum, then fields with type and length, which counts its own four bytes. Undefined when there is none, or one lies. */
function fieldsOf(bytes: Uint8Array): Fields | undefined {
  if ((bytes[0] !== 1 && bytes[0] !== 2) || bytes.length < 8) return undefined
  const cursor = new Cursor(bytes.subarray(4))
  const fields = new Map<number, Uint8Array>()
  for (let count = 0; count < maxFields && cursor.left >= 4; count += 1) {
    const type = cursor.u16()
    const length = cursor.u16()
    if (type === 0 && length === 0) break
    const value = cursor.take(length - 4)
    if (cursor.isShort) return fields.size === 0 ? undefined : fields
    if (!fields.has(type)) fields.set(type, value)
  }
  return fields.size === 0 ? undefined : fields
}

/** Some switches put their serial number in brackets behind the name, or their chassis' address in place of it. */
function nameOf(deviceId: string): string {
  const name = deviceId.trim().replace(/\([A-Z\d]{8,16}\)$/, '')
  return /^[\da-f]{12}$/i.test(name) ? '' : name
}

/** The first IPv4 address: a count, then protocol type, protocol (0xcc: IPv4), length, address. */
function addressIn(value: Uint8Array | undefined): string | undefined {
  if (value === undefined) return undefined
  const cursor = new Cursor(value)
  const count = Math.min(cursor.u32(), 16)
  for (let index = 0; index < count && !cursor.isShort; index += 1) {
    cursor.skip(1)
    const protocol = cursor.take(cursor.u8())
    const address = cursor.take(cursor.u16())
    const ip = protocol.length === 1 && protocol[0] === 0xcc && address.length === 4 ? ipv4Text(address) : undefined
    if (ip !== undefined && isHostAddress(ip)) return ip
  }
  return undefined
}

const capabilities: readonly (readonly [number, string])[] = [
  [0x01, 'router'],
  [0x02, 'bridge'],
  [0x08, 'switch'],
  [0x10, 'station'],
  [0x40, 'repeater'],
  [0x80, 'telephone'],
]

function rolesOf(value: Uint8Array | undefined): string[] {
  const bits = value === undefined ? 0 : new Cursor(value).u32()
  return capabilities.filter(([bit]) => (bits & bit) !== 0).map(([, role]) => role)
}
