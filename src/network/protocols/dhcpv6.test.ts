import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writtenName } from '../dns/testing.ts'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { dhcpv6 } from './dhcpv6.ts'

const asking = between({ ip: 'fe80::5', port: 546 }, { ip: 'ff02::1:2', port: 547 })
const answering = between({ ip: 'fe80::1', port: 547 }, { ip: 'fe80::5', mac: '00:09:fb:00:00:05', port: 546 })
const options = (...all: readonly (readonly [number, string])[]): string =>
  all
    .map(([code, value]) => {
      const bytes = Buffer.from(wire(value))
      return code.toString(16).padStart(4, '0') + bytes.length.toString(16).padStart(4, '0') + bytes.toString('hex')
    })
    .join('')

const duid = '0001 0001 1c38262d 0009fb00000a'
const address = 'fd00 0000 0000 0000 0000 0000 0000 0009'
const solicit = `01 123456 ${options([1, duid], [6, '0017 0018'], [16, '00000137 0008 "MSFT 5.0"'], [39, `01${writtenName('pump7')}`])}`
const lease = (life: string): string => `00000001 00000000 00000000 ${options([5, `${address} 00000078 ${life}`])}`

test('whoever asks tells its identifier, its name and its vendor', () => {
  const heard = hear(dhcpv6, wire(solicit), asking)
  assert.deepEqual(heard.told[0]?.subject, { mac: '00:09:fb:00:00:05', ip: 'fe80::5' })
  assert.deepEqual(factLines(heard), [
    'hostName: pump7',
    'mac: 00:09:fb:00:00:0a',
    'deviceIdentifier: duid:000100011c38262d0009fb00000a',
    'vendorClass: enterprise 311: MSFT 5.0',
    'dhcpParameters: v6:23,24',
  ])
})

test('an address that is given is told with the identifier, one that ends is not', () => {
  const reply = (life: string): Uint8Array =>
    wire(`07 123456 ${options([1, duid], [2, '0003 0001 000c29000001'], [3, lease(life)])}`)
  assert.deepEqual(hear(dhcpv6, reply('000000f0'), answering).told.map(({ subject }) => subject), [
    { ip: 'fd00::9', mac: '00:09:fb:00:00:05' },
    { ip: 'fe80::1', mac: '00:09:fb:00:00:05' },
  ]) // prettier-ignore
  assert.equal(hear(dhcpv6, reply('00000000'), answering).told.length, 1)
})

test('a relay tells which interface asks, by which port', () => {
  const head = `00 ${'00'.repeat(16)} fe80 0000 0000 0000 0000 0000 0000 0005`
  const forwarded = wire(`0c ${head} ${options([9, solicit], [18, '"Gi1/0/7"'], [79, '0001 0009fb0000ee'])}`)
  const heard = hear(dhcpv6, forwarded, between({ ip: 'fd00::1', port: 547 }, { ip: 'fd00::2', port: 547 }))
  assert.deepEqual(heard.told[0]?.subject, { mac: '00:09:fb:00:00:ee', ip: 'fe80::5' })
  assert.ok(factLines(heard).includes('switchPort: Gi1/0/7'))
})

test('relays within relays end', () => {
  const head = `00 ${'00'.repeat(32)}`
  let message = solicit
  for (let depth = 0; depth < 9; depth += 1) message = `0c ${head} ${options([9, message])}`
  const heard = hear(dhcpv6, wire(message), asking)
  assert.deepEqual([heard.told, heard.malformed], [[], 1])
})

test('an option longer than the message breaks it', () => {
  assert.equal(hear(dhcpv6, wire('01 123456 0001 00ff 00'), asking).malformed, 1)
  assert.equal(dhcpv6.recognises(wire(solicit), asking), true)
  assert.equal(dhcpv6.recognises(wire(solicit), between({ port: 53 })), false)
})

test('damaged messages harm nothing', () => assertSurvives(dhcpv6, wire(solicit), asking))
