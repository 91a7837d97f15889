import type { ObservedSubject } from '../../model/index.ts'
import { readNetworkMessage } from '../bacnet/network.ts'
import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf } from '../facts.ts'
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
  const message = readNetworkMessage(cursor, notes)
  if (message === undefined) return
  const { facts, isRouted } = message
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
