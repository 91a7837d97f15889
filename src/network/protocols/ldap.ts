import { twoSides } from '../conversation.ts'
import { frameReader } from '../framing.ts'
import type { SideReader } from '../framing.ts'
import { looksLikeLdap, tellLdap } from '../ldap/message.ts'
import type { LdapEnds } from '../ldap/message.ts'
import type { Carrier, Conversation, Notes, StreamProtocol } from '../protocol.ts'
import { lengthOfElement } from '../snmp/ber.ts'
import { thenTls } from '../tls/then-tls.ts'

/** No message is shorter than the longest header of one. */
const headerLength = 6
const maxMessage = 32_768
/** Who is who is told at the begin; what a directory holds is never read. */
const maxMessages = 24

/** Directory servers by name, and the machines that log on to them with NTLM. Persons, groups and passwords are counted and forgotten. */
export const ldap: StreamProtocol = {
  id: 'ldap',
  name: 'LDAP',
  source: 'RFC 4511 §4.1.1, §4.2, §4.5, §4.14 (messages); RFC 4512 §5.1 (what a server says of itself); MS-NLMP §2.2',
  secrecy: 'mixed',
  over: 'stream',
  ports: [389, 3268],
  recognises(bytes) {
    if (bytes[0] !== undefined && bytes[0] !== 0x30) return 'no'
    if (bytes.length < 14)
      return bytes.length >= 7 && lengthOfElement(bytes) === bytes.length && looksLikeLdap(bytes) ? 'yes' : 'more'
    return looksLikeLdap(bytes) ? 'yes' : 'no'
  },
  begin,
}

/** After StartTLS both go on in TLS. */
function begin(carrier: Carrier, notes: Notes): Conversation {
  const { source, destination } = carrier
  const open = twoSides({ client: messages({ source, notes }), server: messages({ source: destination, notes }) })
  return thenTls(open, carrier, notes)
}

/** Once messages are sealed (SASL) they are no messages any more, and the reading ends. */
function messages(ends: LdapEnds): SideReader {
  const lengthOf = (header: Uint8Array): number | undefined =>
    header[0] === 0x30 ? lengthOfElement(header) : undefined
  return frameReader({ headerLength, lengthOf, maxFrame: maxMessage, maxFrames: maxMessages }, (frame) => {
    if (!looksLikeLdap(frame)) return 'enough'
    tellLdap(frame, ends)
    return 'more'
  })
}
