import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oidText } from '../snmp/ber.ts'
import { ber, oid, writtenBindings, writtenPdu, writtenSnmp } from '../snmp/testing.ts'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { snmp } from './snmp.ts'

const answering = between({ port: 161 })
const asking = between({}, { port: 161 })
const text = (value: string): string => ber(4, `"${value}"`)
const system = '1.3.6.1.2.1.1.'
const entity = '1.3.6.1.2.1.47.1.1.1.1.'

const answer = writtenSnmp(1, 0xa2, [
  [`${system}1.0`, text('Infinity Gateway 8.1')],
  [`${system}2.0`, oid('1.3.6.1.4.1.3592.2.1')],
  [`${system}3.0`, ber(0x43, '0001e240')],
  [`${system}4.0`, text('Dr Jane Doe, 4711')],
  [`${system}5.0`, text('gw-icu')],
  [`${system}6.0`, text('ICU 2')],
])

test('an agent that answers tells its description, maker, name and place', () => {
  const heard = hear(snmp, answer, answering)
  assert.deepEqual(factLines(heard), [
    'service: snmp/161',
    'role: snmp-agent',
    'hostName: gw-icu',
    'location: ICU 2',
    'sysDescr: Infinity Gateway 8.1',
    'sysObjectId: 1.3.6.1.4.1.3592.2.1',
    'maker: Dräger',
  ])
  assert.equal(heard.told.at(-1)?.confidence, 'weak')
})

test('community, contact and time are counted and never kept', () => {
  const heard = hear(snmp, answer, answering)
  assert.deepEqual(heard.dropped, { credential: 1, person: 1, time: 1 })
  assert.doesNotMatch(JSON.stringify(heard.told), /jane|doe|s3cret/i)
})

test('what objects tell', () => {
  const cases: readonly (readonly [string, readonly (readonly [string, string])[], readonly string[]])[] = [
    ['an inventory', [[`${entity}11.1`, text('SN1')], [`${entity}13.1`, text('X')], [`${entity}10.1`, text('1.2')], [`${entity}12.1`, text('Acme')]], ['maker: Acme', 'model: X', 'serial: SN1', 'softwareVersion: 1.2']], // prettier-ignore
    ['of a part', [[`${entity}5.1`, ber(2, '09')], [`${entity}11.1`, text('SN1')]], []], // prettier-ignore
    ['of a whole', [[`${entity}5.1`, ber(2, '03')], [`${entity}11.1`, text('SN1')]], ['serial: SN1']], // prettier-ignore
    ['of the second row', [[`${entity}11.2`, text('SN2')]], []],
    ['an uninterruptible supply', [['1.3.6.1.2.1.33.1.1.2.0', text('Smart-UPS 1500')]], ['model: Smart-UPS 1500']],
    ['a printer', [['1.3.6.1.2.1.43.5.1.1.17.1', text('PRN123')]], ['serial: PRN123']],
    ['installed software', [['1.3.6.1.2.1.25.6.3.1.2.7', text('PostgreSQL 12')]], ['softwareProduct: PostgreSQL 12']],
    [
      'a library’s number',
      [[`${system}2.0`, oid('1.3.6.1.4.1.8072.3.2.10')]],
      ['sysObjectId: 1.3.6.1.4.1.8072.3.2.10'],
    ],
    [
      'Windows',
      [
        [
          `${system}1.0`,
          text('Hardware: x86 Family 6 Model 58 - Software: Windows Version 6.1 (Build 7601 Multiprocessor Free)'),
        ],
      ],
      [
        'sysDescr: Hardware: x86 Family 6 Model 58 - Software: Windows Version 6.1 (Build 7601 Multiprocessor Free)',
        'operatingSystem: Windows',
        'osBuild: 6.1.7601',
      ],
    ],
    [
      'Linux',
      [[`${system}1.0`, text('Linux gw-icu 4.19.0-21-amd64 #1 SMP Debian 4.19.249-2 (2022-06-30) x86_64')]],
      [
        'sysDescr: Linux gw-icu 4.19.0-21-amd64 #1 SMP Debian 4.19.249-2 (2022-06-30) x86_64',
        'operatingSystem: Linux 4.19.0-21-amd64',
        'hostName: gw-icu',
      ],
    ],
    ['bytes that are no text', [[`${system}1.0`, ber(4, '0001020304')]], []],
    ['another object', [['1.3.6.1.2.1.2.2.1.2.1', text('DOE^JANE')]], []],
  ]
  for (const [name, bindings, expected] of cases) {
    assert.deepEqual(factLines(hear(snmp, writtenSnmp(0, 0xa2, bindings), answering)).slice(2), expected, name)
  }
})

test('who asks is a manager, and what is set is not read', () => {
  const set = hear(snmp, writtenSnmp(1, 0xa3, [[`${system}5.0`, text('DOE^JANE')]]), asking)
  assert.deepEqual([factLines(set), set.dropped], [['role: snmp-manager'], { credential: 1, text: 1 }])
})

test('an answer with an error tells no object', () => {
  const failed = writtenSnmp(1, 0xa2, [[`${system}5.0`, text('x')]]).map((byte, index, all) =>
    index > 4 && all[index - 1] === 1 && all[index - 2] === 2 && byte === 0 ? 5 : byte,
  )
  assert.deepEqual(factLines(hear(snmp, failed, answering)), ['service: snmp/161', 'role: snmp-agent'])
})

test('a trap of version 1 tells what sent it, unless it is the maker’s own kind', () => {
  const trap = (generic: string): Uint8Array =>
    wire(ber(0x30, ber(2, '00') + text('public') + ber(0xa4, oid('1.3.6.1.4.1.23957.1') + ber(0x40, '0a000005') + ber(2, generic) + ber(2, '00') + ber(0x43, '01') + writtenBindings([])))) // prettier-ignore
  assert.deepEqual(factLines(hear(snmp, trap('00'), between({}, { port: 162 }))), [
    'sysObjectId: 1.3.6.1.4.1.23957.1',
    'maker: Spacelabs',
  ])
  assert.deepEqual(factLines(hear(snmp, trap('06'), between({}, { port: 162 }))), [])
})

function version3(flags: string, engine: string, scoped: string): Uint8Array {
  const global = ber(0x30, ber(2, '01') + ber(2, '05c0') + ber(4, flags) + ber(2, '03'))
  const security = ber(
    4,
    ber(0x30, ber(4, engine) + ber(2, '01') + ber(2, '02') + text('doejane') + ber(4, '') + ber(4, '')),
  )
  return wire(ber(0x30, ber(2, '03') + global + security + scoped))
}

test('version 3 tells the engine of the agent, whoever speaks, and no user', () => {
  const engine = '80000e08 03 0009fb000009'
  const scoped = ber(0x30, ber(4, engine) + ber(4, '') + writtenPdu(0xa2, [[`${system}5.0`, text('gw')]]))
  const heard = hear(snmp, version3('00', engine, scoped), answering)
  assert.deepEqual(factLines(heard), ['mac: 00:09:fb:00:00:09', 'deviceIdentifier: engine:80000e08030009fb000009', 'maker: Dräger', 'service: snmp/161', 'role: snmp-agent', 'hostName: gw']) // prettier-ignore
  assert.doesNotMatch(JSON.stringify(heard), /doejane/)
  const encrypted = hear(snmp, version3('03', engine, ber(4, '0102')), asking)
  assert.deepEqual(encrypted.told[0]?.subject, { ip: '10.0.0.9' })
})

test('object identifiers are read within their limits', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['2b060102010101 00', '1.3.6.1.2.1.1.1.0'],
    ['883703', '2.999.3'],
    ['2b8f', undefined],
    ['2b8fffffffff7f', undefined],
    ['', undefined],
  ]
  for (const [bytes, expected] of cases) assert.equal(oidText(wire(bytes)), expected, bytes)
})

test('damaged messages harm nothing', () => {
  assertSurvives(snmp, answer, answering)
  assertSurvives(
    snmp,
    version3('00', '80000e08030009fb000009', ber(0x30, ber(4, '') + ber(4, '') + writtenPdu(0xa2, []))),
    answering,
  )
})
