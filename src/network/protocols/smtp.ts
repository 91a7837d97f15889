import { tellProducts } from '../banner.ts'
import { twoSides } from '../conversation.ts'
import { isHostName } from '../dns/names.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import { lineReader } from '../framing.ts'
import type { SideReader } from '../framing.ts'
import type { Carrier, Conversation, Notes, StreamProtocol } from '../protocol.ts'
import { thenTls } from '../tls/then-tls.ts'

const maxLine = 512
const maxBytes = 4096
const ports = [25, 587]

/** Mail servers as they greet, and the name of whoever sends: printers, power supplies and gateways report by mail. No address, no mail. */
export const smtp: StreamProtocol = {
  id: 'smtp',
  name: 'SMTP',
  source: 'RFC 5321 §4.1.1.1 (EHLO), §4.2, §4.3.1 (greeting); RFC 3207 (STARTTLS)',
  secrecy: 'mixed',
  over: 'stream',
  ports,
  /** FTP greets with 220 as well: only what calls itself SMTP, or stands on its ports, is SMTP. */
  recognises(bytes, from, { destination }) {
    const text = textOf(bytes)
    if (from === 'client' || !'220'.startsWith(text.slice(0, 3)) || !/^[ -]?$/.test(text.slice(3, 4))) return 'no'
    if (ports.includes(destination.port ?? 0)) return text.length > 3 ? 'yes' : 'more'
    if (/\bE?SMTP\b/.test(text)) return 'yes'
    return text.includes('\n') ? 'no' : 'more'
  },
  begin,
}

function begin(carrier: Carrier, notes: Notes): Conversation {
  return thenTls(twoSides({ client: clientSide(carrier, notes), server: serverSide(carrier, notes) }), carrier, notes)
}

/** `220 mail.hospital.example ESMTP Postfix (Debian)`: the name of the host comes first (§4.3.1). */
function serverSide({ destination }: Carrier, notes: Notes): SideReader {
  const subject = subjectOf(destination)
  return lineReader({ maxLine, maxBytes }, (line) => {
    const [, name = '', rest = ''] = /^220[ -](\S{1,255})(.*)$/.exec(textOf(line)) ?? []
    const greeting = /\S+@\S+/.test(rest) ? '' : rest.trim()
    const facts = factsOf({ hostName: isHostName(name) ? name : '', banner: greeting, role: 'mail-server' })
    notes.tell({ subject, facts, confidence: 'strong' })
    tellProducts(greeting, { subject, notes })
    return 'enough'
  })
}

/** What a client calls itself is its own affair: a hint. Everything after that is mail. */
function clientSide({ source }: Carrier, notes: Notes): SideReader {
  return lineReader({ maxLine, maxBytes }, (line) => {
    const [, verb = '', name = ''] = /^([A-Za-z]{4})(?: (\S{1,255}))?/.exec(textOf(line)) ?? []
    if (/^(?:EHLO|HELO)$/i.test(verb)) {
      const facts = factsOf({ hostName: isHostName(name) ? name : '', role: 'mail-client' })
      notes.tell({ subject: subjectOf(source), facts, confidence: 'weak' })
      return 'more'
    }
    notes.drop(/^AUTH$/i.test(verb) ? 'credential' : 'person')
    return 'enough'
  })
}
