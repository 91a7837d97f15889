import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'
import { looksLikeQuic, readInitial } from '../quic/initial.ts'
import { ja3Of, ja4Of } from '../tls/fingerprints.ts'
import { readClientHello } from '../tls/hello.ts'

/** The name that a client asks for, and its fingerprints, where its greeting fits in one datagram; everything after it is encrypted. */
export const quic: DatagramProtocol = {
  id: 'quic',
  name: 'QUIC',
  source:
    'RFC 9000 §17.2 (long header), §19.6 (CRYPTO); RFC 9001 §5 (Initial keys); RFC 9369 §3 (version 2); JA4 of clients (FoxIO)',
  secrecy: 'encrypted',
  over: 'datagram',
  ports: [443],
  recognises: looksLikeQuic,
  read,
}

const clientHello = 1
const handshakeHeader = 4
/** A client fills its first datagram up to here (RFC 9000 §14.1). */
const minInitial = 1200

function read(bytes: Uint8Array, { source, destination }: Carrier, notes: Notes): void {
  if (bytes.length < minInitial || !looksLikeQuic(bytes)) return
  const said = readInitial(bytes)
  if (said === undefined || said[0] !== clientHello) return
  const body = new Cursor(said.subarray(1)).u24()
  if (said.length < handshakeHeader + body) return // it goes on in another datagram
  const hello = readClientHello(said.subarray(handshakeHeader, handshakeHeader + body))
  if (hello === undefined) return notes.malformed()
  const facts = factsOf({ ja3: ja3Of(hello), ja4: ja4Of(hello, 'q'), role: 'client' })
  notes.tell({ subject: subjectOf(source), facts, confidence: 'weak' })
  const { serverName } = hello
  if (serverName !== undefined)
    notes.tell({ subject: subjectOf(destination), facts: factsOf({ serverName }), confidence: 'strong' })
}
