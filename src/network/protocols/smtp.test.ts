import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, between, factLines, hearStream, wire } from '../testing.ts'
import { smtp } from './smtp.ts'

const server = Buffer.from(
  '220 mail.hospital.example ESMTP Exim 4.94.2 ready\r\n250-mail.hospital.example Hello jane\r\n250 OK\r\n',
)
const client = Buffer.from('EHLO ups-icu-2\r\nMAIL FROM:<jane.doe@hospital.example>\r\nDATA\r\nDOE^JANE\r\n')
const mail = between({}, { port: 25 })

test('SMTP tells how a server greets and what its client calls itself; no address, no mail', () => {
  const heard = hearStream(smtp, [['server', server], ['client', client]], mail) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'hostName: mail.hospital.example',
    'banner: ESMTP Exim 4.94.2 ready',
    'role: mail-server',
    'softwareProduct: ESMTP Exim',
    'softwareProductVersion: 4.94.2',
    'hostName: ups-icu-2',
    'role: mail-client',
  ])
  assert.deepEqual(heard.dropped, { person: 1 })
  assert.equal(/doe|jane/i.test(JSON.stringify(heard)), false)
})

test('SMTP that goes on in TLS is read as that', () => {
  const hello = wire(`16 0301 002d 01 000029 0303 ${'11'.repeat(32)} 00 0002 c02f 0100`)
  const heard = hearStream(smtp, [['server', server], ['client', Buffer.from('EHLO ups\r\nSTARTTLS\r\n')], ['client', hello]], mail) // prettier-ignore
  assert.ok(factLines(heard).some((line) => line.startsWith('ja4: t12i0100')))
})

test('a greeting with 220 is SMTP on its ports, or when it says so', () => {
  const on = (port: number, text: string): string => smtp.recognises(Buffer.from(text), 'server', between({}, { port }))
  assert.deepEqual([on(25, '220 ready'), on(2525, '220 x ESMTP'), on(2525, '220 FTP\r\n'), on(2525, '22'), on(25, '421 no')], ['yes', 'yes', 'no', 'more', 'no']) // prettier-ignore
})

test('SMTP that is damaged does no harm', () => {
  assertStreamSurvives(smtp, client, server)
})
