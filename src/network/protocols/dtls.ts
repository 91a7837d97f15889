import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'
import { readCertificate } from '../tls/certificate.ts'
import { ja3Of, ja3sOf, ja4Of } from '../tls/fingerprints.ts'
import { readClientHello, readServerHello } from '../tls/hello.ts'

/** TLS over datagrams: pumps and gateways with CoAP, SNMP over DTLS, tunnels for maintenance. Only greetings and certificates that one datagram holds whole are read. */
export const dtls: DatagramProtocol = {
  id: 'dtls',
  name: 'DTLS',
  source:
    'RFC 6347 §4.1 (records), §4.2.1–4.2.2 (handshake); RFC 9147 §5.3; RFC 5415 §4.2 (access points); JA3; JA4 of clients (FoxIO)',
  secrecy: 'encrypted',
  over: 'datagram',
  ports: [5684, 10161, 5246],
  recognises: isDtls,
  read,
}

const recordHeader = 13
const handshakeHeader = 12
const handshakeRecord = 22
const kinds = { clientHello: 1, serverHello: 2, helloVerify: 3, certificate: 11 }
const firstKinds: ReadonlySet<number | undefined> = new Set([
  kinds.clientHello,
  kinds.serverHello,
  kinds.helloVerify,
  kinds.certificate,
])
const maxRecords = 16
const maxMessages = 8

/** A record of version 1.0 or 1.2, or of the version that some clients had before (1 0), whose length fits; of a handshake one that is not encrypted. */
function isDtls(datagram: Uint8Array): boolean {
  const bytes = withoutPreamble(datagram)
  const [type = 0, major, minor] = bytes
  const isVersion = (major === 0xfe && (minor === 0xff || minor === 0xfd)) || (major === 1 && minor === 0)
  if (bytes.length < recordHeader || type < 20 || type > 25 || !isVersion) return false
  const length = ((bytes[11] ?? 0) << 8) | (bytes[12] ?? 0)
  const next = recordHeader + length
  if (length === 0 || next > bytes.length) return false
  const isOpen = bytes[3] === 0 && bytes[4] === 0
  if (isOpen) return type === handshakeRecord && firstKinds.has(bytes[recordHeader])
  return next === bytes.length || bytes[next + 1] === major
}

/** Access points and their controller put four bytes before it: version 0, encrypted (RFC 5415 §4.2). */
function withoutPreamble(bytes: Uint8Array): Uint8Array {
  const isCapwap = bytes[0] === 1 && bytes[1] === 0 && bytes[2] === 0 && bytes[3] === 0
  return isCapwap ? bytes.subarray(4) : bytes
}

function read(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  const cursor = new Cursor(withoutPreamble(bytes))
  for (let count = 0; cursor.left >= recordHeader && count < maxRecords; count += 1) {
    const type = cursor.u8()
    cursor.skip(2)
    const epoch = cursor.u16()
    cursor.skip(6)
    const record = cursor.take(cursor.u16())
    if (cursor.isShort) return notes.malformed()
    if (type === handshakeRecord && epoch === 0) readMessages(record, carrier, notes)
  }
}

/** Messages may come in parts, over several datagrams: those are left out. */
function readMessages(record: Uint8Array, carrier: Carrier, notes: Notes): void {
  const cursor = new Cursor(record)
  for (let count = 0; cursor.left >= handshakeHeader && count < maxMessages; count += 1) {
    const [type, length] = [cursor.u8(), cursor.u24()]
    cursor.skip(2)
    const [offset, partLength] = [cursor.u24(), cursor.u24()]
    const body = cursor.take(partLength)
    if (cursor.isShort) return notes.malformed()
    if (offset === 0 && partLength === length) tellMessage(type, body, { carrier, notes })
  }
}

interface Ends {
  readonly carrier: Carrier
  readonly notes: Notes
}

function tellMessage(type: number, body: Uint8Array, { carrier, notes }: Ends): void {
  if (type === kinds.clientHello) return tellClient(body, { carrier, notes })
  const subject = subjectOf(carrier.source)
  if (type === kinds.serverHello) {
    const hello = readServerHello(body)
    if (hello === undefined) return notes.malformed()
    notes.tell({ subject, facts: factsOf({ ja3s: ja3sOf(hello), role: 'server' }), confidence: 'weak' })
  }
  if (type !== kinds.certificate || body.length <= 3) return
  // Either end may show one, and the datagram does not say which it is: names of persons are left out as for clients.
  const told = readCertificate(body, 'client')
  if (told === undefined) return notes.malformed()
  if (told.namesPerson) notes.drop('person')
  notes.tell({ subject, facts: told.facts, confidence: 'strong' })
}

function tellClient(body: Uint8Array, { carrier, notes }: Ends): void {
  const hello = readClientHello(body, 'datagrams')
  if (hello === undefined) return notes.malformed()
  const facts = factsOf({ ja3: ja3Of(hello), ja4: ja4Of(hello, 'd'), role: 'client' })
  notes.tell({ subject: subjectOf(carrier.source), facts, confidence: 'weak' })
  const { serverName } = hello
  if (serverName === undefined) return
  notes.tell({ subject: subjectOf(carrier.destination), facts: factsOf({ serverName }), confidence: 'strong' })
}
