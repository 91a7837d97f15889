import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, factLines, hear } from '../testing.ts'
import { sip } from './sip.ts'

const message = (...lines: readonly string[]): Uint8Array => Buffer.from([...lines, '', ''].join('\r\n'))
const via = 'Via: SIP/2.0/UDP 10.0.0.5:5060;branch=z9hG4bK1'
const persons = ['From: "Jane Doe" <sip:jane.doe@hospital.example>;tag=1', 'To: <sip:4711@hospital.example>', 'Contact: <sip:jane.doe@10.0.0.5>'] // prettier-ignore
const register = message('REGISTER sip:pbx.hospital.example SIP/2.0', via, ...persons, 'User-Agent: Ascom-i62/6.1.3')

test('SIP tells what a telephone calls itself, and not who calls whom', () => {
  const heard = hear(sip, register)
  assert.deepEqual(factLines(heard), ['banner: Ascom-i62/6.1.3', 'role: sip', 'softwareProduct: Ascom-i62', 'softwareProductVersion: 6.1.3']) // prettier-ignore
  assert.deepEqual(heard.dropped, { person: 1 })
  assert.equal(/doe|4711/i.test(JSON.stringify(heard)), false)
})

test('whoever passes a message on, or answers, is not told to be what stands in it', () => {
  const passedOn = [via.replace('10.0.0.5', '10.0.0.1'), via]
  const given = [
    message('INVITE sip:4711@hospital.example SIP/2.0', ...passedOn, ...persons, 'User-Agent: Ascom-i62/6.1.3'),
    message('INVITE sip:4711@hospital.example SIP/2.0', `${via}, SIP/2.0/UDP 10.0.0.1`, ...persons, 'User-Agent: Ascom-i62/6.1.3'),
    message('SIP/2.0 200 OK', via, ...persons, 'User-Agent: Ascom-i62/6.1.3'),
  ] // prettier-ignore
  for (const each of given) assert.deepEqual(factLines(hear(sip, each)), ['role: sip'])
})

test('SIP is recognised by its first line', () => {
  const says = (text: string): boolean => sip.recognises(Buffer.from(text), { seenAt: 0, source: {}, destination: {} })
  assert.deepEqual([says(Buffer.from(register).toString()), says('SIP/2.0 100 Trying\r\n'), says('INVITE http://x HTTP/1.1\r\n'), says('\r\n\r\n')], [true, true, false, false]) // prettier-ignore
})

test('SIP that is damaged does no harm', () => {
  assertSurvives(sip, register)
})
