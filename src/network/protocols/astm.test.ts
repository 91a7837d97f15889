import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNeverThrows, carrierTo, inLines, listenTo } from '../../../test/network.ts'
import { astm } from './astm.ts'

/** A frame with its checksum, which may be wrong. */
function frame(number: number, text: string, wrong = 0): string {
  const body = `${number}${text}\r\u0003`
  const sum = [...Buffer.from(body, 'latin1')].reduce((total, byte) => total + byte, 0) & 0xff
  return `\u0002${body}${((sum + wrong) & 0xff).toString(16).toUpperCase().padStart(2, '0')}\r\n`
}

const header = 'H|\\^&|||Analyse 9^00-05^SN1234^2.1|||||||P|LIS2-A2|20260101'
const records = [
  'P|1||CANARY||DOE^JANE||19700101|F',
  'O|1|CANARY||^^^GLU',
  'R|1|^^^GLU|5.5 CANARY|mmol/L|||||||CANARY',
  'C|1|I|CANARY wrote DOE^JANE',
  'L|1|N',
]
const whole = Buffer.from(
  `\u0005${frame(1, header)}${records.map((record, index) => frame(index + 2, record)).join('')}\u0004`,
  'latin1',
)
const told = '10.0.0.1 strong: applicationName=Analyse 9, banner=Analyse 9 00-05 SN1234 2.1'

test('the header record names its sender; patients, orders, results and comments are counted', () => {
  const taken = listenTo(astm, [{ from: 'client', bytes: whole }])
  assert.deepEqual(inLines(taken), [told])
  assert.deepEqual(taken.dropped, { patient: 1, identifier: 1, result: 1, text: 1 })
  assert.doesNotMatch(JSON.stringify(taken), /DOE|JANE|CANARY/)
})

test('several records in one frame are told apart', () => {
  const bytes = Buffer.from(`\u0005${frame(1, [header, ...records].join('\r'))}\u0004`, 'latin1')
  const taken = listenTo(astm, [{ from: 'client', bytes }])
  assert.deepEqual(inLines(taken), [told])
  assert.doesNotMatch(JSON.stringify(taken), /DOE|JANE|CANARY/)
})

test('a frame whose checksum is wrong tells nothing', () => {
  const taken = listenTo(astm, [{ from: 'client', bytes: Buffer.from(`\u0005${frame(1, header, 1)}`, 'latin1') }])
  assert.deepEqual([inLines(taken), taken.malformed], [[], 1])
})

test('records that a converter sends without frames are read', () => {
  const bytes = Buffer.from([header, ...records].join('\r\n'))
  const taken = listenTo(astm, [{ from: 'client', bytes }])
  assert.deepEqual(inLines(taken), [told])
  assert.equal(taken.dropped.patient, 1)
})

test('ASTM is recognised by a header record, never by ENQ alone', () => {
  const recognise = (text: string): string => astm.recognises(Buffer.from(text, 'latin1'), 'client', carrierTo(4000))
  assert.equal(recognise('\u0005'), 'more')
  assert.equal(recognise(`\u0005${frame(1, header)}`), 'yes')
  assert.equal(recognise(header), 'yes')
  assert.equal(recognise('\u0005\u0001\u0000'), 'no')
  assert.equal(recognise('HELO mail'), 'no')
})

test('no cut, gap or damage makes it throw', () => {
  assertNeverThrows(astm, [{ from: 'client', bytes: whole }])
})
