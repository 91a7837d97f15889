import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { cdp } from './cdp.ts'

const speaking = between({ mac: '00:0c:85:00:00:05' })

function frame(...fields: readonly (readonly [number, string])[]): Uint8Array {
  const bytes = fields.map(([type, value]) => {
    const read = wire(value)
    return (
      [type, read.length + 4].map((number) => number.toString(16).padStart(4, '0')).join('') +
      Buffer.from(read).toString('hex')
    )
  })
  return wire(`02 b4 0000 ${bytes.join('')}`)
}

const access = frame(
  [0x01, '"sw-icu-2(FOC1234X0AB)"'],
  [0x02, '00000001 01 01 cc 0004 0a0000fe'],
  [0x03, '"GigabitEthernet0/12"'],
  [0x04, '00000028'],
  [0x05, '"Cisco IOS Software, C2960 Software, Version 12.2(25)SEB4, RELEASE SOFTWARE (fc1)"'],
  [0x06, '"cisco WS-C2960-24TT-L"'],
  [0x15, '06 01'],
)

test('a switch tells its name, serial number, model, software and address', () => {
  const heard = hear(cdp, access, speaking)
  assert.deepEqual(heard.told[0]?.subject, { mac: '00:0c:85:00:00:05', ip: '10.0.0.254' })
  assert.deepEqual(factLines(heard), [
    'maker: Cisco',
    'model: WS-C2960-24TT-L',
    'serial: FOC1234X0AB',
    'softwareVersion: 12.2(25)SEB4',
    'hostName: sw-icu-2',
    'role: switch',
    'sysDescr: Cisco IOS Software, C2960 Software, Version 12.2(25)SEB4, RELEASE SOFTWARE (fc1)',
    'sysObjectId: 0.6.1',
  ])
})

test('an address in place of a name is no name', () => {
  assert.deepEqual(factLines(hear(cdp, frame([0x01, '"000c85000005"'], [0x04, '00000080']), speaking)), [
    'role: telephone',
  ])
})

test('a frame without a field, or of another version, is malformed', () => {
  assert.equal(hear(cdp, wire('02 b4 0000 0001 ff00'), speaking).malformed, 1)
  assert.equal(hear(cdp, wire('03 b4 0000 0004 0008 00000001'), speaking).malformed, 1)
})

test('damaged frames harm nothing', () => assertSurvives(cdp, access, speaking))
