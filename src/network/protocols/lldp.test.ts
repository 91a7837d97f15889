import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { lldp } from './lldp.ts'

const speaking = between({ mac: '00:09:fb:00:00:05' })

/** Elements by type and value, as `wire` reads them. */
function frame(...elements: readonly (readonly [number, string])[]): Uint8Array {
  const bytes = elements.map(([type, value]) => {
    const read = wire(value)
    return ((type << 9) | read.length).toString(16).padStart(4, '0') + Buffer.from(read).toString('hex')
  })
  return wire(`${bytes.join('')} 0000`)
}

const head = [
  [1, '04 0009fb000005'],
  [2, '03 0009fb000006'],
  [3, '0078'],
] as const
const inventory = [
  [127, '0012bb 05 "A2"'],
  [127, '0012bb 06 "B.01"'],
  [127, '0012bb 07 "C.02.10"'],
  [127, '0012bb 08 "DE12345678"'],
  [127, '0012bb 09 "Philips"'],
  [127, '0012bb 0a "MX700"'],
  [127, '0012bb 0b "BIOMED-0042"'],
] as const
const monitor = frame(
  ...head,
  [5, '"mx700-12"'],
  [6, '"Patient monitor"'],
  [7, '0080 0080'],
  [8, '05 01 0a000005 01 00000001 00'],
  ...inventory,
)

test('a device tells its name, its addresses and what it is', () => {
  const heard = hear(lldp, monitor, speaking)
  assert.deepEqual(heard.told.map(({ subject, confidence }) => [subject.mac, subject.ip, confidence]), [
    ['00:09:fb:00:00:05', '10.0.0.5', 'strong'],
    ['00:09:fb:00:00:05', '10.0.0.5', 'explicit'],
  ]) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'hostName: mx700-12',
    'mac: 00:09:fb:00:00:05',
    'mac: 00:09:fb:00:00:06',
    'ip: 10.0.0.5',
    'role: station',
    'sysDescr: Patient monitor',
    'maker: Philips',
    'model: MX700',
    'serial: DE12345678',
    'assetTag: BIOMED-0042',
    'softwareVersion: C.02.10',
    'firmwareVersion: B.01',
    'hardwareVersion: A2',
  ])
})

test('what single elements tell', () => {
  const cases: readonly (readonly [number, string, readonly string[]])[] = [
    [7, '0014 0014', ['role: router', 'role: switch']],
    [7, '0014 0000', []],
    [8, '11 02 fd000000000000000000000000000009 02 00000001 00', ['ip: fd00::9']],
    [127, '000ecf 05 0009fb000007', ['mac: 00:09:fb:00:00:07']],
    [127, '00005e 01 "https://maker.example/pump.json"', ['deviceKind: https://maker.example/pump.json']],
    [127, '0080c2 01 0001', []],
    [4, '"eth0"', []],
  ]
  const plainHead = [[1, '07 "x"'], [2, '07 "y"'], [3, '0078']] as const // prettier-ignore
  for (const [type, value, expected] of cases)
    assert.deepEqual(factLines(hear(lldp, frame(...plainHead, [type, value]), speaking)), expected)
})

test('whoever takes leave tells nothing; elements in another order, or with a lying length, are malformed', () => {
  assert.deepEqual(hear(lldp, frame(head[0], head[1], [3, '0000']), speaking), { told: [], dropped: {}, malformed: 0 })
  assert.equal(hear(lldp, frame(head[1], head[0], head[2]), speaking).malformed, 1)
  assert.equal(hear(lldp, monitor.subarray(0, 30), speaking).malformed, 1)
})

test('damaged frames harm nothing', () => assertSurvives(lldp, monitor, speaking))
