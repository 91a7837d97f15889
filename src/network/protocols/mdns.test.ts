import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writtenDns, writtenName, writtenService, writtenString } from '../dns/testing.ts'
import { assertSurvives, between, factLines, hear } from '../testing.ts'
import { mdns } from './mdns.ts'

const announcing = between({ port: 5353 }, { ip: '224.0.0.251', port: 5353 })
const texts = (...lines: readonly string[]): string => lines.map(writtenString).join('')
const printer = writtenDns({
  flags: '8400',
  records: [
    ['_ipp._tcp.local', 12, writtenName('Jane’s printer._ipp._tcp.local')],
    ['Jane’s printer._ipp._tcp.local', 33, writtenService(631, 'prn-7.local'), 0x8001],
    [
      'Jane’s printer._ipp._tcp.local',
      16,
      texts(
        'ty=HP LaserJet M402',
        'product=(HP LaserJet M402)',
        'usb_MFG=HP',
        'note=Jane Doe',
        'UUID=1c852a4d-b800-1f08-abcd-001122334455',
      ),
    ],
    ['prn-7.local', 1, '0a000005'],
    ['prn-7.local', 13, texts('X86_64', 'LINUX')],
  ],
})

test('a device announces its name, its services, its maker and model', () => {
  const heard = hear(mdns, printer, announcing)
  assert.deepEqual(heard.told.map(({ subject }) => subject.ip), ['10.0.0.5', '10.0.0.5']) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'hostName: prn-7.local',
    'maker: HP',
    'model: HP LaserJet M402',
    'hardwareVersion: X86_64',
    'operatingSystem: LINUX',
    'hostName: prn-7.local',
    'deviceIdentifier: uuid:1c852a4db8001f08abcd001122334455',
    'service: ipp/631',
  ])
})

test('what people call it is not kept', () => {
  const heard = hear(mdns, printer, announcing)
  assert.deepEqual(heard.dropped, { text: 1 })
  assert.doesNotMatch(JSON.stringify(heard.told), /jane|doe/i)
})

test('a service of DICOM tells its AE title, others their model or address', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [texts('AET=CT_ROOM1', 'PrimaryDeviceType=CTSCANNER'), ['deviceKind: CTSCANNER', 'aeTitle: CT_ROOM1']],
    [texts('md=HomePod mini', 'fn=Jane', 'id=AA:BB'), ['model: HomePod mini']],
    [
      texts('model=J305AP', 'deviceid=00:09:FB:01:02:03', 'osvers=16.3'),
      ['model: J305AP', 'osBuild: 16.3', 'mac: 00:09:fb:01:02:03'],
    ],
    [texts('macaddress=0009FB010203', 'mac=nothing'), ['mac: 00:09:fb:01:02:03']],
    [texts('path=/patients/doe', 'x', ''), []],
    [texts('rp=printers/ward', 'ty=HP LaserJet M402', 'usb_MFG=HP'), []],
  ]
  for (const [content, expected] of cases) {
    assert.deepEqual(
      factLines(hear(mdns, writtenDns({ flags: '8400', records: [['a._x._tcp.local', 16, content]] }), announcing)),
      expected,
    )
  }
})

test('who speaks for another tells of the other', () => {
  const proxied = writtenDns({ flags: '8400', records: [['other.local', 1, '0a000009']] })
  assert.deepEqual(hear(mdns, proxied, announcing).told[0]?.subject, { ip: '10.0.0.9' })
})

test('questions are not read', () => {
  const question = writtenDns({ flags: '0000', questions: [['jane.local', 1]] })
  assert.deepEqual(hear(mdns, question, announcing), { told: [], dropped: {}, malformed: 0 })
  assert.equal(mdns.recognises(question, announcing), true)
  assert.equal(mdns.recognises(question, between({ port: 53 }, { port: 4000 })), false)
})

test('damaged messages harm nothing', () => assertSurvives(mdns, printer, announcing))
