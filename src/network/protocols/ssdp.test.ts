import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, between, factLines, hear } from '../testing.ts'
import { ssdp } from './ssdp.ts'

const speaking = between({ ip: '10.0.0.5', port: 1900 }, { ip: '239.255.255.250', port: 1900 })
const message = (...lines: readonly string[]): Uint8Array => Buffer.from([...lines, '', ''].join('\r\n'))
const alive = message(
  'NOTIFY * HTTP/1.1',
  'HOST: 239.255.255.250:1900',
  'NT: urn:schemas-upnp-org:device:Printer:1',
  'NTS: ssdp:alive',
  'LOCATION: http://10.0.0.5:49152/jane/desc.xml',
  'USN: uuid:2FAC1234-31F8-11B4-A222-08002B34C003::urn:schemas-upnp-org:device:Printer:1',
  'SERVER: Linux/4.1.15 UPnP/1.0 CarePrinter/2.7',
)

test('a device says what it is and what it runs', () => {
  const heard = hear(ssdp, alive, speaking)
  assert.deepEqual(factLines(heard), [
    'deviceKind: urn:schemas-upnp-org:device:Printer:1',
    'deviceIdentifier: uuid:2fac123431f811b4a22208002b34c003',
    'banner: Linux/4.1.15 UPnP/1.0 CarePrinter/2.7',
    'service: upnp/49152',
    'softwareProduct: Linux',
    'softwareProductVersion: 4.1.15',
    'softwareProduct: UPnP',
    'softwareProductVersion: 1.0',
    'softwareProduct: CarePrinter',
    'softwareProductVersion: 2.7',
  ])
  assert.doesNotMatch(JSON.stringify(heard), /jane/)
})

test('answers, questions and farewells', () => {
  const cases: readonly (readonly [Uint8Array, readonly string[]])[] = [
    [
      message('HTTP/1.1 200 OK', 'ST: upnp:rootdevice', 'LOCATION: http://10.0.0.77/x', 'USN: uuid:a-1'),
      ['deviceIdentifier: uuid:a1'],
    ],
    [message('M-SEARCH * HTTP/1.1', 'ST: ssdp:all'), []],
    [
      message('M-SEARCH * HTTP/1.1', 'USER-AGENT: Viewer/1.2'),
      ['banner: Viewer/1.2', 'softwareProduct: Viewer', 'softwareProductVersion: 1.2'],
    ],
    [message('NOTIFY * HTTP/1.1', 'NTS: ssdp:byebye', 'USN: uuid:a-1'), []],
  ]
  for (const [bytes, expected] of cases) assert.deepEqual(factLines(hear(ssdp, bytes, speaking)), expected)
})

test('it is recognised by its first line', () => {
  assert.equal(ssdp.recognises(alive, speaking), true)
  assert.equal(ssdp.recognises(Buffer.from('GET / HTTP/1.1\r\n'), speaking), false)
})

test('damaged messages harm nothing', () => assertSurvives(ssdp, alive, speaking))
