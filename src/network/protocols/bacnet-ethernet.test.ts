import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, factLines, hear, wire } from '../testing.ts'
import { bacnetEthernet } from './bacnet-ethernet.ts'

const iAm = '10 00 c4 0200007b 22 05c4 91 00 21 18'

test('BACnet over Ethernet tells a device by its interface, padded or not', () => {
  for (const frame of [wire(`01 00 ${iAm}`), wire(`01 00 ${iAm} ${'00'.repeat(24)}`)]) {
    const heard = hear(bacnetEthernet, frame)
    assert.deepEqual(factLines(heard), ['deviceIdentifier: bacnet:123', 'vendorClass: BACnet vendor 24'])
    assert.deepEqual([heard.told[0]?.subject, heard.malformed], [{ mac: '00:09:fb:00:00:05' }, 0])
  }
})

test('a device behind a router is not told of the interface of the router', () => {
  const routed = hear(bacnetEthernet, wire(`01 08 0005 01 07 ${iAm}`))
  assert.deepEqual(routed.told[0]?.subject, {})
})

test('BACnet over Ethernet that is damaged does no harm', () => {
  assertSurvives(bacnetEthernet, wire(`01 00 ${iAm}`))
})
