import { tellProducts } from '../banner.ts'
import { factsOf, plain, subjectOf, textOf } from '../facts.ts'
import type { Conversation, StreamProtocol } from '../protocol.ts'

const maxGreeting = 1024
const maxLines = 6
const asksForName = /(?:login|user ?name|user|password)\s*:/i
const [interpret, subBegin, subEnd, will, dont] = [0xff, 0xfa, 0xf0, 0xfb, 0xfe]

/** What a Telnet server says before anybody logs in. What comes after is never read. */
export const telnet: StreamProtocol = {
  over: 'stream',
  id: 'telnet',
  name: 'Telnet',
  source: 'RFC 854; RFC 855',
  secrecy: 'clear',
  ports: [23],
  /** Option negotiation: IAC, then WILL, WONT, DO or DONT. */
  recognises(bytes) {
    const [first, second] = bytes
    if (first !== interpret) return 'no'
    if (second === undefined) return 'more'
    return second >= will && second <= dont ? 'yes' : 'no'
  },
  begin({ destination }, notes): Conversation {
    const greeting: number[] = []
    const plainBytes = withoutCommands()
    let told = false
    function tell(): 'enough' {
      if (told) return 'enough'
      told = true
      const subject = subjectOf(destination)
      const lines = beforeLogin(textOf(Uint8Array.from(greeting)))
      notes.tell({ subject, facts: factsOf({ banner: lines.join(' · '), role: 'server' }), confidence: 'strong' })
      for (const line of lines) tellProducts(line, { subject, notes })
      return 'enough'
    }
    return {
      take(bytes, from) {
        if (from === 'client') {
          const types = bytes[0] !== interpret && greeting.length > 0
          if (types) notes.drop('credential')
          return types ? tell() : 'more'
        }
        for (const byte of plainBytes(bytes)) {
          greeting.push(byte)
          if (greeting.length >= maxGreeting) return tell()
        }
        return asksForName.test(textOf(Uint8Array.from(greeting.slice(-64)))) ? tell() : 'more'
      },
      gap: tell,
      end: tell,
    }
  },
}

/** The lines above the question for a name, without it: what stands below may name a person. */
function beforeLogin(text: string): string[] {
  const lines = text.split(/[\r\n]+/)
  const question = lines.findIndex((line) => asksForName.test(line))
  return lines
    .slice(0, question === -1 ? lines.length : question)
    .map(plain)
    .filter((line) => line !== '')
    .slice(0, maxLines)
}

/** Leaves out Telnet commands and sub-negotiations, also those that are cut between two pieces. */
function withoutCommands(): (bytes: Uint8Array) => number[] {
  let state: 'text' | 'command' | 'option' | 'sub' | 'subCommand' = 'text'
  return (bytes) => {
    const text: number[] = []
    for (const byte of bytes) {
      if (state === 'text' && byte === interpret) state = 'command'
      else if (state === 'text') text.push(byte)
      else if (state === 'command') state = afterInterpret(byte)
      else if (state === 'option') state = 'text'
      else if (state === 'sub') state = byte === interpret ? 'subCommand' : 'sub'
      else state = byte === subEnd ? 'text' : 'sub'
    }
    return text
  }
}

function afterInterpret(byte: number): 'sub' | 'option' | 'text' {
  if (byte === subBegin) return 'sub'
  return byte >= will && byte <= dont ? 'option' : 'text'
}
