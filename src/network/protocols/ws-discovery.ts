import { subjectOf, textOf } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'
import { soapReader } from '../sdc/soap.ts'

/** Devices that say what they are to whoever looks for them: medical devices with IEEE 11073 SDC, printers, cameras, Windows. */
export const wsDiscovery: DatagramProtocol = {
  id: 'ws-discovery',
  name: 'WS-Discovery (IEEE 11073 SDC)',
  source: 'WS-Discovery 1.1 §4–6; IEEE 11073-20702; IEEE 11073-20701 §7.6, §9.3 (scopes); MS-PBSD §2.2',
  secrecy: 'clear',
  over: 'datagram',
  ports: [3702],
  recognises: isDiscovery,
  read: readDiscovery,
}

const namespaces = ['schemas.xmlsoap.org/ws/2005/04/discovery', 'docs.oasis-open.org/ws-dd/ns/discovery']

/** XML that names one of the two namespaces of WS-Discovery in its first 2 kB. */
function isDiscovery(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x3c && bytes[0] !== 0xef && bytes[0] !== 0x0a && bytes[0] !== 0x20) return false
  const head = textOf(bytes.subarray(0, 2048))
  return namespaces.some((namespace) => head.includes(namespace))
}

function readDiscovery(bytes: Uint8Array, { source }: Carrier, notes: Notes): void {
  notes.tell({ subject: subjectOf(source), facts: [], confidence: 'weak' })
  if (soapReader(source, notes).take(bytes) === 'broken') notes.malformed()
}
