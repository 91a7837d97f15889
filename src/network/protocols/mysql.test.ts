import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, between, factLines, hearStream, pieces, wire } from '../testing.ts'
import { mysql } from './mysql.ts'

function greeting(version: string): Uint8Array {
  const body = wire(
    `0a "${version}" 00 07000000 ${'41'.repeat(8)} 00 ffff 08 0200 ffff 15 ${'00'.repeat(10)} ${'42'.repeat(13)}`,
  )
  return Buffer.concat([Uint8Array.of(body.length, 0, 0, 0), body])
}

const login = wire('20 0000 01 85a60300 00000001 21 "jane.doe" 00')
const server = between({}, { port: 3306 })

test('MySQL tells the version of the server, and no user', () => {
  const heard = hearStream(mysql, [['server', greeting('8.0.36-0ubuntu0.22.04.1')], ['client', login]], server) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'softwareProduct: MySQL',
    'softwareProductVersion: 8.0.36-0ubuntu0.22.04.1',
    'service: mysql/3306',
    'role: database-server',
  ])
  assert.equal(JSON.stringify(heard).includes('doe'), false)
})

test('the version that MariaDB shows to old clients is left out', () => {
  const heard = hearStream(mysql, pieces(greeting('5.5.5-10.11.6-MariaDB-0+deb12u1'), 'server', 7), server)
  assert.deepEqual(factLines(heard).slice(0, 2), ['softwareProduct: MariaDB', 'softwareProductVersion: 10.11.6-MariaDB-0+deb12u1']) // prettier-ignore
})

test('MySQL that goes on in TLS is read as that', () => {
  const hello = wire(`16 0301 002d 01 000029 0303 ${'11'.repeat(32)} 00 0002 c02f 0100`)
  const asks = wire(`20 0000 01 85ae0300 00000001 21 ${'00'.repeat(23)}`)
  const heard = hearStream(mysql, [['server', greeting('8.0.36')], ['client', asks], ['client', hello]], server) // prettier-ignore
  assert.ok(factLines(heard).some((line) => line.startsWith('ja4: t12i0100')))
})

test('MySQL is recognised by the greeting of its server', () => {
  const says = (bytes: Uint8Array): string => mysql.recognises(bytes, 'server', server)
  assert.deepEqual([says(greeting('8.0.36')), says(greeting('8.0.36').subarray(0, 12)), says(greeting('none')), says(wire('00000001 0a'))], ['yes', 'more', 'no', 'no']) // prettier-ignore
})

test('MySQL that is damaged does no harm', () => {
  assertStreamSurvives(mysql, login, greeting('8.0.36'))
})
