import { factsOf, subjectOf, textOf } from '../facts.ts'
import { isPlainName, netbiosName } from '../netbios/name.ts'
import type { Endpoint, Notes } from '../protocol.ts'
import { BerReader, integerOf, lengthOfElement, OCTETS, SEQUENCE } from '../snmp/ber.ts'

/** Application tags of the messages between a client and its key distribution centre (RFC 4120 §5.4, §5.9.1). */
const asRequest = 0x6a
const asAnswer = 0x6b
const ticketRequest = 0x6c
const ticketAnswer = 0x6d
const failure = 0x7e

const kerberosText = 0x1b
const netbiosAddress = 20
const maxFields = 24
const maxAddresses = 16
const maxComponents = 8

/** Whether these bytes begin a message of a client or of a centre: its tag, a length, and version 5 as its first field. */
export function looksLikeKerberos(bytes: Uint8Array): boolean {
  const tag = bytes[0] ?? 0
  const isRequest = tag === asRequest || tag === ticketRequest
  if (!isRequest && tag !== asAnswer && tag !== ticketAnswer && tag !== failure) return false
  const total = lengthOfElement(bytes)
  if (total === undefined || total < 12) return false
  const sequence = lengthOfHeader(bytes)
  const field = sequence + lengthOfHeader(bytes.subarray(sequence))
  const version = [isRequest ? 0xa1 : 0xa0, 3, 2, 1, 5]
  return bytes[sequence] === SEQUENCE && version.every((byte, index) => bytes[field + index] === byte)
}

function lengthOfHeader(bytes: Uint8Array): number {
  const first = bytes[1] ?? 0
  return first < 0x80 ? 2 : 2 + (first & 0x7f)
}

export interface KerberosEnds {
  readonly source: Endpoint
  readonly notes: Notes
}

/** Tells what a message says of the machine that sent it; who logs on is counted and never read out. */
export function tellKerberos(bytes: Uint8Array, { source, notes }: KerberosEnds): void {
  const message = new BerReader(bytes).next()
  const fields = message === undefined ? undefined : fieldsOf(new BerReader(message.content).take(SEQUENCE))
  if (message === undefined || fields === undefined) return notes.malformed()
  if (message.tag === asRequest || message.tag === ticketRequest) return tellClient(fields, { source, notes })
  if (fields.has(message.tag === failure ? 7 : 4)) notes.drop('person')
  const domain = message.tag === failure ? undefined : realmIn(fields.get(3))
  const facts = factsOf({ role: 'kerberos-server', service: 'kerberos/88', domain })
  notes.tell({ subject: subjectOf(source), facts, confidence: 'strong' })
}

/** The body of a request (RFC 4120 §5.4.1): the account, the realm, and the addresses of the machine, of which Windows gives its name. */
function tellClient(request: ReadonlyMap<number, Uint8Array>, { source, notes }: KerberosEnds): void {
  const body = fieldsOf(new BerReader(request.get(4) ?? new Uint8Array()).take(SEQUENCE))
  if (body === undefined) return notes.malformed()
  const subject = subjectOf(source)
  const hostName = machineIn(body.get(9))
  const facts = factsOf({ role: 'kerberos-client', domain: realmIn(body.get(2)), hostName })
  notes.tell({ subject, facts, confidence: hostName === undefined ? 'weak' : 'strong' }) // anybody may ask for any realm
  const account = body.get(1)
  if (account === undefined) return
  const machine = machineAccount(partsOf(account))
  if (machine === undefined) return notes.drop('person')
  if (machine.toLowerCase() !== hostName?.toLowerCase())
    notes.tell({ subject, facts: factsOf({ hostName: machine }), confidence: 'weak' })
}

/** `WS01$` and `host/ws01.hospital.example` log on as machines. A hint only: accounts of services may end in `$` too. */
function machineAccount(parts: readonly string[]): string | undefined {
  const [first = '', second = ''] = parts
  if (parts.length === 1) return /^[A-Za-z\d][\w-]{0,62}\$$/.test(first) ? first.slice(0, -1) : undefined
  const isHost = parts.length === 2 && first.toLowerCase() === 'host'
  return isHost && /^[A-Za-z\d][\w.-]{0,252}$/.test(second) ? second : undefined
}

/** PrincipalName (§5.2.2): kind of name, and its parts. */
function partsOf(content: Uint8Array): readonly string[] {
  const names = fieldsOf(new BerReader(content).take(SEQUENCE))?.get(1)
  const list = new BerReader(new BerReader(names ?? new Uint8Array()).take(SEQUENCE) ?? new Uint8Array())
  const parts: string[] = []
  while (list.left > 0 && parts.length < maxComponents) {
    const part = list.take(kerberosText)
    if (part !== undefined) parts.push(textOf(part))
  }
  return parts
}

/** HostAddresses (§5.2.5): of kind 20 is the NetBIOS name of the machine, sixteen characters. */
function machineIn(content: Uint8Array | undefined): string | undefined {
  const list = new BerReader(new BerReader(content ?? new Uint8Array()).take(SEQUENCE) ?? new Uint8Array())
  for (let count = 0; list.left > 0 && count < maxAddresses; count += 1) {
    const address = fieldsOf(list.take(SEQUENCE))
    const kind = integerOf(new BerReader(address?.get(0) ?? new Uint8Array()).take(0x02) ?? new Uint8Array())
    const written = new BerReader(address?.get(1) ?? new Uint8Array()).take(OCTETS)
    if (kind !== netbiosAddress || written?.length !== 16) continue
    const { name } = netbiosName(written)
    if (isPlainName(name)) return name
  }
  return undefined
}

function realmIn(content: Uint8Array | undefined): string | undefined {
  const realm = content === undefined ? undefined : new BerReader(content).take(kerberosText)
  const text = realm === undefined ? '' : textOf(realm)
  return /^[A-Za-z\d][\w.-]{0,252}$/.test(text) ? text : undefined
}

/** The fields of a SEQUENCE by the number of their tag; the first of each counts. */
function fieldsOf(content: Uint8Array | undefined): ReadonlyMap<number, Uint8Array> | undefined {
  if (content === undefined) return undefined
  const fields = new Map<number, Uint8Array>()
  const reader = new BerReader(content)
  for (let count = 0; reader.left > 0 && count < maxFields; count += 1) {
    const field = reader.next()
    if (field === undefined) break
    if (field.tag >> 5 === 5 && !fields.has(field.tag & 0x1f)) fields.set(field.tag & 0x1f, field.content)
  }
  return fields
}
