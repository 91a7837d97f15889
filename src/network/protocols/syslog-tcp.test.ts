import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, between, factLines, hearStream, pieces } from '../testing.ts'
import { syslogTcp } from './syslog-tcp.ts'

const line = Buffer.from(
  '<34>Oct 11 22:14:15 gateway3 infusiond[12]: DOE^JANE got 5 ml\n<34>Oct 11 22:14:16 gateway3 x: y\n',
)
const written = '<165>1 2026-03-01T08:00:00Z gateway3 infusiond 12 - - DOE^JANE got 5 ml'
const counted = Buffer.from(`${written.length} ${written}`)
const collector = between({}, { port: 514 })
const told = ['role: syslog-client', 'service: syslog/514', 'role: syslog-server', 'hostName: gateway3', 'applicationName: infusiond'] // prettier-ignore

test('syslog over TCP tells who logs, in lines or with lengths, and no text', () => {
  for (const said of [line, counted]) {
    const heard = hearStream(syslogTcp, pieces(said, 'client', 11), collector)
    assert.deepEqual(factLines(heard), told)
    assert.equal(JSON.stringify(heard).includes('DOE'), false)
  }
})

test('syslog over TCP is recognised by its first message', () => {
  const says = (text: string): string => syslogTcp.recognises(Buffer.from(text), 'client', collector)
  assert.deepEqual([says(counted.toString()), says(line.toString()), says('104 <1'), says('<34>x'), says('<html><body>nothing'), says('123 GET'), says('123 ')], ['yes', 'yes', 'more', 'more', 'no', 'no', 'more']) // prettier-ignore
})

test('syslog over TCP that is damaged does no harm', () => {
  assertStreamSurvives(syslogTcp, counted, new Uint8Array())
})
