import { tellAnswer } from '../dns/answers.ts'
import { readDns } from '../dns/message.ts'
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

/** Operations 0–2 and 4–6; between one and eight questions, and no more records than bytes could hold. */
function isDns(bytes: Uint8Array): boolean {
  if (bytes.length < 17) return false
  const opcode = ((bytes[2] ?? 0) >> 3) & 15
  const questions = ((bytes[4] ?? 0) << 8) | (bytes[5] ?? 0)
  const answers = ((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)
  const isQuestion = ((bytes[2] ?? 0) & 0x80) === 0
  return (
    opcode < 7 &&
    opcode !== 3 &&
    questions > 0 &&
    questions <= 8 &&
    answers * 11 < bytes.length &&
    !(isQuestion && answers > 0) &&
    (bytes[12] ?? 0) < 64
  )
}

function readUnicast(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  if (bytes.length < 12) return notes.malformed()
  if (((bytes[2] ?? 0) & 0x80) === 0) return
  const message = readDns(bytes)
  if (message === undefined) return
  if (!message.isWhole) notes.malformed()
  tellAnswer(message, carrier, notes)
}
