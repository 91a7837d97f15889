import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, between, factLines, hearStream, wire } from '../testing.ts'
import { modbus } from './modbus.ts'

const controller = between({}, { port: 502 })
const asked = wire('0001 0000 0005 ff 2b 0e 01 00')
const objects = '00 04 "Acme" 01 03 "C-7" 02 04 "V2.1" 05 05 "Steri" 06 04 "Jane"'
const told = wire(`0001 0000 0029 ff 2b 0e 01 01 00 00 05 ${objects}`)
const identified = told.with(5, told.length - 6)

test('a controller tells what it is', () => {
  const heard = hearStream(modbus, [['client', asked], ['server', identified]], controller) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'role: modbus-client',
    'service: modbus/502',
    'role: modbus-server',
    'maker: Acme',
    'model: C-7',
    'model: Steri',
    'firmwareVersion: V2.1',
  ])
  assert.deepEqual(heard.dropped, { text: 1 })
})

test('values are counted and forgotten; a unit behind a gateway is told once', () => {
  const read = wire('0002 0000 0006 05 03 0000 0001')
  const values = wire('0002 0000 0005 05 03 02 4a44')
  const heard = hearStream(modbus, [['client', read], ['server', values], ['client', read], ['server', values]], controller) // prettier-ignore
  assert.deepEqual(factLines(heard).slice(1), ['role: modbus-client', 'deviceIdentifier: modbus-unit:5', 'service: modbus/502', 'role: modbus-server'].filter((line) => line !== 'role: modbus-client')) // prettier-ignore
  assert.deepEqual(heard.dropped, { result: 2 })
})

test('an answer that refuses proves no unit', () => {
  const heard = hearStream(modbus, [['client', asked], ['server', wire('0001 0000 0003 05 ab 0b')]], controller) // prettier-ignore
  assert.deepEqual(factLines(heard), ['role: modbus-client', 'service: modbus/502', 'role: modbus-server'])
})

test('it is recognised by its header', () => {
  const elsewhere = between({}, { port: 1502 })
  assert.equal(modbus.recognises(asked, 'client', elsewhere), 'yes')
  assert.equal(modbus.recognises(asked, 'server', elsewhere), 'no')
  assert.equal(modbus.recognises(wire('0001 0000 0006 01 03 0000 0001'), 'client', elsewhere), 'yes')
  assert.equal(modbus.recognises(wire('3084 0000 0006 02 02 0100 4200'), 'client', elsewhere), 'no')
  assert.equal(modbus.recognises(wire('3084 0000 0008 02 01 07 42 00 00 00'), 'client', elsewhere), 'no')
  assert.equal(modbus.recognises(asked.subarray(0, 7), 'client', controller), 'more')
  assert.equal(modbus.recognises(wire('0001 0001 0005 ff 2b 0e 01 00'), 'client', controller), 'no')
  assert.equal(modbus.recognises(wire('0000 0000 0004 00 5a 00 02'), 'client', controller), 'yes')
  assert.equal(modbus.recognises(wire('0000 0000 0004 00 5a 00 02'), 'client', elsewhere), 'no')
  assert.equal(modbus.recognises(wire('0001 0000 0005 ff 00 0e 01 00'), 'client', controller), 'no')
  assert.equal(modbus.recognises(Uint8Array.of(...asked, ...asked), 'client', elsewhere), 'no')
})

test('damaged connections harm nothing', () => assertStreamSurvives(modbus, asked, identified))
