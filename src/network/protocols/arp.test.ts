import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, hear, wire } from '../testing.ts'
import { arp } from './arp.ts'

const head = '0001 0800 06 04'
const announced = wire(`${head} 0002 0009fb010203 0a000005 0009fb000009 0a000009`)

test('both a question and an answer say who has which address', () => {
  const question = wire(`${head} 0001 0009fb010203 0a000005 000000000000 0a000009`)
  for (const frame of [question, announced]) {
    assert.deepEqual(hear(arp, frame).told, [
      { subject: { mac: '00:09:fb:01:02:03', ip: '10.0.0.5' }, facts: [], confidence: 'strong' },
    ])
  }
})

test('who asks whether an address is free has none yet', () => {
  const probe = wire(`${head} 0001 0009fb010203 00000000 000000000000 0a000005`)
  assert.deepEqual(hear(arp, probe).told[0]?.subject, { mac: '00:09:fb:01:02:03' })
})

test('what is no Ethernet address of one interface is not told', () => {
  const cases: readonly (readonly [string, number])[] = [
    [`${head} 0001 01005e000001 0a000005 000000000000 0a000009`, 1], // a group
    [`${head} 0001 000000000000 0a000005 000000000000 0a000009`, 1],
    [`0001 0800 10 04 0001 0009fb010203 0a000005 000000000000 0a000009`, 1], // a lying length
    [`0007 0800 06 04 0001 0009fb010203 0a000005 000000000000 0a000009`, 0], // another kind of network
    [head, 1],
  ]
  for (const [frame, malformed] of cases) {
    const heard = hear(arp, wire(frame))
    assert.deepEqual([heard.told, heard.malformed], [[], malformed], frame)
  }
})

test('damaged frames harm nothing', () => assertSurvives(arp, announced))
