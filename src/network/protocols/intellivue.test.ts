import assert from 'node:assert/strict'
import { test } from 'node:test'
import { carrierTo, damaged, inLines, takeNotes } from '../../../test/network.ts'
import type { NotesTaken } from '../../../test/network.ts'
import { intellivue } from './intellivue.ts'

function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff])
}

function label(text: string): Buffer {
  const bytes = Buffer.from(`${text}\0`, 'latin1')
  return Buffer.concat([u16(bytes.length), bytes])
}

function attribute(id: number, value: Uint8Array): Buffer {
  return Buffer.concat([u16(id), u16(value.length), value])
}

function specification(...entries: readonly (readonly [type: number, component: number, text: string])[]): Buffer {
  const list = entries.map(([type, component, text]) => Buffer.concat([u16(type), u16(component), label(text)]))
  const bytes = Buffer.concat(list)
  return Buffer.concat([u16(entries.length), u16(bytes.length), bytes])
}

const bed = Buffer.from('ICU 7\0', 'utf16le').swap16()
const monitor = [
  attribute(0x0986, Buffer.concat([u16(1), u16(4429)])),
  attribute(0x0928, Buffer.concat([label('Philips'), label('M8007A')])),
  attribute(0x091e, Buffer.concat([u16(bed.length), bed])),
  attribute(0x0984, Buffer.concat([u16(6), Buffer.from('0009fb0977bd', 'hex')])),
  attribute(
    0x092d,
    specification(
      [1, 8, 'DE00000001'],
      [2, 8, 'M8007A'],
      [3, 8, 'B.00.05'],
      [5, 0x78, '--------'],
      [4, 0x58, 'G.01.78'],
    ),
  ),
]

/** Remote operation with an event: 0x0D17 announces, 0x0D06 tells that the system was created. */
function event(start: Buffer, type: number, inner: Buffer): Buffer {
  const argument = Buffer.concat([u16(0x23), u16(0), u16(0), Buffer.alloc(4), u16(type), u16(inner.length), inner])
  const invoke = Buffer.concat([u16(1), u16(type === 0x0d06 ? 1 : 0), u16(argument.length), argument])
  return Buffer.concat([start, u16(1), u16(invoke.length), invoke])
}

function list(attributes: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(attributes)
  return Buffer.concat([u16(attributes.length), u16(bytes.length), bytes])
}

const address = attribute(0xf100, Buffer.from('0009fb0977bd0a010203ffffff00', 'hex'))
const announcement = event(Buffer.from([0, 0, 1, 0]), 0x0d17, list([...monitor, address]))
const created = event(Buffer.from([0xe1, 0, 0, 2]), 0x0d06, Buffer.concat([Buffer.alloc(6), list(monitor)]))

function read(payload: Uint8Array, port = 24_005): NotesTaken {
  const { notes, taken } = takeNotes()
  const carrier = carrierTo(port)
  if (intellivue.recognises(payload, carrier)) intellivue.read(payload, carrier, notes)
  return taken
}

const facts =
  'maker=Philips, model=M8007A, serial=DE00000001, deviceKind=MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS, softwareVersion=G.01.78, hardwareVersion=B.00.05, location=ICU 7, deviceIdentifier=0009fb0977bd'

test('an announcement tells of the monitor at the address that it names', () => {
  assert.deepEqual(inLines(read(announcement)), [`10.1.2.3 explicit: ${facts}`])
})

test('a monitor that is asked for its data tells what it is; values are counted and not read', () => {
  assert.deepEqual(inLines(read(created, 24_105)), [`10.0.0.1 explicit: ${facts}`])
  const values = Buffer.concat([Buffer.from([0xe1, 0, 0, 2]), u16(2), u16(15), Buffer.from('DOE^JANE CANARY')])
  const taken = read(values, 24_105)
  assert.deepEqual([taken.tellings, taken.dropped], [[], { result: 1 }])
})

test('other datagrams are not taken for it', () => {
  for (const text of ['', 'hello', '\u0000\u0000\u0001\u0000\u0000\u0001', '<xml/>'])
    assert.equal(intellivue.recognises(Buffer.from(text, 'latin1'), carrierTo(24_005)), false)
})

test('no cut and no damage makes it throw', () => {
  for (const message of [announcement, created]) {
    for (let cut = 0; cut < message.length; cut += 1) read(message.subarray(0, cut))
    for (let seed = 1; seed <= 500; seed += 1) read(damaged(message, seed))
  }
})
