import { ipv4Text, isHostAddress, isInterfaceMac, macText } from '../addresses.ts'
import type { Carrier, FrameProtocol, Notes } from '../protocol.ts'

/** Which network interface has which IPv4 address. Ethernet and IPv4 only; the target's half of a question is a guess and is not read. */
export const arp: FrameProtocol = {
  id: 'arp',
  name: 'ARP',
  source: 'RFC 826; RFC 5227 §2.1 (probes bear no sender address)',
  secrecy: 'clear',
  over: 'frame',
  carriedIn: [0x0806],
  read: readArp,
}

const ETHERNET = 1
const IPV4 = 0x0800

function readArp(bytes: Uint8Array, _carrier: Carrier, notes: Notes): void {
  if (bytes.length < 28) return notes.malformed()
  if (u16(bytes, 0) !== ETHERNET || u16(bytes, 2) !== IPV4) return
  if (bytes[4] !== 6 || bytes[5] !== 4) return notes.malformed()
  const mac = macText(bytes, 8) ?? ''
  const ip = ipv4Text(bytes, 14) ?? ''
  if (!isInterfaceMac(mac)) return notes.malformed()
  notes.tell({ subject: isHostAddress(ip) ? { mac, ip } : { mac }, facts: [], confidence: 'strong' })
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
