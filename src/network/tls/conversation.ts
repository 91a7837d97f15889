import { twoSides } from '../conversation.ts'
import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf } from '../facts.ts'
import { frameReader } from '../framing.ts'
import type { SideReader } from '../framing.ts'
import type { Carrier, Conversation, Endpoint, Notes, Side } from '../protocol.ts'
import { readCertificate } from './certificate.ts'
import { ja3Of, ja3sOf, ja4Of } from './fingerprints.ts'
import { readClientHello, readServerHello } from './hello.ts'

const maxRecord = 16_384 + 2048 + 5
const maxRecords = 64
const maxHandshakeMessage = 65_536
const maxHandshakeMessages = 16
const record = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 }
const handshake = { clientHello: 1, serverHello: 2, certificate: 11, serverHelloDone: 14, clientKeyExchange: 16 }

/** The open part of a TLS connection: greetings, and certificates up to TLS 1.2. */
export function tlsConversation({ source, destination }: Carrier, notes: Notes): Conversation {
  return twoSides({
    client: records({ side: 'client', endpoint: source, server: destination, notes }),
    server: records({ side: 'server', endpoint: destination, server: destination, notes }),
  })
}

/** A handshake record whose first message is a greeting (RFC 8446 §5.1), or, where the capture began later, a record of what is encrypted. */
export function looksLikeTls(bytes: Uint8Array): 'yes' | 'no' | 'more' {
  const [type, major, minor] = bytes
  if (type === record.applicationData) return looksEncrypted(bytes)
  if (type === record.alert) return looksLikeGoodbye(bytes)
  if (type !== record.handshake || (major ?? 3) !== 3 || (minor ?? 0) > 4) return 'no'
  if (bytes.length < 6) return 'more'
  return bytes[5] === handshake.clientHello || bytes[5] === handshake.serverHello ? 'yes' : 'no'
}

/** Version 1.0 to 1.3, and a length that a record can have. */
function looksEncrypted(bytes: Uint8Array): 'yes' | 'no' | 'more' {
  const [, major = 3, minor = 1, high = 0, low = 1] = bytes
  const length = high * 256 + low
  if (major !== 3 || minor < 1 || minor > 4 || length === 0 || length + 5 > maxRecord) return 'no'
  return bytes.length < 5 ? 'more' : 'yes'
}

/** An alert that is encrypted, hence longer than its two bytes, and alone: what a connection ends with whose begin was not captured. */
function looksLikeGoodbye(bytes: Uint8Array): 'yes' | 'no' | 'more' {
  const [, major = 3, minor = 1, high = 0, low = 18] = bytes
  if (major !== 3 || minor < 1 || minor > 4 || high !== 0 || low < 18 || low > 96) return 'no'
  return bytes.length < 5 ? 'more' : bytes.length % (low + 5) === 0 ? 'yes' : 'no'
}

/** The first bytes of the random number of a HelloRetryRequest. */
const retryRandom = [0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11]

interface Speaker {
  readonly side: Side
  readonly endpoint: Endpoint
  readonly server: Endpoint
  readonly notes: Notes
}

function records(speaker: Speaker): SideReader {
  const messages = handshakes(speaker)
  let asksAgain = false
  const lengthOf = (header: Uint8Array): number | undefined => {
    const cursor = new Cursor(header)
    const [type, major] = [cursor.u8(), cursor.u8()]
    cursor.skip(1)
    const length = cursor.u16()
    return major === 3 && type >= record.changeCipherSpec && type <= 24 && length + 5 <= maxRecord
      ? length + 5
      : undefined
  }
  return frameReader({ headerLength: 5, lengthOf, maxFrame: maxRecord, maxFrames: maxRecords }, (frame) => {
    if (frame[0] === record.handshake) {
      asksAgain ||= looksLikeRetry(frame)
      return messages.take(frame.subarray(5))
    }
    return frame[0] === record.alert || (frame[0] === record.changeCipherSpec && asksAgain) ? 'more' : 'enough'
  })
}

/** A server that asks for another greeting (RFC 8446 §4.1.3) says so by its random number, and may change ciphers for show before it greets. */
function looksLikeRetry(frame: Uint8Array): boolean {
  return frame[5] === handshake.serverHello && retryRandom.every((byte, index) => frame[11 + index] === byte)
}

/** Handshake messages, which may be cut anywhere into records. */
function handshakes(speaker: Speaker): SideReader {
  const lengthOf = (header: Uint8Array): number => {
    const cursor = new Cursor(header)
    cursor.skip(1)
    return cursor.u24() + 4
  }
  const limits = { headerLength: 4, lengthOf, maxFrame: maxHandshakeMessage, maxFrames: maxHandshakeMessages }
  return frameReader(limits, (message) => {
    const body = message.subarray(4)
    const type = message[0]
    if (type === handshake.clientHello) onClientHello(body, speaker)
    if (type === handshake.serverHello) onServerHello(body, speaker)
    if (type === handshake.certificate) onCertificate(body, speaker)
    const isLast = type === handshake.certificate || type === handshake.serverHelloDone
    return isLast || type === handshake.clientKeyExchange ? 'enough' : 'more'
  })
}

function onClientHello(body: Uint8Array, { endpoint, server, notes }: Speaker): void {
  const hello = readClientHello(body)
  if (hello === undefined) return notes.malformed()
  const facts = factsOf({ ja3: ja3Of(hello), ja4: ja4Of(hello), role: 'client' })
  notes.tell({ subject: subjectOf(endpoint), facts, confidence: 'weak' })
  const { serverName } = hello
  if (serverName === undefined) return
  notes.tell({ subject: subjectOf(server), facts: factsOf({ serverName }), confidence: 'strong' })
}

function onServerHello(body: Uint8Array, { endpoint, notes }: Speaker): void {
  const hello = readServerHello(body)
  if (hello === undefined) return notes.malformed()
  notes.tell({
    subject: subjectOf(endpoint),
    facts: factsOf({ ja3s: ja3sOf(hello), role: 'server' }),
    confidence: 'weak',
  })
}

function onCertificate(body: Uint8Array, { side, endpoint, notes }: Speaker): void {
  if (body.length <= 3) return // a client that has none shows an empty list
  const told = readCertificate(body, side)
  if (told === undefined) return notes.malformed()
  if (told.namesPerson) notes.drop('person')
  notes.tell({ subject: subjectOf(endpoint), facts: told.facts, confidence: 'strong' })
}
