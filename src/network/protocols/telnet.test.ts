import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, factLines, hearStream, pieces, wire } from '../testing.ts'
import { telnet } from './telnet.ts'

const client = wire('fffd01 fffa 1f 00ff 0050 fff0 "jane.doe" 0d0a "secret" 0d0a')
const server = wire(
  'fffd18 fffb01 "Infusion gateway V2.10.3" 0d0a0d0a "gateway-7 login: " "jane.doe" 0d0a "Last login of DOE"',
)

test('Telnet tells what stands above the question for a name, and nothing after it', () => {
  const heard = hearStream(telnet, [['server', server.slice(0, 40)], ['client', client.slice(0, 3)], ['server', server.slice(40)], ['client', client]]) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'banner: Infusion gateway V2.10.3',
    'role: server',
    'softwareProduct: Infusion gateway',
    'softwareProductVersion: 2.10.3',
  ])
  assert.equal(/doe/i.test(JSON.stringify(heard)), false)
})

test('it does not matter how Telnet was cut into segments', () => {
  for (const size of [1, 2, 5]) assert.equal(factLines(hearStream(telnet, pieces(server, 'server', size))).length, 4)
})

test('Telnet that is damaged does no harm', () => {
  assertStreamSurvives(telnet, client, server)
})
