import { bigU32, littleU32 } from './framer.ts'
import type { Framer } from './framer.ts'
import type { Incoming } from './incoming.ts'
import { pcapFramer, pcapVariant } from './pcap.ts'
import { isPcapng, PcapngFramer } from './pcapng.ts'

/** Captures that other programs write, known by their first bytes and not read. Source: Wireshark's wiretap. */
const others: readonly (readonly [head: string, name: string])[] = [
  ['snoop\0\0\0', 'a capture of Solaris snoop'],
  ['GMBU', 'a capture of Microsoft Network Monitor'],
  ['RTSS', 'a capture of Microsoft Network Monitor 1'],
  ['TRSNIFF data', 'a capture of a Sniffer'],
  ['XCP\0', 'a capture of NetXRay'],
  ['\u007fver', 'a capture of Savvius *Peek'],
  ['TCPDUMP\0', 'a capture of 5View'],
]
const ixiaMagics = [0x1c0001ac, 0x1c0001ab]

export type CaptureHead =
  | { readonly is: 'capture'; readonly open: (incoming: Incoming) => Framer }
  | { readonly is: 'other'; readonly name: string }

/** By the first bytes; undefined when they begin no capture, or are too few. */
export function captureHead(head: Uint8Array): CaptureHead | undefined {
  if (head.length < 4) return undefined
  if (isPcapng(head)) return { is: 'capture', open: (incoming) => new PcapngFramer(incoming) }
  const variant = pcapVariant(head)
  if (variant !== undefined) return { is: 'capture', open: (incoming) => pcapFramer(incoming, variant) }
  if (ixiaMagics.includes(bigU32(head, 0)) || ixiaMagics.includes(littleU32(head, 0)))
    return { is: 'other', name: 'a capture of an Ixia appliance' }
  const text = Buffer.from(head.subarray(0, 16)).toString('latin1')
  const other = others.find(([begin]) => text.startsWith(begin))
  return other === undefined ? undefined : { is: 'other', name: other[1] }
}
