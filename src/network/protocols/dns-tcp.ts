import { twoSides } from '../conversation.ts'
import { tellAnswer } from '../dns/answers.ts'
import { readDns } from '../dns/message.ts'
import { frameReader } from '../framing.ts'
import type { Carrier, Conversation, Notes, StreamProtocol } from '../protocol.ts'

/** The same over TCP, where answers go that are too long for a datagram: each message has its length before it. */
export const dnsTcp: StreamProtocol = {
  id: 'dns-tcp',
  name: 'DNS over TCP',
  source: 'RFC 1035 §4.2.2; RFC 7766 §8',
  secrecy: 'clear',
  over: 'stream',
  ports: [53],
  recognises: (bytes, from) => (from === 'client' ? isQuery(bytes) : 'no'),
  begin: (carrier, notes) => conversation(carrier, notes),
}

/** Longer answers are zone transfers: they are skipped. */
const maxMessage = 16_384
const maxFrames = 10_000
const HEADER_LENGTH = 14

/** A standard query with one question and no answer. */
function isQuery(bytes: Uint8Array): 'yes' | 'no' | 'more' {
  if (bytes.length < HEADER_LENGTH) return 'more'
  const length = u16(bytes, 0)
  const isPlain = ((bytes[4] ?? 0) & 0xf8) === 0 && u16(bytes, 6) === 1 && u16(bytes, 8) === 0 && u16(bytes, 10) === 0
  return length >= 17 && length <= 1024 && isPlain && u16(bytes, 12) <= 2 ? 'yes' : 'no'
}

function conversation(carrier: Carrier, notes: Notes): Conversation {
  const answering: Carrier = { ...carrier, source: carrier.destination, destination: carrier.source }
  const answers = frameReader(
    { headerLength: 2, lengthOf: (head) => 2 + u16(head, 0), maxFrame: 2 + maxMessage, maxFrames },
    (frame) => {
      readAnswer(frame, answering, notes)
      return 'more'
    },
  )
  return twoSides({ client: { take: () => 'enough' }, server: answers })
}

function readAnswer(frame: Uint8Array, carrier: Carrier, notes: Notes): void {
  if (2 + u16(frame, 0) > frame.length) return
  const message = readDns(frame.subarray(2))
  if (message === undefined || !message.isWhole) notes.malformed()
  if (message?.isResponse) tellAnswer(message, carrier, notes)
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
