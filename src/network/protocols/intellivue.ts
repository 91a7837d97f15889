import type { ObservedSubject } from '../../model/index.ts'
import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Attributes and entries of real monitors are some dozen. */
const maxEntries = 64
const CONNECT_INDICATION = 0x0d17
const MDS_CREATED = 0x0d06
const REMOTE_OPERATION_INVOKE = 1

/**
 * Philips IntelliVue monitors: what they announce of themselves (connect indication, broadcast) and to whoever asks for data (MDS create event).
 * Numbers of attributes as published in makers' and free implementations of the guide, compared with a dump of a real announcement; the guide itself was not
 * at hand [K]. Polled values, alerts and patients are in other messages, which are counted and not read.
 */
export const intellivue: DatagramProtocol = {
  id: 'intellivue',
  name: 'Philips Data Export',
  source:
    'Philips IntelliVue Data Export Interface Programming Guide: connect indication event, MDS create event, attribute lists',
  secrecy: 'clear',
  over: 'datagram',
  ports: [24005, 24105],
  recognises: (payload) => eventOf(payload) !== undefined || isDataExport(payload),
  read,
}

function read(payload: Uint8Array, carrier: Carrier, notes: Notes): void {
  const event = eventOf(payload)
  if (event === undefined) {
    if (isDataExport(payload)) notes.drop('result')
    return
  }
  const found: Found = { facts: {}, address: undefined }
  attributes(event, found)
  if (event.isShort) notes.malformed()
  notes.tell({
    subject: found.address ?? subjectOf(carrier.source),
    facts: factsOf(found.facts),
    confidence: 'explicit',
  })
}

/** A session header (0xE100, context) before a remote operation. */
function isDataExport(payload: Uint8Array): boolean {
  const cursor = new Cursor(payload)
  const isSession = cursor.u16() === 0xe100 && cursor.u16() <= 8
  const operation = cursor.u16()
  return isSession && operation >= 1 && operation <= 5 && cursor.u16() === cursor.left
}

/** The attribute list of an announcement or of a create event; undefined for every other message. */
function eventOf(payload: Uint8Array): Cursor | undefined {
  const cursor = new Cursor(payload)
  const start = cursor.u32()
  // An announcement begins with the version of its nomenclature (0x00000100), a create event with the session header.
  const isAnnouncement = start === 0x100
  if (!isAnnouncement && Math.floor(start / 0x10000) !== 0xe100) return undefined
  if (cursor.u16() !== REMOTE_OPERATION_INVOKE) return undefined
  cursor.skip(2 + 2) // length, invoke id
  const command = cursor.u16() // event report, confirmed or not
  cursor.skip(2 + 6 + 4) // length, managed object, event time
  const event = cursor.u16()
  cursor.skip(2)
  if (cursor.isShort || command > 1) return undefined
  if (event === CONNECT_INDICATION && isAnnouncement) return cursor
  if (event !== MDS_CREATED || isAnnouncement) return undefined
  cursor.skip(6) // the managed object again
  return cursor
}

interface Found {
  facts: { -readonly [Field in keyof FactsTold]: string | string[] }
  address: ObservedSubject | undefined
}

function attributes(list: Cursor, found: Found): void {
  const count = list.u16()
  list.skip(2)
  for (let index = 0; index < Math.min(count, maxEntries) && list.left >= 4; index += 1) {
    const attribute = list.u16()
    attributeOf(attribute, list.part(list.u16()), found)
  }
}

function attributeOf(attribute: number, value: Cursor, found: Found): void {
  const { facts } = found
  if (attribute === 0x0928) {
    facts.maker = label(value)
    facts.model = label(value)
  }
  if (attribute === 0x091e) facts.location = utf16(value.part(value.u16()))
  if (attribute === 0x0984) facts.deviceIdentifier = Buffer.from(value.take(value.u16())).toString('hex')
  if (attribute === 0x0986) facts.deviceKind = kind(value.u16() * 0x10000 + value.u16())
  if (attribute === 0x092d) productionSpecification(value, facts)
  if (attribute === 0xf100) found.address = addressOf(value)
}

/** NOM_ATTR_NET_ADDR_INFO: MAC address, IPv4 address, mask. */
function addressOf(value: Cursor): ObservedSubject | undefined {
  const mac = [...value.take(6)].map((octet) => octet.toString(16).padStart(2, '0')).join(':')
  const ip = [...value.take(4)].join('.')
  return value.isShort || ip === '0.0.0.0' || mac === '00:00:00:00:00:00' ? undefined : { mac, ip }
}

/** NOM_ATTR_ID_PROD_SPECN: what (1 serial number, 3 hardware, 4 software, 5 firmware) of which component (8 the product, 0x58 its application software). */
function productionSpecification(value: Cursor, facts: Found['facts']): void {
  const count = value.u16()
  value.skip(2)
  for (let index = 0; index < Math.min(count, maxEntries) && value.left >= 6; index += 1) {
    const type = value.u16()
    const component = value.u16()
    const text = label(value)
    if (/^-*$/.test(text)) continue
    if (type === 1 && component === 8) facts.serial = text
    if (type === 3 && component === 8) facts.hardwareVersion = text
    if (type === 4 && component === 0x58) facts.softwareVersion = text
    if (type === 5 && component === 8) facts.firmwareVersion = text
  }
}

/** The monitor itself; other systems are told by their number. */
function kind(code: number): string {
  if (code === 69_965) return 'MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS'
  return code === 0 ? '' : `MDC ${code}`
}

/** A length and that many characters, ended by a zero where they are fewer. */
function label(cursor: Cursor): string {
  const [text = ''] = Buffer.from(cursor.take(cursor.u16())).toString('latin1').split('\0')
  return text
}

function utf16(cursor: Cursor): string {
  let text = ''
  while (cursor.left >= 2) {
    const unit = cursor.u16()
    if (unit === 0) break
    text += String.fromCharCode(unit)
  }
  return text
}
