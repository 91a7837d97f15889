import type { ObservedField, ObservedSubject } from '../../model/index.ts'
import { twoSides } from '../conversation.ts'
import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import { frameReader } from '../framing.ts'
import type { SideReader } from '../framing.ts'
import type { Carrier, Conversation, Notes, Side, StreamProtocol } from '../protocol.ts'

/** Controllers and gateways of building and sterilisation technology, and what they identify themselves as. Values of registers are not read. */
export const modbus: StreamProtocol = {
  id: 'modbus',
  name: 'Modbus/TCP',
  source:
    'Modbus Messaging on TCP/IP 1.0b §3.1.3 (header); Modbus Application Protocol 1.1b3 §6.21 (device identification)',
  secrecy: 'clear',
  over: 'stream',
  ports: [502],
  recognises: isModbus,
  begin: conversation,
}

const HEADER_LENGTH = 7
/** Protocol data units are at most 253 bytes. */
const maxFrame = 260
/** Of one side; a controller that is asked every second tells nothing new. */
const maxFrames = 2000
const ENCAPSULATED = 0x2b
const DEVICE_IDENTIFICATION = 14
const EXCEPTION = 0x80
const maxUnits = 32
/** Also of an answer that refuses, which proves no unit. */
const NO_UNIT = 255

/** Transaction, protocol 0, length, unit and function; on another port than the standard one, a whole question of a public function and no other. */
function isModbus(bytes: Uint8Array, from: Side, carrier: Carrier): 'yes' | 'no' | 'more' {
  if (bytes.length < HEADER_LENGTH + 1) return 'more'
  const length = lengthOf(bytes)
  if (length === undefined || ((bytes[HEADER_LENGTH] ?? 0) & 0x7f) === 0) return 'no'
  if (carrier.destination.port === 502) return 'yes'
  return from === 'client' && length === bytes.length && isWholeQuestion(bytes) ? 'yes' : 'no'
}

/** LDAP of Microsoft begins with `30 84` and may have the same lengths. */
function isWholeQuestion(bytes: Uint8Array): boolean {
  if (bytes[0] === 0x30 && bytes[1] === 0x84) return false
  const [code = 0] = bytes.subarray(HEADER_LENGTH)
  if (code <= 6) return bytes.length === HEADER_LENGTH + 5
  if (code === 15 || code === 16) return bytes.length === HEADER_LENGTH + 6 + (bytes[12] ?? 0)
  return code === ENCAPSULATED && bytes[8] === DEVICE_IDENTIFICATION && bytes.length === HEADER_LENGTH + 4
}

function lengthOf(header: Uint8Array): number | undefined {
  const length = ((header[4] ?? 0) << 8) | (header[5] ?? 0)
  return header[2] === 0 && header[3] === 0 && length >= 2 && length <= 254 ? 6 + length : undefined
}

function conversation(carrier: Carrier, notes: Notes): Conversation {
  const units = new Set<number>()
  const isOf = (from: Side): SideReader =>
    frameReader({ headerLength: HEADER_LENGTH, lengthOf, maxFrame, maxFrames }, (frame) => {
      if (frame.length < (lengthOf(frame) ?? Infinity)) return 'more'
      if (from === 'server') readAnswer(frame, { carrier, notes, units })
      else if (units.size === 0) notes.tell({ subject: subjectOf(carrier.source), facts: asks, confidence: 'strong' })
      return 'more'
    })
  return twoSides({ client: isOf('client'), server: isOf('server') })
}

interface Hearing {
  readonly carrier: Carrier
  readonly notes: Notes
  /** Units that have answered on this connection. */
  readonly units: Set<number>
}

const asks = factsOf({ role: 'modbus-client' })

function readAnswer(frame: Uint8Array, { carrier, notes, units }: Hearing): void {
  const unit = frame[6] ?? 0
  const code = frame[7] ?? 0
  const isRefusal = (code & EXCEPTION) !== 0
  const answering = isRefusal ? NO_UNIT : unit
  if (!units.has(answering) && units.size < maxUnits) {
    units.add(answering)
    notes.tell({ subject: subjectOf(carrier.destination), facts: servesAt(answering, carrier), confidence: 'strong' })
  }
  if (isRefusal) return
  if (code !== ENCAPSULATED || frame[8] !== DEVICE_IDENTIFICATION) return notes.drop('result')
  tellIdentity(frame.subarray(9), { carrier, notes, units })
}

/** Units 0 and 255 are the device itself; another stands behind it on a serial line, or is a number somebody chose (Messaging §4.2.2). */
function servesAt(unit: number, { destination }: Carrier): ReturnType<typeof factsOf> {
  const isItself = unit === 0 || unit === NO_UNIT
  const deviceIdentifier = isItself ? undefined : `modbus-unit:${unit}`
  return factsOf({ deviceIdentifier, service: `modbus/${destination.port ?? 502}`, role: 'modbus-server' })
}

/** §6.21, table of objects. */
const objects: Readonly<Record<number, ObservedField>> = {
  0: 'maker',
  1: 'model',
  2: 'firmwareVersion',
  4: 'softwareProduct',
  5: 'model',
}
const USER_APPLICATION = 6

/** Kind of request, conformity, more follows, next object, count; then objects with number, length and text. */
function tellIdentity(answer: Uint8Array, { carrier, notes }: Hearing): void {
  const cursor = new Cursor(answer)
  cursor.skip(4)
  const count = cursor.u8()
  const told: Partial<Record<ObservedField, string[]>> = {}
  for (let index = 0; index < count && !cursor.isShort; index += 1) {
    const number = cursor.u8()
    const text = textOf(cursor.take(cursor.u8()))
    const field = objects[number]
    if (field !== undefined) (told[field] ??= []).push(text)
    else if (number === USER_APPLICATION) notes.drop('text')
  }
  if (cursor.isShort) notes.malformed()
  const facts = factsOf(told)
  const subject: ObservedSubject = subjectOf(carrier.destination)
  if (facts.length > 0) notes.tell({ subject, facts, confidence: 'explicit' })
}
