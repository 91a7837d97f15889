import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { bacnet } from './bacnet.ts'

const speaking = between({ port: 47808 }, { port: 47808 })

function message(bytes: string, kind = '0a'): Uint8Array {
  const length = wire(bytes).length + 4
  return wire(`81 ${kind} ${length.toString(16).padStart(4, '0')} ${bytes}`)
}

const device = '0200007b'
const string = (value: string): string => `75 ${(value.length + 1).toString(16).padStart(2, '0')} 00 "${value}"`
const many = message(
  `01 00 30 05 0e 0c ${device} 1e 29 4d 4e ${string('AHU-3')} 4f 29 46 4e ${string('CTRL-9')} 4f 29 79 4e ${string('Acme')} 4f 29 1c 4e ${string('Jane')} 4f 29 2c 5e 91 02 91 20 5f 1f`,
)

test('a device that says that it is there tells its number and its vendor’s', () => {
  const iAm = message(`01 00 10 00 c4 ${device} 22 05c4 91 00 21 18`, '0b')
  assert.deepEqual(factLines(hear(bacnet, iAm, speaking)), [
    'deviceIdentifier: bacnet:123',
    'vendorClass: BACnet vendor 24',
    'service: bacnet/47808',
  ])
})

test('answers tell what the device object says of itself', () => {
  const one = (property: string, value: string): Uint8Array =>
    message(`01 00 30 05 0c 0c ${device} 19 ${property} 3e ${value} 3f`)
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['46', string('CTRL-9'), ['model: CTRL-9']],
    ['2c', string('1.4.2'), ['firmwareVersion: 1.4.2']],
    ['0c', string('Air 7'), ['softwareVersion: Air 7']],
    ['3a', '75 07 04 0042 0043 0044', ['location: BCD']],
    ['4d', '74 05 "D" fc "r"', ['stationName: Dür']],
    ['1c', string('Jane'), []],
  ]
  for (const [property, value, expected] of cases) {
    const lines = factLines(hear(bacnet, one(property, value), speaking))
    assert.deepEqual(lines.filter((line) => !/^(?:service|deviceIdentifier)/.test(line)), expected, property) // prettier-ignore
  }
})

test('several properties at once, errors among them', () => {
  const heard = hear(bacnet, many, speaking)
  assert.deepEqual(factLines(heard), [
    'maker: Acme',
    'model: CTRL-9',
    'stationName: AHU-3',
    'deviceIdentifier: bacnet:123',
    'service: bacnet/47808',
  ])
  assert.deepEqual(heard.dropped, { text: 1 })
})

test('what is measured is counted and forgotten', () => {
  const value = hear(bacnet, message('01 00 30 05 0c 0c 00000001 19 55 3e 44 41ac0000 3f'), speaking)
  assert.deepEqual([value.told, value.dropped], [[], { result: 1 }])
})

test('a device on another network is known by its number, one behind a forwarder by its own address', () => {
  const service = `10 00 c4 ${device} 22 05c4 91 00 21 18`
  assert.deepEqual(hear(bacnet, message(`01 08 0005 01 07 ${service}`), speaking).told[0]?.subject, {})
  assert.deepEqual(hear(bacnet, message(`0a000007 bac0 01 00 ${service}`, '04'), speaking).told[0]?.subject, {
    ip: '10.0.0.7',
  })
})

test('its length must be that of the datagram', () => {
  assert.equal(bacnet.recognises(many, speaking), true)
  assert.equal(bacnet.recognises(many.subarray(1), speaking), false)
  assert.equal(bacnet.recognises(Uint8Array.of(...many, 0), speaking), false)
})

test('damaged messages harm nothing', () => assertSurvives(bacnet, many, speaking))
