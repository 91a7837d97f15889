import { ipv6Text, isHostAddress, isInterfaceMac, macText } from '../addresses.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { Carrier, FrameProtocol, Notes } from '../protocol.ts'

/** Which network interface has which IPv6 address, and who is a router. */
export const ndp: FrameProtocol = {
  id: 'ndp',
  name: 'IPv6 neighbour discovery',
  source:
    'RFC 4861 §4.1–4.4, §4.6.1 (link-layer address options); RFC 4862 §5.4 (a question for oneself bears no address)',
  secrecy: 'clear',
  over: 'frame',
  carriedIn: ['ip:58'],
  read: readNdp,
}

/** Where the options of each kind of message begin. Other ICMPv6 messages are none of ours. */
const optionsAt: Readonly<Record<number, number>> = { 133: 8, 134: 16, 135: 24, 136: 24 }
const ROUTER_ADVERTISEMENT = 134
const NEIGHBOUR_ADVERTISEMENT = 136
const SOURCE_ADDRESS = 1
const TARGET_ADDRESS = 2

const router = factsOf({ role: 'router' })

function readNdp(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  const kind = bytes[0] ?? 0
  const at = optionsAt[kind]
  if (at === undefined) return
  if (bytes.length < at) return notes.malformed()
  const isAdvertised = kind === NEIGHBOUR_ADVERTISEMENT
  const link = linkAddress(bytes, at, isAdvertised ? TARGET_ADDRESS : SOURCE_ADDRESS)
  if (link === undefined) return notes.malformed()
  const { mac } = link
  const ip = isAdvertised ? ipv6Text(bytes, 8) : carrier.source.ip
  const isRouter = kind === ROUTER_ADVERTISEMENT || (isAdvertised && ((bytes[4] ?? 0) & 0x80) !== 0)
  const subject = subjectOf({ mac, ip: ip !== undefined && isHostAddress(ip) ? ip : undefined })
  if (mac === undefined && !isRouter) return
  notes.tell({ subject, facts: isRouter ? router : [], confidence: 'strong' })
}

/** The address in the option of that type, if there is one. Each option has its length in units of eight bytes; undefined when one lies about it. */
function linkAddress(bytes: Uint8Array, from: number, type: number): { readonly mac?: string } | undefined {
  for (let at = from; at + 2 <= bytes.length;) {
    const length = (bytes[at + 1] ?? 0) * 8
    if (length === 0 || at + length > bytes.length) return undefined
    const mac = bytes[at] === type ? macText(bytes, at + 2) : undefined
    if (mac !== undefined && isInterfaceMac(mac)) return { mac }
    at += length
  }
  return {}
}
