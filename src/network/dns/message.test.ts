import assert from 'node:assert/strict'
import { test } from 'node:test'
import { damages, wire } from '../testing.ts'
import { readDns, readName, readStrings } from './message.ts'
import { addressOfReverse, isHostName, serviceName } from './names.ts'
import { isKnownServer } from './known-servers.ts'
import { writtenDns, writtenString } from './testing.ts'

test('a compressed name goes on where it points to', () => {
  const bytes = wire('03 "icu" 07 "example" 00 05 "pump7" c000 04 "next"')
  assert.deepEqual(readName(bytes, 0), { text: 'icu.example', next: 13 })
  assert.deepEqual(readName(bytes, 13), { text: 'pump7.icu.example', next: 21 })
})

test('a name that runs in a circle, forwards or out of the message is none', () => {
  const cases = [
    'c000', // to itself
    '01 "a" c000', // to its own beginning
    'c002 c000',
    'c004 00 00 01 "a" 00', // forwards
    '3f "short"',
    '40 "reserved" 00',
    '03 "icu"',
    'c0',
    `3f${'61'.repeat(63)}`.repeat(4) + '00', // 256 bytes
  ]
  for (const bytes of cases) assert.equal(readName(wire(bytes), 0), undefined, bytes)
})

test('a chain of pointers backwards ends, whatever its length', () => {
  const links = Array.from({ length: 2000 }, (_, index) => (0xc000 | Math.max(0, 2 * index - 1)).toString(16)).join('')
  assert.deepEqual(readName(wire(`00 ${links}`), 1 + 2 * 1999), { text: '', next: 4001 })
})

test('a message gives what it holds up to where it ends', () => {
  const whole = writtenDns({ flags: '8180', questions: [['a.example', 1]], records: [['a.example', 1, '0a000005'], ['b.example', 16, writtenString('x')]] }) // prettier-ignore
  const message = readDns(whole)
  assert.ok(message?.isWhole)
  assert.deepEqual(message.records.map(({ name }) => name), ['a.example', 'b.example']) // prettier-ignore
  assert.deepEqual(message.records[1] && readStrings(message, message.records[1]), ['x'])
  const cut = readDns(whole.subarray(0, -1))
  assert.deepEqual([cut?.isWhole, cut?.records.length], [false, 1])
})

test('a message with more than its bytes can hold costs no more than its bytes', () => {
  const many = wire('1234 8180 ffff ffff ffff ffff')
  assert.deepEqual([readDns(many)?.questions.length, readDns(many)?.isWhole], [0, false])
  for (const damaged of damages(writtenDns({ flags: '8180', questions: [['a.b', 1]], records: [['a.b', 33, '0000']] })))
    readDns(damaged)
})

test('names of hosts, services and addresses are told apart', () => {
  const hosts = [
    'pump7',
    'pump-7.icu.example',
    '_',
    'Dräger-1.local',
    '10.0.0.5',
    'a..b',
    '_ipp._tcp.local',
    '5.0.0.10.in-addr.arpa',
    'a b',
    '',
  ]
  assert.deepEqual(
    hosts.filter(isHostName),
    ['pump7', 'pump-7.icu.example', '_', 'Dräger-1.local'].filter((name) => name !== '_'),
  )
  assert.deepEqual(serviceName('MX 700._dicom._tcp.local'), { service: 'dicom', parent: 'local' })
  assert.deepEqual(serviceName('_ldap._tcp.dc._msdcs.a.example'), { service: 'ldap', parent: 'dc._msdcs.a.example' })
  assert.equal(serviceName('a.example'), undefined)
  assert.equal(addressOfReverse('5.0.0.10.in-addr.arpa'), '10.0.0.5')
  assert.equal(addressOfReverse(`9${'.0'.repeat(29)}.d.f.ip6.arpa`), 'fd00::9')
  assert.equal(addressOfReverse('0.0.10.in-addr.arpa'), undefined)
  assert.equal(addressOfReverse('999.0.0.10.in-addr.arpa'), undefined)
})

test('servers that a device asks for by itself are known by their domain', () => {
  const known = ['philips.com', 'Collect.PHILIPS.com', '0.debian.pool.ntp.org', 'a.b.teamviewer.com']
  assert.deepEqual(known.filter(isKnownServer), known)
  assert.deepEqual(['myphilips.com', 'philips.com.evil.example', 'ntp.org', ''].filter(isKnownServer), [])
})
