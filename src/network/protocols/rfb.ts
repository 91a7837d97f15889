import { factsOf, subjectOf, textOf } from '../facts.ts'
import type { Carrier, Conversation, Notes, StreamProtocol } from '../protocol.ts'
import { thenTls } from '../tls/then-tls.ts'

/** Screens that are shared with whoever looks after them. What is on the screen, what is typed, and its title are never read. */
export const rfb: StreamProtocol = {
  id: 'rfb',
  name: 'VNC (RFB)',
  source: 'RFC 6143 §7.1.1 (version)',
  secrecy: 'mixed',
  over: 'stream',
  ports: [5900],
  recognises(bytes, from) {
    if (from === 'client') return 'no'
    const text = textOf(bytes.subarray(0, greetingLength))
    if (text.length === greetingLength) return greeting.test(text) ? 'yes' : 'no'
    return 'RFB '.startsWith(text.slice(0, 4)) ? 'more' : 'no'
  },
  begin: (carrier, notes) => thenTls(versions(carrier, notes), carrier, notes),
}

const greetingLength = 12
const greeting = /^RFB \d{3}\.\d{3}\n$/

function versions({ destination }: Carrier, notes: Notes): Conversation {
  let said = ''
  return {
    take(bytes, from) {
      if (from === 'client') return 'more'
      said += textOf(bytes.subarray(0, greetingLength - said.length))
      if (said.length < greetingLength) return 'more'
      if (!greeting.test(said)) notes.malformed()
      const service = `rfb/${destination.port ?? 5900}`
      const facts = factsOf({ role: 'rfb-server', banner: said.trim(), service })
      if (greeting.test(said)) notes.tell({ subject: subjectOf(destination), facts, confidence: 'strong' })
      return 'enough'
    },
    gap: () => 'enough',
  }
}
