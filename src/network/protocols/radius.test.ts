import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { radius } from './radius.ts'

const hex = (value: number): string => value.toString(16).padStart(2, '0')
const attribute = (type: number, content: string): string => `${hex(type)} ${hex(wire(content).length + 2)} ${content}`

function packet(code: number, ...attributes: readonly string[]): Uint8Array {
  const content = wire(attributes.join(' '))
  return Buffer.concat([wire(`${hex(code)} 07 ${(20 + content.length).toString(16).padStart(4, '0')} ${'55'.repeat(16)}`), content]) // prettier-ignore
}

const wired = [attribute(1, '"jane.doe"'), attribute(2, '11'.repeat(16)), attribute(31, '"00-09-FB-01-02-03"'), attribute(32, '"sw-icu-2"'), attribute(61, '0000000f'), attribute(87, '"Gi1/0/12"')] // prettier-ignore
const request = packet(1, ...wired)
const server = between({}, { port: 1812 })

test('RADIUS tells the port of the switch that an interface stands on, and no user', () => {
  const { told, dropped } = hear(radius, request, server)
  assert.deepEqual(told.map(({ subject, facts }) => [subject.mac, facts.map(({ field, value }) => `${field} ${value}`).join()]), [
    ['00:09:fb:00:00:05', 'role radius-client'],
    ['00:09:fb:01:02:03', 'switchPort sw-icu-2 Gi1/0/12'],
  ]) // prettier-ignore
  assert.deepEqual(dropped, { person: 1, credential: 1 })
  assert.equal(JSON.stringify(told).includes('doe'), false)
})

test('accounting tells the address that an interface has; a request does not', () => {
  const framed = attribute(8, '0a000007')
  const ofAccounting = hear(radius, packet(4, ...wired, framed), between({}, { port: 1813 })).told.at(-1)
  assert.deepEqual(ofAccounting?.subject, { mac: '00:09:fb:01:02:03', ip: '10.0.0.7' })
  assert.equal(hear(radius, packet(1, ...wired, framed), server).told.at(-1)?.subject.ip, undefined)
})

test('a telephone number is no interface, and an access point has no port', () => {
  const calling = hear(radius, packet(1, attribute(31, '"+33 1 23 45 67"')), server)
  assert.equal(calling.told.length, 1)
  const wireless = hear(radius, packet(1, attribute(31, '"0009.fb01.0203"'), attribute(61, '00000013'), attribute(87, '"wlan0"')), server) // prettier-ignore
  assert.deepEqual(wireless.told.at(-1), { subject: { mac: '00:09:fb:01:02:03' }, facts: [], confidence: 'strong' })
})

test('who lets others in is the server', () => {
  assert.deepEqual(factLines(hear(radius, packet(2), between({ port: 1812 }))), ['role: radius-server'])
})

test('only packets whose attributes fill them are recognised, and damage does no harm', () => {
  assert.deepEqual([request, packet(2), packet(9), request.subarray(0, 60)].map((bytes) => radius.recognises(bytes, server)), [true, true, false, false]) // prettier-ignore
  assertSurvives(radius, request, server)
})
