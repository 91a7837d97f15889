import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, between, factLines, hear } from '../testing.ts'
import { wsDiscovery } from './ws-discovery.ts'

const speaking = between({ ip: '10.0.0.5', port: 3702 }, { ip: '239.255.255.250', port: 3702 })
const message = (body: string): Uint8Array =>
  Buffer.from(
    `<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:d="http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01"><s:Body>${body}</s:Body></s:Envelope>`,
  )
const target = (types: string, scopes: string, urls: string): string =>
  `<a:EndpointReference><a:Address>urn:uuid:1C852A4D-b800-1f08-abcd-001122334455</a:Address></a:EndpointReference><d:Types>${types}</d:Types><d:Scopes>${scopes}</d:Scopes><d:XAddrs>${urls}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>`

const scopes =
  'sdc.mds.pkp:1.2.840.10004.20701.1.1 sdc.cdc.type:///69798 sdc.ctxt.loc:/sdc.ctxt.loc.detail/HOSP%2F%2F%2FICU%2F12%2F3?fac=HOSP&amp;poc=ICU&amp;rm=12&amp;bed=3 sdc.ctxt.pat:/x?givenname=JANE&amp;familyname=DOE sdc.ctxt.opr:/x'
const hello = message(
  `<d:Hello>${target('dpws:Device mdpws:MedicalDevice', scopes, 'https://10.0.0.5:51234/1c85')}</d:Hello>`,
)
const identifier = 'deviceIdentifier: uuid:1c852a4db8001f08abcd001122334455'

test('a medical device tells what it is and where it stands, and no patient', () => {
  const heard = hear(wsDiscovery, hello, speaking)
  assert.deepEqual(factLines(heard), [
    'deviceKind: MDC 69798',
    'deviceKind: MedicalDevice',
    'facility: HOSP',
    'department: ICU',
    'location: 12 / 3',
    identifier,
    'service: sdc/51234',
    'role: sdc-provider',
  ])
  assert.deepEqual(heard.dropped, { patient: 1, person: 1 })
  assert.doesNotMatch(JSON.stringify(heard.told), /JANE|DOE/)
})

test('printers, cameras and those who speak for others', () => {
  const match = (types: string, scope: string, urls: string): string =>
    `<d:ProbeMatches><d:ProbeMatch>${target(types, scope, urls)}</d:ProbeMatch></d:ProbeMatches>`
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      match('dpws:Device wprt:PrintDeviceType', '', 'http://10.0.0.5:5357/wsd'),
      '10.0.0.5',
      ['deviceKind: PrintDeviceType', identifier, 'service: wsd/5357'],
    ],
    [
      match(
        'tds:Device',
        'onvif://www.onvif.org/hardware/DS-2CD onvif://www.onvif.org/name/Jane',
        'http://10.0.0.5/onvif',
      ),
      '10.0.0.5',
      ['model: DS-2CD', identifier, 'service: wsd/80'],
    ],
    [
      match('mdpws:MedicalDevice', '', 'https://10.0.0.77:9000/x https://[fe80::7%3]:9000/x'),
      '10.0.0.77',
      ['deviceKind: MedicalDevice', identifier, 'service: sdc/9000'],
    ],
    ['<d:Bye><a:EndpointReference><a:Address>urn:uuid:1</a:Address></a:EndpointReference></d:Bye>', '10.0.0.5', []],
    ['<d:Probe><d:Types>dpws:Device</d:Types></d:Probe>', '10.0.0.5', []],
  ]
  for (const [body, ip, expected] of cases) {
    const heard = hear(wsDiscovery, message(body), speaking)
    assert.deepEqual([heard.told.at(-1)?.subject.ip, factLines(heard)], [ip, expected], body.slice(0, 60))
  }
})

test('it is recognised by its namespace', () => {
  assert.equal(wsDiscovery.recognises(hello, speaking), true)
  assert.equal(wsDiscovery.recognises(Buffer.from('<a/>'), speaking), false)
})

test('damaged messages harm nothing', () => assertSurvives(wsDiscovery, hello, speaking))
