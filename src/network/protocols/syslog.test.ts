import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, between, factLines, hear } from '../testing.ts'
import { syslog } from './syslog.ts'

const logging = between({}, { port: 514 })
const known = ['role: syslog-client', 'service: syslog/514', 'role: syslog-server']
const line = (text: string): Uint8Array => Buffer.from(text)

test('which host logs, and which program, and nothing of what it logs', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [
      '<34>1 2003-10-11T22:14:15.003Z pacs01.hospital.example storescp 8710 ID47 - stored DOE^JANE',
      ['hostName: pacs01.hospital.example', 'applicationName: storescp'],
    ],
    ['<34>1 - - - - - - DOE^JANE', []],
    ['<34>Oct 11 22:14:15 pacs01 su[17]: DOE^JANE', ['hostName: pacs01', 'applicationName: su']],
    ['<34>Oct  1 22:14:15 sshd[17]: DOE^JANE', ['applicationName: sshd']],
    ['<189>57: *Mar  1 00:01:02: %SYS-5-CONFIG_I: DOE^JANE', []],
    ['<34>DOE JANE: admitted', []],
  ]
  for (const [text, expected] of cases) {
    const heard = hear(syslog, line(text), logging)
    assert.deepEqual(factLines(heard), [...known, ...expected], text)
    assert.doesNotMatch(JSON.stringify(heard), /DOE/)
    assert.equal(heard.dropped['text'], 1)
  }
})

test('what begins with no priority is something else', () => {
  for (const text of ['<192>x', '<>x', '<1234>', 'GET /', ''])
    assert.equal(syslog.recognises(line(text), logging), false, text)
  for (const text of ['<0>x', '<13>', '<191>1 ']) assert.equal(syslog.recognises(line(text), logging), true, text)
})

test('damaged messages harm nothing', () =>
  assertSurvives(syslog, line('<34>1 2003-10-11T22:14:15.003Z h p 1 - - x'), logging))
