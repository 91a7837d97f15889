import type { ObservedSubject } from '../../model/index.ts'
import { iAm, readProperties, readProperty } from '../bacnet/services.ts'
import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Controllers of building technology: air, cold, doors, medical gases. What they are is read; what they measure is not. */
export const bacnet: DatagramProtocol = {
  id: 'bacnet',
  name: 'BACnet/IP',
  source:
    'ASHRAE 135-2020 annex J (IP), §6.2 (network layer), §20.1 (services), §12.11 (device object), §15.5, §15.7, §16.10',
  secrecy: 'clear',
  over: 'datagram',
  ports: [47808],
  recognises: isBacnet,
  read: readBacnet,
}

const BVLL = 0x81
const FORWARDED = 0x04
/** Functions that bring a message: forwarded, distribute, unicast, broadcast. */
const brings: ReadonlySet<number | undefined> = new Set([FORWARDED, 0x09, 0x0a, 0x0b])
const I_AM = 0
const READ_PROPERTY = 12
const READ_PROPERTIES = 14

function isBacnet(bytes: Uint8Array): boolean {
  const length = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)
  return bytes[0] === BVLL && (bytes[1] ?? 99) <= 0x0c && length >= 4 && length === bytes.length
}

function readBacnet(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  if (bytes[0] !== BVLL || bytes.length < 6) return notes.malformed()
  if (!brings.has(bytes[1])) return
  const cursor = new Cursor(bytes)
  cursor.skip(4)
  const forwarder = bytes[1] === FORWARDED ? cursor.take(6) : undefined
  const isRouted = skipNetworkLayer(cursor)
  if (isRouted === undefined) return
  const facts = factsOf(toldIn(cursor, notes) ?? {})
  if (cursor.isShort) return notes.malformed()
  if (facts.length === 0) return
  notes.tell({
    subject: subjectFor(carrier, { forwarder, isRouted }),
    facts: [...facts, ...speaks],
    confidence: 'explicit',
  })
}

const speaks = factsOf({ service: 'bacnet/47808' })

interface Path {
  readonly forwarder: Uint8Array | undefined
  readonly isRouted: boolean
}

/** Behind a router of BACnet stands another device, whose own address means nothing on this network: it is known by its device number alone. */
function subjectFor({ source }: Carrier, { forwarder, isRouted }: Path): ObservedSubject {
  if (isRouted) return {}
  return forwarder === undefined || forwarder.length < 6
    ? subjectOf(source)
    : { ip: forwarder.subarray(0, 4).join('.') }
}

/** §6.2.2: version 1, control, destination and source network. True when the message came from another network; undefined: a network message. */
function skipNetworkLayer(cursor: Cursor): boolean | undefined {
  if (cursor.u8() !== 1) return undefined
  const control = cursor.u8()
  const hasDestination = (control & 0x20) !== 0
  const hasSource = (control & 0x08) !== 0
  if (hasDestination) {
    cursor.skip(2)
    cursor.skip(cursor.u8())
  }
  if (hasSource) {
    cursor.skip(2)
    cursor.skip(cursor.u8())
  }
  if (hasDestination) cursor.skip(1)
  return (control & 0x80) !== 0 || cursor.isShort ? undefined : hasSource
}

/** §20.1: unconfirmed requests (1) and unsegmented answers (3). */
function toldIn(cursor: Cursor, notes: Notes): FactsTold | undefined {
  const first = cursor.u8()
  if (first >> 4 === 1) return cursor.u8() === I_AM ? iAm(cursor.take(cursor.left)) : undefined
  if (first >> 4 !== 3 || (first & 8) !== 0) return undefined
  cursor.skip(1)
  const service = cursor.u8()
  if (service === READ_PROPERTY) return readProperty(cursor.take(cursor.left), notes)
  return service === READ_PROPERTIES ? readProperties(cursor.take(cursor.left), notes) : undefined
}
