import { factsOf, subjectOf } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Remote desktops that go on in UDP, where Windows sends the picture: who serves and who looks. Nothing of it is read. */
export const rdpUdp: DatagramProtocol = {
  id: 'rdp-udp',
  name: 'RDP over UDP',
  source: 'MS-RDPEUDP §2.2.2.1 (header), §3.1.5.1.1 (SYN)',
  secrecy: 'encrypted',
  over: 'datagram',
  ports: [3389],
  recognises: isGreeting,
  read,
}

const SYN = 0x0001
const ACK = 0x0004
const synLength = 1132

/** Who asks acknowledges nothing yet (all ones); both ends fill their greeting up to the largest packet (§3.1.5.1.1). */
function isGreeting(bytes: Uint8Array, { source, destination }: Carrier): boolean {
  const flags = ((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)
  if (bytes.length < synLength || (flags & SYN) === 0 || (flags & 0x02) !== 0) return false
  const asksFirst = bytes.subarray(0, 4).every((byte) => byte === 0xff)
  return (flags & ACK) === 0 ? asksFirst : source.port === 3389 || destination.port === 3389
}

function read(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  if (!isGreeting(bytes, carrier)) return // what follows the greetings is encrypted
  const answers = ((bytes[7] ?? 0) & ACK) !== 0
  const facts = factsOf(
    answers ? { role: 'server', service: `rdp/${carrier.source.port ?? 3389}` } : { role: 'client' },
  )
  notes.tell({ subject: subjectOf(carrier.source), facts, confidence: 'strong' })
}
