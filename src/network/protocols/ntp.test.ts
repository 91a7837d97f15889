import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { ntp } from './ntp.ts'

const zeros = (count: number): string => '00'.repeat(count)
const served = between({ port: 123 })
const variables =
  '"version=\\"ntpd 4.2.8p10@1.3728-o\\", processor=\\"x86_64\\", system=\\"Linux/4.4.0\\", leap=0"'.replaceAll(
    '\\"',
    '" 22 "',
  )
const length = wire(variables).length.toString(16).padStart(4, '0')
const control = wire(`16 82 0001 0618 0000 0000 ${length} ${variables}`)

test('who asks and who gives the time', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['version 4, a client', `23 00 06 ec ${zeros(44)}`, ['role: ntp-client']],
    ['version 3, a client', `1b 00 04 fa ${zeros(44)}`, ['role: ntp-client']],
    ['a server', `24 01 06 ec ${zeros(44)}`, ['service: ntp/123', 'role: ntp-server']],
    ['a server that nobody asked', `25 02 06 ec ${zeros(44)}`, ['service: ntp/123', 'role: ntp-server']],
    ['a question to its software', `16 02 0001 0000 0000 0000 0000`, []],
  ]
  for (const [name, bytes, expected] of cases)
    assert.deepEqual(factLines(hear(ntp, wire(bytes), served)), expected, name)
})

test('a control answer names the software', () => {
  assert.deepEqual(factLines(hear(ntp, control, served)).slice(2), [
    'hardwareVersion: x86_64',
    'softwareProduct: ntpd',
    'softwareProductVersion: 4.2.8p10',
    'operatingSystem: Linux 4.4.0',
    'banner: ntpd 4.2.8p10@1.3728-o',
  ])
})

test('another port, version or length is something else', () => {
  const client = `23 00 06 ec ${zeros(44)}`
  assert.equal(ntp.recognises(wire(client), served), true)
  assert.equal(ntp.recognises(wire(client), between({ port: 5000 }, { port: 5001 })), false)
  assert.equal(ntp.recognises(wire(client).subarray(0, 40), served), false)
  assert.equal(ntp.recognises(wire(`3b 00 ${zeros(46)}`), served), false)
})

test('damaged messages harm nothing', () => assertSurvives(ntp, control, served))
