import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, between, hear, wire } from '../testing.ts'
import { ndp } from './ndp.ts'

const asker = between({ ip: 'fe80::5' })
const target = 'fe80 0000 0000 0000 0000 0000 0000 0009'
const advertised = wire(`88 00 0000 60000000 ${target} 02 01 0009fb000009`)

test('neighbours say which interface has which address', () => {
  const cases: readonly (readonly [string, string, object])[] = [
    ['a question', `87 00 0000 00000000 ${target} 01 01 0009fb000005`, { mac: '00:09:fb:00:00:05', ip: 'fe80::5' }],
    ['an answer', `88 00 0000 60000000 ${target} 02 01 0009fb000009`, { mac: '00:09:fb:00:00:09', ip: 'fe80::9' }],
    ['who looks for a router', '85 00 0000 00000000 01 01 0009fb000005', { mac: '00:09:fb:00:00:05', ip: 'fe80::5' }],
  ]
  for (const [name, frame, subject] of cases) {
    assert.deepEqual(hear(ndp, wire(frame), asker).told, [{ subject, facts: [], confidence: 'strong' }], name)
  }
})

test('a router says that it is one', () => {
  const facts = [{ field: 'role', value: 'router' }]
  const advertisement = wire('86 00 0000 40 00 0708 00000000 00000000 05 01 0000 000005dc 01 01 00000c000005')
  assert.deepEqual(hear(ndp, advertisement, asker).told[0], {
    subject: { mac: '00:00:0c:00:00:05', ip: 'fe80::5' },
    facts,
    confidence: 'strong',
  })
  const neighbour = wire(`88 00 0000 e0000000 ${target} 02 01 0009fb000009`)
  assert.deepEqual(hear(ndp, neighbour, asker).told[0]?.facts, facts)
})

test('a question for oneself bears no address, and other ICMPv6 is none of its business', () => {
  assert.deepEqual(hear(ndp, wire(`87 00 0000 00000000 ${target}`), between({ ip: '::' })).told, [])
  assert.deepEqual(hear(ndp, wire('80 00 0000 0001 0001 "ping"')), { told: [], dropped: {}, malformed: 0 })
})

test('an option that lies about its length ends the reading', () => {
  for (const option of ['02 00 0009fb000009', '02 02 0009fb000009']) {
    assert.equal(hear(ndp, wire(`88 00 0000 60000000 ${target} ${option}`)).malformed, 1)
  }
})

test('damaged messages harm nothing', () => assertSurvives(ndp, advertised, asker))
