import { captureHead } from '../capture/open-capture.ts'
import { observeCapture } from '../observe-capture.ts'
import type { ObservationSource } from '../source.ts'

/** Captures of tcpdump, Wireshark and the mirror ports that they listen to. */
export const capture: ObservationSource = {
  id: 'capture',
  name: 'Network capture (pcap, pcapng)',
  source: 'draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng, tcpdump.org/linktypes.html',
  recognises: (head) => captureHead(head) !== undefined,
  read: (bytes, options) => observeCapture(bytes, options),
}
