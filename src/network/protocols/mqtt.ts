import { factsOf, subjectOf, textOf } from '../facts.ts'
import type { Carrier, Conversation, Notes, Side, StreamProtocol } from '../protocol.ts'

/** Who publishes or subscribes at which broker. Client ids, user names, passwords, topics and messages may be anybody's words: none is read. */
export const mqtt: StreamProtocol = {
  id: 'mqtt',
  name: 'MQTT',
  source: 'MQTT 3.1.1 §3.1–3.2; MQTT 5.0 §3.1–3.2 (CONNECT, CONNACK)',
  secrecy: 'clear',
  over: 'stream',
  ports: [1883],
  recognises: (bytes, from) => (from === 'client' ? isConnect(bytes) : 'no'),
  begin: (carrier, notes) => conversation(carrier, notes),
}

const CONNECT = 0x10
const CONNACK = 0x20
const levels: Readonly<Record<number, string>> = { 3: '3.1', 4: '3.1.1', 5: '5.0' }
/** Fixed header (at most 5), name with its length (at most 8), level and flags. */
const maxHeader = 16

interface Connect {
  readonly level: number
  readonly flags: number
}

function isConnect(bytes: Uint8Array): 'yes' | 'no' | 'more' {
  if (bytes.length > 0 && bytes[0] !== CONNECT) return 'no'
  const connect = readConnect(bytes)
  return connect === 'more' || connect === 'no' ? connect : 'yes'
}

function readConnect(bytes: Uint8Array): Connect | 'no' | 'more' {
  let at = 1
  while (at < 5 && ((bytes[at] ?? 0) & 0x80) !== 0) at += 1
  at += 1
  if (bytes.length < at + 2) return 'more'
  const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  if (length !== 4 && length !== 6) return 'no'
  const name = textOf(bytes.subarray(at + 2, at + 2 + length))
  if (!'MQTT'.startsWith(name) && !'MQIsdp'.startsWith(name)) return 'no'
  if (bytes.length < at + 2 + length + 2) return 'more'
  const level = bytes[at + 2 + length] ?? 0
  return levels[level] === undefined ? 'no' : { level, flags: bytes[at + 3 + length] ?? 0 }
}

function conversation(carrier: Carrier, notes: Notes): Conversation {
  let asked: Uint8Array = new Uint8Array()
  let answer: number | undefined
  const take = (bytes: Uint8Array, from: Side): 'more' | 'enough' => {
    if (from === 'server') {
      answer ??= bytes[0]
      if (answer === CONNACK) tellBroker(carrier, notes)
      return answer === undefined ? 'more' : 'enough'
    }
    if (asked.length >= maxHeader) return 'more'
    asked = Uint8Array.from([...asked, ...bytes.subarray(0, maxHeader - asked.length)])
    const connect = readConnect(asked)
    if (connect === 'more') return 'more'
    if (connect === 'no') {
      notes.malformed()
      return 'enough'
    }
    asked = new Uint8Array(maxHeader)
    tellClient(connect, carrier, notes)
    return 'more'
  }
  return { take, gap: () => 'enough' }
}

function tellClient({ level, flags }: Connect, carrier: Carrier, notes: Notes): void {
  notes.drop('identifier')
  if ((flags & 0x80) !== 0) notes.drop('credential')
  if ((flags & 0x40) !== 0) notes.drop('credential')
  if ((flags & 0x04) !== 0) notes.drop('text')
  const facts = factsOf({ role: 'mqtt-client', banner: `MQTT ${levels[level]}` })
  notes.tell({ subject: subjectOf(carrier.source), facts, confidence: 'strong' })
}

function tellBroker({ destination }: Carrier, notes: Notes): void {
  const facts = factsOf({ role: 'mqtt-broker', service: `mqtt/${destination.port ?? 1883}` })
  notes.tell({ subject: subjectOf(destination), facts, confidence: 'strong' })
}
