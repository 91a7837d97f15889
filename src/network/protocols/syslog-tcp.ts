import { twoSides } from '../conversation.ts'
import { textOf } from '../facts.ts'
import type { SideReader } from '../framing.ts'
import type { Carrier, Notes, StreamProtocol } from '../protocol.ts'
import { syslog } from './syslog.ts'

/** The header of a message is no longer. */
const maxHead = 512
/** A length before each message, or a line each (RFC 6587 §3.4). */
const counted = /^[1-9]\d{0,5} (?=<)/
const begins = /^(?:[1-9]\d{0,5} )?<(?:\d{1,2}|1[0-8]\d|19[01])>(?:1 |[A-Z][a-z]{2} [ \d]\d )/
const mayBegin = /^(?:[1-9]\d{0,5}(?: |$))?(?:$|<(?:$|\d{1,3}(?:$|>)))/

/** The same over TCP: the first message of a connection says who logs; the others are its like. */
export const syslogTcp: StreamProtocol = {
  id: 'syslog-tcp',
  name: 'syslog over TCP',
  source: 'RFC 6587 §3.4 (framing); RFC 5424 §6; RFC 3164 §4.1',
  secrecy: 'clear',
  over: 'stream',
  ports: [514, 601, 1514],
  recognises(bytes, from) {
    const text = textOf(bytes.subarray(0, 24))
    if (from === 'server' || !mayBegin.test(text)) return 'no'
    return begins.test(text) ? 'yes' : text.length < 24 ? 'more' : 'no'
  },
  begin: (carrier, notes) => twoSides({ client: firstMessage(carrier, notes), server: { take: () => 'enough' } }),
}

function firstMessage(carrier: Carrier, notes: Notes): SideReader {
  let head: Uint8Array = new Uint8Array()
  const tell = (): void => {
    const start = counted.exec(textOf(head.subarray(0, 8)))?.[0].length ?? 0
    syslog.read(head.subarray(start), carrier, notes)
    head = new Uint8Array()
  }
  return {
    take(bytes) {
      head = Buffer.concat([head, bytes.subarray(0, maxHead - head.length)])
      if (head.length < maxHead && !bytes.includes(0x0a)) return 'more'
      tell()
      return 'enough'
    },
    end: () => {
      if (head.length > 0) tell()
    },
  }
}
