import assert from 'node:assert/strict'
import { test } from 'node:test'
import { between, damages, factLines, notesFor, nothingHeard } from '../testing.ts'
import type { Heard } from '../testing.ts'
import { soapReader } from './soap.ts'

const { source } = between({ ip: '10.0.0.5' })

function read(text: string, size = 1_000_000): Heard {
  const heard = nothingHeard()
  const reader = soapReader(source, notesFor(heard))
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size)
    if (reader.take(bytes.subarray(at, at + size)) === 'broken') heard.malformed += 1
  return heard
}

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body>${body}</s:Body></s:Envelope>`

const metadata = envelope(`<wsx:Metadata>
  <wsx:MetadataSection><dpws:ThisModel><dpws:Manufacturer xml:lang="en">Dräger</dpws:Manufacturer><dpws:ModelName>Ventilator &amp; Co</dpws:ModelName><dpws:ModelNumber>V500</dpws:ModelNumber></dpws:ThisModel></wsx:MetadataSection>
  <wsx:MetadataSection><dpws:ThisDevice><dpws:FriendlyName>Jane Doe’s ventilator</dpws:FriendlyName><dpws:FirmwareVersion>2.51</dpws:FirmwareVersion><dpws:SerialNumber>ASBC-0042</dpws:SerialNumber></dpws:ThisDevice></wsx:MetadataSection>
  <wsx:MetadataSection><dpws:Relationship><dpws:Host><wsa:EndpointReference><wsa:Address>urn:uuid:1C852A4D-b800-1f08-abcd-001122334455</wsa:Address></wsa:EndpointReference></dpws:Host></dpws:Relationship></wsx:MetadataSection>
</wsx:Metadata>`)

const system = `<pm:Mds Handle="mds0"><pm:ProductionSpecification><pm:SpecType Code="531975"/><pm:ProductionSpec>SW 4.1</pm:ProductionSpec></pm:ProductionSpecification>
  <pm:ProductionSpecification><pm:SpecType Code="531972"/><pm:ProductionSpec>SN-7</pm:ProductionSpec></pm:ProductionSpecification>
  <pm:MetaData><pm:Udi><pm:DeviceIdentifier>0001</pm:DeviceIdentifier><pm:HumanReadableForm>(01)04012345678901</pm:HumanReadableForm></pm:Udi><pm:Manufacturer>Acme</pm:Manufacturer><pm:ModelNumber>P1</pm:ModelNumber><pm:ManufactureDate>2024-05-06T07:08:09Z</pm:ManufactureDate></pm:MetaData>
  <pm:Type Code="69798"/>
  <pm:Vmd><pm:Type Code="1"/><pm:ProductionSpecification><pm:SpecType Code="531972"/><pm:ProductionSpec>MODULE-SN</pm:ProductionSpec></pm:ProductionSpecification></pm:Vmd></pm:Mds>`
const states = `<pm:MdState><pm:State xsi:type="pm:LocationContextState" ContextAssociation="Assoc"><pm:LocationDetail PoC="ICU" Room="12" Bed="3" Facility="HOSP"/></pm:State>
  <pm:State xsi:type="pm:LocationContextState" ContextAssociation="Dis"><pm:LocationDetail PoC="OLD"/></pm:State>
  <pm:State ContextAssociation="Assoc"><pm:CoreData><pm:Givenname>JANE</pm:Givenname><pm:Familyname>DOE</pm:Familyname></pm:CoreData></pm:State>
  <pm:State><pm:MetricValue Value="72"/></pm:State></pm:MdState>`
const description = envelope(
  `<msg:GetMdibResponse><msg:Mdib><pm:MdDescription>${system}</pm:MdDescription>${states}</msg:Mdib></msg:GetMdibResponse>`,
)

test('the metadata of a device tell maker, model, firmware and serial number', () => {
  const heard = read(metadata)
  assert.deepEqual(factLines(heard), [
    'maker: Dräger',
    'model: V500',
    'model: Ventilator & Co',
    'serial: ASBC-0042',
    'firmwareVersion: 2.51',
    'deviceIdentifier: uuid:1c852a4db8001f08abcd001122334455',
  ])
  assert.deepEqual([heard.told[0]?.confidence, heard.dropped], ['explicit', { text: 1 }])
})

test('the description of a medical device tells what it is, and no patient', () => {
  const heard = read(description)
  assert.deepEqual(factLines(heard), [
    'maker: Acme',
    'model: P1',
    'serial: SN-7',
    'udi: (01)04012345678901',
    'manufacturedOn: 2024-05-06',
    'deviceKind: MDC 69798',
    'softwareVersion: SW 4.1',
    'facility: HOSP',
    'department: ICU',
    'location: 12 / 3',
  ])
  assert.deepEqual(heard.dropped, { patient: 1, result: 1 })
  assert.doesNotMatch(JSON.stringify(heard.told), /JANE|DOE|MODULE|OLD/)
})

test('of several systems behind one address none is told', () => {
  const two = envelope(`<msg:Mdib><pm:MdDescription>${system}${system}</pm:MdDescription></msg:Mdib>`)
  assert.deepEqual(read(two).told, [])
})

test('a message that comes in pieces is the same', () => {
  for (const size of [1, 7, 100]) assert.deepEqual(factLines(read(description, size)), factLines(read(description)))
})

test('a document type, depth, and what is no XML end the reading', () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "${'b'.repeat(1000)}">]><x>&a;</x>`
  const cases = [
    bomb,
    '<a>'.repeat(100_000),
    `<a ${'b="1" '.repeat(1)}`.repeat(3),
    'no xml',
    '<a>&unknown;</a>',
    `<a>${metadata.slice(39)}</b>`,
  ]
  for (const text of cases) {
    const heard = read(text)
    assert.deepEqual([heard.told.length <= 1, heard.malformed], [true, 1], text.slice(0, 40))
  }
})

test('damaged messages harm nothing', () => {
  for (const text of [metadata, description])
    for (const bytes of damages(Buffer.from(text))) soapReader(source, notesFor(nothingHeard())).take(bytes)
})
