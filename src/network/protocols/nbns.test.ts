import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writtenDns } from '../dns/testing.ts'
import { encodedNetbiosName } from '../netbios/testing.ts'
import { assertSurvives, between, hear, wire } from '../testing.ts'
import type { Heard } from '../testing.ts'
import { nbns } from './nbns.ts'

const speaking = between({ port: 137 }, { port: 137 })
const row = (name: string, suffix: string, flags: string): string => `"${name.padEnd(15)}" ${suffix} ${flags}`

function lines({ told }: Heard): string[] {
  return told.flatMap(({ subject, facts }) => facts.map(({ field, value }) => `${subject.ip ?? ''}: ${field} ${value}`))
}

test('names are told by those who register them', () => {
  const cases: readonly (readonly [string, number, string, readonly string[]])[] = [
    ['PACS01', 0x00, '0000 0a000005', ['10.0.0.5: hostName PACS01']],
    ['PACS01', 0x20, '6000 0a000005', ['10.0.0.5: hostName PACS01']],
    ['ICU', 0x00, '8000 0a000005', ['10.0.0.5: domain ICU']],
    ['ICU', 0x1d, '0000 0a000005', ['10.0.0.5: domain ICU', '10.0.0.5: role master-browser']],
    ['ICU', 0x1e, '8000 0a000005', []],
    ['DOE', 0x03, '0000 0a000005', []],
    ['PACS01', 0x00, '0000 00000000', []],
  ]
  for (const [name, suffix, content, expected] of cases) {
    const encoded = encodedNetbiosName(name, suffix)
    const registration = writtenDns({
      flags: '2910',
      questions: [[encoded, 0x20]],
      records: [[encoded, 0x20, content]],
    })
    assert.deepEqual(lines(hear(nbns, registration, speaking)), expected, `${name}<${suffix.toString(16)}>`)
  }
})

test('an answer tells of everybody who bears the name', () => {
  const encoded = encodedNetbiosName('ICU', 0x1c)
  const answer = writtenDns({ flags: '8500', records: [[encoded, 0x20, 'e000 0a000005 e000 0a000006']] })
  assert.deepEqual(lines(hear(nbns, answer, speaking)), [
    '10.0.0.5: domain ICU',
    '10.0.0.5: role domain-controller',
    '10.0.0.6: domain ICU',
    '10.0.0.6: role domain-controller',
  ])
})

const names = [
  row('PACS01', '00', '0400'),
  row('PACS01', '03', '0400'),
  row('DOEJANE', '03', '0400'),
  row('ICU', '00', '8400'),
]
const status = writtenDns({
  flags: '8400',
  records: [[encodedNetbiosName('*', 0), 0x21, `04 ${names.join('')} 0009fb000005 ${'00'.repeat(40)}`]],
})

test('a machine that is asked for its status tells its names and its interface, and no person', () => {
  const heard = hear(nbns, status, speaking)
  assert.deepEqual(lines(heard), [
    '10.0.0.5: hostName PACS01',
    '10.0.0.5: domain ICU',
    '10.0.0.5: mac 00:09:fb:00:00:05',
  ])
  assert.deepEqual(heard.dropped, { person: 2 })
})

test('a question tells nothing, and what bears no encoded name is something else', () => {
  const question = writtenDns({ flags: '0110', questions: [[encodedNetbiosName('PACS01', 0x20), 0x20]] })
  assert.deepEqual(hear(nbns, question, speaking).told, [])
  assert.equal(nbns.recognises(question, speaking), true)
  assert.equal(nbns.recognises(writtenDns({ flags: '0110', questions: [['a'.repeat(32), 0x20]] }), speaking), false)
  assert.equal(nbns.recognises(wire('1234'), speaking), false)
})

test('damaged messages harm nothing', () => assertSurvives(nbns, status, speaking))
