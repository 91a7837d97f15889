import { twoSides } from '../conversation.ts'
import { Cursor } from '../cursor.ts'
import { frameReader } from '../framing.ts'
import type { SideReader } from '../framing.ts'
import { looksLikeKerberos, tellKerberos } from '../kerberos/message.ts'
import type { KerberosEnds } from '../kerberos/message.ts'
import type { StreamProtocol } from '../protocol.ts'

const headerLength = 4
/** Tickets with many groups are long. */
const maxMessage = 65_536
const maxMessages = 8

/** The same over TCP, where Windows sends most of it: each message has its length before it. */
export const kerberosTcp: StreamProtocol = {
  id: 'kerberos-tcp',
  name: 'Kerberos over TCP',
  source: 'RFC 4120 §7.2.2',
  secrecy: 'mixed',
  over: 'stream',
  ports: [88],
  recognises(bytes) {
    if (bytes.length >= 2 && (bytes[0] !== 0 || (bytes[1] ?? 0) > 1)) return 'no'
    if (bytes.length < headerLength + 14) return 'more'
    return looksLikeKerberos(bytes.subarray(headerLength)) ? 'yes' : 'no'
  },
  begin: ({ source, destination }, notes) =>
    twoSides({ client: messages({ source, notes }), server: messages({ source: destination, notes }) }),
}

function messages(ends: KerberosEnds): SideReader {
  const lengthOf = (header: Uint8Array): number | undefined => {
    const length = new Cursor(header).u32()
    return length <= maxMessage ? headerLength + length : undefined
  }
  return frameReader(
    { headerLength, lengthOf, maxFrame: headerLength + maxMessage, maxFrames: maxMessages },
    (frame) => {
      const message = frame.subarray(headerLength)
      if (!looksLikeKerberos(message)) return 'enough'
      tellKerberos(message, ends)
      return 'more'
    },
  )
}
