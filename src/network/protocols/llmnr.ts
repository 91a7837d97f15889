import { readDns } from '../dns/message.ts'
import { addressIn, isHostName } from '../dns/names.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Who answers to which name. What is asked for is counted and forgotten. */
export const llmnr: DatagramProtocol = {
  id: 'llmnr',
  name: 'LLMNR',
  source: 'RFC 4795 §2.1 (header)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [5355],
  recognises: isLlmnr,
  read: readLlmnr,
}

/** Operation 0, one question, reserved bits zero (RFC 4795 §2.1.1). */
function isLlmnr(bytes: Uint8Array, { source, destination }: Carrier): boolean {
  if (bytes.length < 17 || (source.port !== 5355 && destination.port !== 5355)) return false
  return ((bytes[2] ?? 0) & 0x78) === 0 && ((bytes[3] ?? 0) & 0xf0) === 0 && bytes[4] === 0 && bytes[5] === 1
}

function readLlmnr(bytes: Uint8Array, { source }: Carrier, notes: Notes): void {
  const message = readDns(bytes)
  if (message === undefined) return notes.malformed()
  if (!message.isResponse) return notes.drop('text')
  if (!message.isWhole) notes.malformed()
  if (message.code !== 0) return
  for (const record of message.records) {
    const ip = addressIn(message, record)
    if (ip === undefined || !isHostName(record.name)) continue
    const subject = ip === source.ip ? subjectOf(source) : { ip }
    notes.tell({ subject, facts: factsOf({ hostName: record.name }), confidence: 'strong' })
  }
}
