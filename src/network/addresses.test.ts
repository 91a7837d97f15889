import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hexText, ipv4Text, ipv6Text, isHostAddress, isInside, isInterfaceMac, macText } from './addresses.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))

test('addresses are written in their one canonical form', () => {
  assert.equal(macText(bytes('000009fb0a0bff'), 1), '00:09:fb:0a:0b:ff')
  assert.equal(ipv4Text(bytes('0a0000ff')), '10.0.0.255')
  assert.equal(hexText(bytes('80001f88')), '80001f88')
  const ipv6: readonly (readonly [string, string])[] = [
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['00000000000000000000000000000000', '::'],
    ['fe800000000000000000000000000000', 'fe80::'],
    ['00010002000300040005000600070008', '1:2:3:4:5:6:7:8'],
  ]
  for (const [given, expected] of ipv6) assert.equal(ipv6Text(bytes(given)), expected)
})

test('an address that is cut off is none', () => {
  assert.deepEqual(
    [macText(bytes('0009fb0a0b')), ipv4Text(bytes('0a0000')), ipv6Text(bytes('fe80'))],
    [undefined, undefined, undefined],
  )
})

test('what can be a host, and what lies inside', () => {
  assert.deepEqual(['0.0.0.0', '224.0.0.1', '255.255.255.255', '::', 'ff02::1', '127.0.0.1'].filter(isHostAddress), [])
  const inside = [
    '10.1.2.3',
    '172.16.0.1',
    '172.31.9.9',
    '192.168.1.1',
    '169.254.3.4',
    '100.64.0.1',
    'fe80::1',
    'fd00::1',
  ]
  assert.deepEqual(inside.filter(isInside), inside)
  assert.deepEqual(['172.32.0.1', '8.8.8.8', '2001:db8::1', '100.128.0.1', '192.169.0.1'].filter(isInside), [])
  assert.deepEqual(['01:00:5e:00:00:01', '00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff'].filter(isInterfaceMac), [])
})
