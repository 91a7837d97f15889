import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, between, factLines, hearStream, pieces, wire } from '../testing.ts'
import { postgresql } from './postgresql.ts'

const startup = wire('00000026 00030000 "user"00"jane.doe"00"database"00"ris"00 00')
const asksTls = wire('00000008 04d2162f')
const parameter = (name: string, value: string): string => `53 000000${(6 + name.length + value.length).toString(16).padStart(2, '0')} "${name}"00"${value}"00` // prettier-ignore
const server = wire(`52 00000008 00000000 ${parameter('client_encoding', 'UTF8')} ${parameter('server_version', '15.6 (Debian 15.6-0+deb12u1)')} 5a 00000005 49`) // prettier-ignore
const database = between({}, { port: 5432 })

test('PostgreSQL tells the version of the server, and neither user nor database', () => {
  const heard = hearStream(postgresql, [['client', startup], ...pieces(server, 'server', 9)], database)
  assert.deepEqual(factLines(heard), [
    'service: postgresql/5432',
    'role: database-server',
    'softwareProduct: PostgreSQL',
    'softwareProductVersion: 15.6',
    'banner: PostgreSQL 15.6 (Debian 15.6-0+deb12u1)',
    'service: postgresql/5432',
    'role: database-server',
  ])
  assert.deepEqual(heard.dropped, { credential: 1 })
  assert.equal(JSON.stringify(heard).includes('doe'), false)
})

test('PostgreSQL that goes on in TLS is read as that, and one that refuses it goes on as before', () => {
  const hello = wire(`16 0301 002d 01 000029 0303 ${'11'.repeat(32)} 00 0002 c02f 0100`)
  const secret = hearStream(postgresql, [['client', asksTls], ['server', Buffer.from('S')], ['client', hello]], database) // prettier-ignore
  assert.ok(factLines(secret).some((line) => line.startsWith('ja4: t12i0100')))
  const open = hearStream(postgresql, [['client', asksTls], ['server', Buffer.from('N')], ['client', startup], ['server', server]], database) // prettier-ignore
  assert.ok(factLines(open).includes('softwareProductVersion: 15.6'))
})

test('PostgreSQL is recognised by what its client begins with', () => {
  const says = (bytes: Uint8Array): string => postgresql.recognises(bytes, 'client', database)
  assert.deepEqual([says(startup), says(asksTls), says(startup.subarray(0, 5)), says(wire('00000010 04d2162f')), says(wire('16030100'))], ['yes', 'yes', 'more', 'no', 'no']) // prettier-ignore
})

test('PostgreSQL that is damaged does no harm', () => {
  assertStreamSurvives(postgresql, startup, server)
})
