import { twoSides } from '../conversation.ts'
import { factsOf, subjectOf } from '../facts.ts'
import { frameReader } from '../framing.ts'
import type { SideReader } from '../framing.ts'
import type { Carrier, Endpoint, Notes, Side, StreamProtocol } from '../protocol.ts'
import { readNtlm, tellNtlm } from '../smb/ntlm.ts'

const headerLength = 16
const maxFrame = 8192
/** Who is who is told in the first messages; calls and their content are never read. */
const maxFrames = 6
const kinds = { bind: 11, bound: 12, refused: 13, alter: 14, altered: 15, third: 16 }

/** Remote procedure calls of Windows: who serves them, and the machines that log on with NTLM. */
export const dceRpc: StreamProtocol = {
  id: 'dce-rpc',
  name: 'DCE/RPC',
  source: 'C706 §12.6.3 (header), §12.6.4.3 (bind); MS-RPCE §2.2.2.11 (authentication); MS-NLMP §2.2',
  secrecy: 'mixed',
  over: 'stream',
  ports: [135],
  recognises(bytes) {
    if ((bytes[0] ?? 5) !== 5 || (bytes[1] ?? 0) > 1) return 'no'
    if (bytes.length < headerLength) return 'more'
    const isBegin = bytes[2] === kinds.bind || bytes[2] === kinds.bound
    return isBegin && lengthOf(bytes) !== undefined && (bytes[6] ?? 1) === 0 && (bytes[7] ?? 1) === 0 ? 'yes' : 'no'
  },
  begin: (carrier, notes) =>
    twoSides({ client: side('client', carrier, notes), server: side('server', carrier, notes) }),
}

/** The byte order stands in the fifth byte (§14.1). */
function lengthOf(header: Uint8Array): number | undefined {
  const [low = 0, high = 0] = ((header[4] ?? 0) & 0x10) === 0 ? [header[9], header[8]] : [header[8], header[9]]
  const length = high * 256 + low
  return header[0] === 5 && length >= headerLength + 8 ? length : undefined
}

function side(from: Side, { source, destination }: Carrier, notes: Notes): SideReader {
  const endpoint = from === 'client' ? source : destination
  return frameReader({ headerLength, lengthOf, maxFrame, maxFrames }, (frame) => {
    const kind = frame[2] ?? 0
    if (kind < kinds.bind || kind > kinds.third) return 'enough'
    if (kind === kinds.bound) tellServer(endpoint, notes)
    const ntlm = readNtlm(frame)
    if (ntlm !== undefined) tellNtlm(ntlm, { endpoint, notes })
    return kind === kinds.refused ? 'enough' : 'more'
  })
}

/** Ports beyond 135 are given out anew at each start: only the one that names the others says something. */
function tellServer({ port, ...endpoint }: Endpoint, notes: Notes): void {
  const facts = factsOf({ role: 'rpc-server', service: port === 135 ? 'rpc/135' : undefined })
  notes.tell({ subject: subjectOf(endpoint), facts, confidence: 'strong' })
}
