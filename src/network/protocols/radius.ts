import { isHostAddress, ipv4Text } from '../addresses.ts'
import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Who is let into the network (802.1X): the interface, its address, and the port of the switch that it stands on. Users and what they prove are never read. */
export const radius: DatagramProtocol = {
  id: 'radius',
  name: 'RADIUS',
  source:
    'RFC 2865 §3 (packet), §5 (attributes); RFC 2866 §4 (accounting); RFC 2869 §5.17 (port); RFC 3580 §3.20–3.21 (addresses)',
  secrecy: 'mixed',
  over: 'datagram',
  ports: [1812, 1813, 1645, 1646],
  recognises: isRadius,
  read,
}

const codes = { accessRequest: 1, accept: 2, reject: 3, accountingRequest: 4, accountingAnswer: 5, challenge: 11 }
const known: ReadonlySet<number | undefined> = new Set(Object.values(codes))
const answers: ReadonlySet<number> = new Set([codes.accept, codes.reject, codes.accountingAnswer, codes.challenge])
const attribute = {
  user: 1,
  password: 2,
  framedIp: 8,
  callingStation: 31,
  nasIdentifier: 32,
  portType: 61,
  eap: 79,
  portId: 87,
}
const headerLength = 20
const ethernet = 15
const maxAttributes = 64

/** Code, number, length, authenticator, and attributes that fill the rest exactly. */
function isRadius(bytes: Uint8Array, { source, destination }: Carrier): boolean {
  const length = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)
  if (!known.has(bytes[0]) || length !== bytes.length || length < headerLength || length > 4096) return false
  const isOnPort = radius.ports.includes(source.port ?? 0) || radius.ports.includes(destination.port ?? 0)
  return (length > headerLength || isOnPort) && attributesOf(bytes) !== undefined
}

function attributesOf(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> | undefined {
  const found = new Map<number, Uint8Array>()
  const cursor = new Cursor(bytes.subarray(headerLength))
  for (let count = 0; cursor.left > 0; count += 1) {
    const [type, length] = [cursor.u8(), cursor.u8()]
    const value = cursor.take(length - 2)
    if (cursor.isShort || length < 2 || type === 0) return undefined
    if (count < maxAttributes && !found.has(type)) found.set(type, value)
  }
  return found
}

function read(bytes: Uint8Array, { source }: Carrier, notes: Notes): void {
  const attributes = isKnown(bytes) ? attributesOf(bytes) : undefined
  if (attributes === undefined) return notes.malformed()
  if (attributes.has(attribute.user)) notes.drop('person')
  if (attributes.has(attribute.password) || attributes.has(attribute.eap)) notes.drop('credential')
  const code = bytes[0] ?? 0
  if (answers.has(code)) return notes.tell({ subject: subjectOf(source), facts: serves, confidence: 'strong' })
  notes.tell({ subject: subjectOf(source), facts: asks, confidence: 'strong' })
  const mac = stationIn(attributes)
  if (mac === undefined) return
  const ip =
    code === codes.accountingRequest ? ipv4Text(attributes.get(attribute.framedIp) ?? new Uint8Array()) : undefined
  const subject = subjectOf({ mac, ip: ip !== undefined && isHostAddress(ip) ? ip : undefined })
  const facts = factsOf({ switchPort: portIn(attributes) })
  notes.tell({ subject, facts, confidence: 'strong' })
}

const serves = factsOf({ role: 'radius-server' })
const asks = factsOf({ role: 'radius-client' })

function isKnown(bytes: Uint8Array): boolean {
  return known.has(bytes[0]) && bytes.length >= headerLength
}

/** `00-09-FB-01-02-03` in any of its spellings; it may be a telephone number too. */
function stationIn(attributes: ReadonlyMap<number, Uint8Array>): string | undefined {
  const written = textOf(attributes.get(attribute.callingStation) ?? new Uint8Array())
    .replaceAll(/[-:.]/g, '')
    .toLowerCase()
  if (!/^[\da-f]{12}$/.test(written)) return undefined
  return written.replaceAll(/..(?=.)/g, '$&:')
}

/** The switch by its own name, and its port; access points have none. */
function portIn(attributes: ReadonlyMap<number, Uint8Array>): string {
  const text = (type: number): string => textOf(attributes.get(type) ?? new Uint8Array())
  const isWired = attributes.get(attribute.portType)?.at(-1) === ethernet
  return isWired && text(attribute.portId) !== ''
    ? `${text(attribute.nasIdentifier)} ${text(attribute.portId)}`.trim()
    : ''
}
