import assert from 'node:assert/strict'
import { test } from 'node:test'
import { between, factLines, hearStream, assertStreamSurvives, wire } from '../testing.ts'
import { mqtt } from './mqtt.ts'

const broker = between({}, { port: 1883 })
const connect = wire('10 29 0004 "MQTT" 04 c6 003c 0008 "DOE^JANE" 0001 "t" 0002 "no" 0004 "jane" 0006 "secret"')
const accepted = wire('20 02 0000')

test('a client and its broker are told, whose words are not', () => {
  const heard = hearStream(mqtt, [['client', connect], ['server', accepted]], broker) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'banner: MQTT 3.1.1',
    'role: mqtt-client',
    'service: mqtt/1883',
    'role: mqtt-broker',
  ])
  assert.deepEqual(heard.dropped, { identifier: 1, credential: 2, text: 1 })
  assert.doesNotMatch(JSON.stringify(heard), /jane|secret/i)
})

test('a header that comes byte by byte is the same', () => {
  const bytes = [...connect].map((byte) => ['client', Uint8Array.of(byte)] as const)
  assert.deepEqual(factLines(hearStream(mqtt, bytes, broker)), ['banner: MQTT 3.1.1', 'role: mqtt-client'])
})

test('it is recognised by its first message alone', () => {
  const cases: readonly (readonly [string, 'yes' | 'no' | 'more'])[] = [
    ['10 29 0004 "MQTT" 04 c6', 'yes'],
    ['10 ff03 0006 "MQIsdp" 03 02', 'yes'],
    ['10 10 0004 "MQTT" 05 02', 'yes'],
    ['10 10 0004 "MQTT" 09 02', 'no'],
    ['10 10 0004 "HTTP" 05 02', 'no'],
    ['16 03 01 02 00', 'no'],
    ['10 29 00', 'more'],
    ['', 'more'],
  ]
  for (const [bytes, expected] of cases) assert.equal(mqtt.recognises(wire(bytes), 'client', broker), expected, bytes)
})

test('damaged connections harm nothing', () => assertStreamSurvives(mqtt, connect, accepted))
