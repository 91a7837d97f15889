import { tellProducts } from '../banner.ts'
import { twoSides } from '../conversation.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import { lineReader } from '../framing.ts'
import type { Carrier, Conversation, Notes, StreamProtocol } from '../protocol.ts'
import { thenTls } from '../tls/then-tls.ts'

const maxLine = 512
const maxBytes = 8192
/** A greeting of a page tells nothing more of the server. */
const maxGreetingLines = 16
const serves = factsOf({ role: 'server' })

/** The greeting of an FTP server and its system. Names, passwords and paths are counted and never kept. */
export const ftp: StreamProtocol = {
  over: 'stream',
  id: 'ftp',
  name: 'FTP',
  source: 'RFC 959 §4.2, §5.4; RFC 2389 (FEAT); RFC 4217 (TLS)',
  secrecy: 'mixed',
  ports: [21],
  /** SMTP greets with 220 as well: only what calls itself FTP, or stands on its port, is FTP. */
  recognises(bytes, from, carrier) {
    if (from === 'client') return 'no'
    const text = textOf(bytes)
    if (!'220'.startsWith(text.slice(0, 3)) || !/^[ -]?$/.test(text.slice(3, 4))) return 'no'
    if (carrier.destination.port === 21) return text.length > 3 ? 'yes' : 'more'
    if (/\bftp/i.test(text)) return 'yes'
    return text.includes('\n') ? 'no' : 'more'
  },
  begin,
}

/** After `AUTH TLS` both go on in TLS (RFC 4217 §4). */
function begin(carrier: Carrier, notes: Notes): Conversation {
  const client = lineReader({ maxLine, maxBytes }, (line) => onCommand(line, notes))
  return thenTls(twoSides({ client, server: server(carrier, notes) }), carrier, notes)
}

function onCommand(line: Uint8Array, notes: Notes): 'more' | 'enough' {
  const verb = textOf(line.subarray(0, 5)).trim().toUpperCase()
  if (verb === 'USER' || verb === 'PASS' || verb === 'ACCT') notes.drop('credential')
  else if (/^(?:RETR|STOR|CWD|LIST|NLST|DELE|SIZE|MDTM|MKD|RNFR|RNTO)$/.test(verb)) notes.drop('path')
  return 'more'
}

function server({ destination }: Carrier, notes: Notes): ReturnType<typeof lineReader> {
  const subject = subjectOf(destination)
  let greeting: 'to come' | 'first' | 'goes on' | 'over' = 'to come'
  let lines = 0
  function onGreeting(text: string, isLast: boolean): void {
    lines += 1
    if (text.includes('@')) return notes.drop('person')
    if (lines > maxGreetingLines) return notes.drop('text')
    const facts = factsOf({ banner: text })
    if (facts.length > 0) notes.tell({ subject, facts: [...facts, ...serves], confidence: 'strong' })
    // What stands between the first line and the last is prose.
    if (isLast || greeting === 'first') tellProducts(text, { subject, notes })
  }
  return lineReader({ maxLine, maxBytes }, (line) => {
    const text = textOf(line)
    const [, code = '', sign = '', rest = ''] = /^(\d{3})([ -])(.*)$/.exec(text) ?? []
    if (greeting === 'to come' && code === '220') greeting = 'first'
    if (greeting === 'first' || greeting === 'goes on') {
      const isLast = code === '220' && sign === ' '
      onGreeting(code === '220' ? rest : text, isLast)
      greeting = isLast ? 'over' : 'goes on'
    } else if (code === '215') {
      notes.tell({ subject, facts: factsOf({ operatingSystem: rest }), confidence: 'weak' })
    }
    return code === '230' ? 'enough' : 'more'
  })
}
