import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, between, factLines, hearStream, wire } from '../testing.ts'
import { ftp } from './ftp.ts'

const client = Buffer.from('USER jane.doe\r\nPASS secret\r\nSYST\r\nRETR DOE_JANE.dcm\r\n')
const server = Buffer.from(
  '220-Ward server\r\n220 (vsFTPd 3.0.3)\r\n331 Password for jane.doe\r\n215 UNIX Type: L8\r\n230 Hello jane.doe\r\n',
)

test('FTP tells the greeting and the system, and neither names nor files', () => {
  const heard = hearStream(ftp, [['server', server], ['client', client]]) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'banner: Ward server',
    'role: server',
    'banner: (vsFTPd 3.0.3)',
    'role: server',
    'softwareProduct: vsFTPd',
    'softwareProductVersion: 3.0.3',
    'operatingSystem: UNIX Type: L8',
  ])
  assert.deepEqual(heard.dropped, { credential: 2, path: 1 })
  assert.equal(/doe/i.test(JSON.stringify(heard)), false)
})

test('the version in an FTP greeting of one line is told', () => {
  const heard = hearStream(ftp, [['server', Buffer.from('220 (vsFTPd 3.0.3)\r\n')]]) // prettier-ignore
  assert.ok(factLines(heard).includes('softwareProductVersion: 3.0.3'))
})

test('a greeting of several lines is told line by line, without addresses of persons; what stands in between names no software', () => {
  const greeting =
    '220-Archive\r\nkept since release 2.1\r\n220-ask jane@hospital.example\r\n220 Serv-U FTP Server v15.1.6 ready\r\n'
  const heard = hearStream(ftp, [['server', Buffer.from(`${greeting}331 go on\r\n`)]]) // prettier-ignore
  assert.deepEqual(factLines(heard).filter((line) => !line.startsWith('role')), [
    'banner: Archive',
    'banner: kept since release 2.1',
    'banner: Serv-U FTP Server v15.1.6 ready',
    'softwareProduct: Serv-U FTP Server',
    'softwareProductVersion: 15.1.6',
  ]) // prettier-ignore
  assert.deepEqual(heard.dropped, { person: 1 })
})

test('FTP that goes on in TLS is read as that', () => {
  const hello = wire(`16 0301 002d 01 000029 0303 ${'11'.repeat(32)} 00 0002 c02f 0100`)
  const heard = hearStream(ftp, [
    ['server', Buffer.from('220 ready\r\n')],
    ['client', Buffer.from('AUTH TLS\r\n')],
    ['server', Buffer.from('234 go on\r\n')],
    ['client', hello],
  ])
  assert.ok(factLines(heard).some((line) => line.startsWith('ja4: t12i0100')))
})

test('a greeting with 220 is FTP on its port, or when it says so; otherwise it may be mail', () => {
  const on = (port: number, text: string): string => ftp.recognises(Buffer.from(text), 'server', between({}, { port }))
  assert.deepEqual(
    [on(21, '220 ready'), on(2121, '220 ready\r\n'), on(2121, '220 FTP'), on(2121, '22')],
    ['yes', 'no', 'yes', 'more'],
  )
})

test('FTP that is damaged does no harm', () => {
  assertStreamSurvives(ftp, client, server)
})
