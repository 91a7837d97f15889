import { tellAnswer } from '../dns/answers.ts'
import { readDns, readName } from '../dns/message.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Names of hosts and servers inside, who serves names, and which servers of makers a device asks for. Only answers are read. */
export const dns: DatagramProtocol = {
  id: 'dns',
  name: 'DNS',
  source: 'RFC 1035 §4 (message), §4.1.4 (compression); RFC 2782 (SRV); RFC 3596 (AAAA); RFC 4892 (version.bind)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [53],
  recognises: isDns,
  read: readUnicast,
}

const KNOWN_TYPES = 0x0110

/** Operations 0–2 and 4–6; between one and eight questions, and no more records than bytes could hold; the first question is read too. */
function isDns(bytes: Uint8Array, { source, destination }: Carrier): boolean {
  if (bytes.length < 17) return false
  const opcode = ((bytes[2] ?? 0) >> 3) & 15
  const questions = ((bytes[4] ?? 0) << 8) | (bytes[5] ?? 0)
  const answers = ((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)
  const isQuestion = ((bytes[2] ?? 0) & 0x80) === 0
  const isSound = opcode < 7 && opcode !== 3 && questions > 0 && questions <= 8 && answers * 11 < bytes.length
  if (!isSound || (isQuestion && answers > 0) || (bytes[12] ?? 0) > 63) return false
  return asksSomething(bytes, source.port === 53 || destination.port === 53)
}

/** A whole name and a class that is used: INTERNET, CHAOS, any; elsewhere also a type that exists. What DNSCrypt hides on the same port has none. */
function asksSomething(bytes: Uint8Array, isOnPort: boolean): boolean {
  const next = readName(bytes, 12)?.next ?? bytes.length
  const type = ((bytes[next] ?? 0) << 8) | (bytes[next + 1] ?? 0)
  const isClass = ((bytes[next + 2] ?? 1) & 0x7f) === 0 && [1, 3, 255].includes(bytes[next + 3] ?? 0)
  return isClass && (isOnPort || (type > 0 && type < KNOWN_TYPES))
}

function readUnicast(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  if (bytes.length < 12) return notes.malformed()
  if (((bytes[2] ?? 0) & 0x80) === 0) return
  const message = readDns(bytes)
  if (message === undefined) return
  if (!message.isWhole) notes.malformed()
  tellAnswer(message, carrier, notes)
}
