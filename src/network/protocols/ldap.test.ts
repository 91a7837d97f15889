import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, assertSurvives, between, factLines, hear, hearStream, pieces, wire } from '../testing.ts'
import { ber } from '../snmp/testing.ts'
import { cldap } from './cldap.ts'
import { ldap } from './ldap.ts'

const octets = (written: string): string => ber(4, written === '' ? '' : `"${written}"`)
const message = (tag: number, content: string): Uint8Array => wire(ber(0x30, ber(2, '01') + ber(tag, content)))
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts)

/** A search below the root of the directory; `filter` in hex. */
function search(filter: string): Uint8Array {
  const [base, always] = [ber(0x0a, '00'), ber(2, '00')]
  return message(
    0x63,
    octets('') + base + base + always + always + ber(1, '00') + filter + ber(0x30, octets('Netlogon')),
  )
}

/** What came from the directory, attribute by attribute. */
function entry(name: string, attributes: Readonly<Record<string, string>>): Uint8Array {
  const list = Object.entries(attributes).map(([kind, value]) => ber(0x30, octets(kind) + ber(0x31, ber(4, value))))
  return message(0x64, octets(name) + ber(0x30, list.join('')))
}

const equal = (kind: string, value: string): string => ber(0xa3, octets(kind) + ber(4, value))
const ping = search(ber(0xa0, equal('DnsDomain', '"hospital.example."') + equal('Host', '"CT-ROOM1"') + equal('User', '"jane.doe"') + equal('NtVer', '16000000'))) // prettier-ignore
/** Forest and domain, then host, domain and host in NetBIOS, user, site. */
const netlogon = `1700 0000 fdf30000 ${'11'.repeat(16)} 08"hospital"07"example"00 c018 04"dc01"c018 08"HOSPITAL"00 04"DC01"00 00 04"Main"00 c047`
const pong = entry('', { Netlogon: netlogon })

test('a machine that looks for its domain controller says its name; who uses it is counted', () => {
  const heard = hear(cldap, ping)
  assert.deepEqual(factLines(heard), ['hostName: CT-ROOM1', 'domain: hospital.example'])
  assert.deepEqual(heard.dropped, { person: 1 })
  assert.equal(/doe/i.test(JSON.stringify(heard)), false)
})

test('a domain controller answers with its name and its domain', () => {
  const heard = hear(cldap, pong, between({ ip: '10.0.0.2', port: 389 }))
  assert.deepEqual(factLines(heard), ['hostName: dc01.hospital.example', 'domain: hospital.example', 'role: domain-controller']) // prettier-ignore
  assert.deepEqual(hear(cldap, entry('', { Netlogon: `1300${netlogon.slice(4)}` })).told, [])
})

test('of a directory only what the server says of itself is told', () => {
  const bind = message(
    0x60,
    ber(2, '03') + octets('CN=Jane Doe,OU=Ward,DC=hospital,DC=example') + ber(0x80, '"s3cret"'),
  )
  const bound = message(0x61, ber(0x0a, '00') + octets('') + octets(''))
  const own = entry('', { dnsHostName: '"dir01.hospital.example"', defaultNamingContext: '"DC=hospital,DC=example"', vendorName: '"389 Project"', vendorVersion: '"Exemplar-Directory/1.4.4"' }) // prettier-ignore
  const person = entry('CN=Jane Doe', { mail: '"jane.doe@hospital.example"', dnsHostName: '"jane"' })
  const heard = hearStream(ldap, [['client', bind], ['server', joined(bound, own, person)]], between({}, { port: 389 })) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'role: ldap-client',
    'service: ldap/389',
    'role: ldap-server',
    'softwareMaker: 389 Project',
    'hostName: dir01.hospital.example',
    'domain: hospital.example',
    'banner: Exemplar-Directory/1.4.4',
    'service: ldap/389',
    'role: ldap-server',
    'softwareProduct: Exemplar-Directory',
    'softwareProductVersion: 1.4.4',
  ])
  assert.deepEqual(heard.dropped, { person: 2, credential: 1 })
  assert.equal(/doe|jane|s3cret/i.test(JSON.stringify(heard)), false)
})

test('NTLM inside of a bind tells both machines', () => {
  const challenge = `"NTLMSSP"00 02000000 0000 0000 38000000 05820200 ${'22'.repeat(8)} ${'00'.repeat(8)} 1400 1400 38000000 0a00 6345 0000000f 0300 0c00 "d"00"c"00"0"00"1"00"."00"x"00 00000000`
  const bound = message(
    0x61,
    ber(0x0a, '0e') + octets('') + octets('') + ber(0x87, challenge.replace('05820200', '05828202')),
  )
  const heard = hearStream(ldap, [['server', bound]], between({}, { port: 389 }))
  assert.ok(factLines(heard).includes('hostName: dc01.x'), factLines(heard).join('\n'))
  assert.ok(factLines(heard).includes('osBuild: 10.0.17763'))
})

test('LDAP that goes on in TLS is read as that', () => {
  const hello = wire(`16 0301 002d 01 000029 0303 ${'11'.repeat(32)} 00 0002 c02f 0100`)
  const start = message(0x77, ber(0x80, '"1.3.6.1.4.1.1466.20037"'))
  const agreed = message(0x78, ber(0x0a, '00') + octets('') + octets(''))
  const heard = hearStream(ldap, [['client', start], ['server', agreed], ['client', hello]]) // prettier-ignore
  assert.ok(factLines(heard).some((line) => line.startsWith('ja4: t12i0100')))
})

test('LDAP is recognised by its first message, cut or whole, and SNMP is none', () => {
  const by = between({})
  const unbind = wire('30 05 02 01 03 42 00')
  assert.deepEqual([ping, unbind, ping.subarray(0, 5), wire('30 26 02 01 01 04 06 "public" a0 19 02 01')].map((bytes) => ldap.recognises(bytes, 'client', by)), ['yes', 'yes', 'more', 'no']) // prettier-ignore
})

test('LDAP that is damaged does no harm', () => {
  assertSurvives(cldap, ping)
  assertSurvives(cldap, pong)
  assertStreamSurvives(ldap, ping, pong)
  assert.ok(factLines(hearStream(ldap, pieces(ping, 'client', 3))).includes('hostName: CT-ROOM1'))
})
