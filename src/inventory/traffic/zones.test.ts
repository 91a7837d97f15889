import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalNetwork, zonesOf } from './zones.ts'

const named = [
  { network: '10.12.0.0/16', name: 'Imaging' },
  { network: '10.12.3.0/24', name: 'MR' },
  { network: '203.0.113.0/24', name: 'Our own public addresses' },
  { network: 'fd00:1::/32', name: 'Laboratory' },
]
const zoneOf = zonesOf(named)

const places: readonly (readonly [ip: string | undefined, kind: string, name: string])[] = [
  ['10.12.3.9', 'named', 'MR'],
  ['10.12.4.9', 'named', 'Imaging'],
  ['10.13.4.9', 'subnet', '10.13.4.0/24'],
  ['172.31.255.1', 'subnet', '172.31.255.0/24'],
  ['172.32.0.1', 'internet', 'internet'],
  ['203.0.113.7', 'named', 'Our own public addresses'],
  ['198.51.100.7', 'internet', 'internet'],
  ['224.0.0.251', 'multicast', '224.0.0.251'],
  ['255.255.255.255', 'multicast', '255.255.255.255'],
  ['fd00:1:2::9', 'named', 'Laboratory'],
  ['fe80::1:2', 'subnet', 'fe80::/64'],
  ['2001:db8::1', 'internet', 'internet'],
  ['ff02::fb', 'multicast', 'ff02::fb'],
  [undefined, 'unknown', '?'],
]

for (const [ip, kind, name] of places) {
  test(`${ip ?? 'an end without an address'} stands in ${name}`, () => {
    const zone = zoneOf({ ...(ip === undefined ? {} : { ip }), isMedical: false })
    assert.deepEqual([zone.kind, zone.name], [kind, name])
  })
}

test('a network is written in one way, and what is none is refused', () => {
  assert.deepEqual(
    [
      '10.1.2.7/24',
      '10.1.2.7',
      ' 10.0.0.0/8',
      'FD00:1::5/32',
      '10.1.2.0/33',
      '10.1.2',
      'x',
      '10.1.2.3/',
      '300.1.1.1/8',
    ].map(canonicalNetwork),
    ['10.1.2.0/24', '10.1.2.7/32', '10.0.0.0/8', 'fd00:1::/32', undefined, undefined, undefined, undefined, undefined],
  )
})

test('of ten thousand networks that lie within each other the narrowest counts', () => {
  const named = Array.from({ length: 10_000 }, (_, n) => ({
    network: `10.${n >> 8}.${n & 255}.0/24`,
    name: `ward ${n}`,
  }))
  const zoneOf = zonesOf([
    { network: '0.0.0.0/0', name: 'all' },
    { network: '10.0.0.0/8', name: 'house' },
    ...named,
    { network: '::/0', name: 'six' },
    { network: '10.1.1.7/32', name: 'pump' },
  ])
  const cases = {
    '10.1.1.7': 'pump',
    '10.1.1.8': 'ward 257',
    '10.200.0.1': 'house',
    '9.9.9.9': 'all',
    'fe80::1': 'six',
  }
  for (const [ip, name] of Object.entries(cases)) assert.equal(zoneOf({ ip, isMedical: false }).name, name, ip)
})
