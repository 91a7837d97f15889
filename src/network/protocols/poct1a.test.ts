import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNeverThrows, carrierTo, inLines, listenTo } from '../../../test/network.ts'
import type { Said } from '../../../test/network.ts'
import { poct1a } from './poct1a.ts'

const greeting = `<HEL.R01><HDR><HDR.control_id V="1"/><HDR.version_id V="POCT1"/></HDR><DEV>
<DEV.device_id V="00-06-66-00-22-A1"/><DEV.vendor_id V="EXM"/><DEV.model_id V="Gas &amp; More"/><DEV.serial_id V="0600100736"/>
<DEV.manufacturer_name V="Exemplar Diagnostics"/><DEV.hw_version V="K1"/><DEV.sw_version V="3.10.8.0">3.10</DEV.sw_version>
<DEV.device_name V="Bed side"/></DEV></HEL.R01>`
const results = `<OBS.R01><SVC><PT><PT.patient_id V="CANARY"/><PT.name V="DOE^JANE"/></PT><OBS><OBS.value V="CANARY"/></OBS></SVC>
<OPR><OPR.operator_id V="CANARY"/></OPR></OBS.R01>`
const said: readonly Said[] = [
  { from: 'client', bytes: Buffer.from(`<?xml version="1.0"?>${greeting}`) },
  { from: 'server', bytes: Buffer.from('<ACK.R01><HDR/><ACK><ACK.type_cd V="AA"/></ACK></ACK.R01>') },
  { from: 'client', bytes: Buffer.from(results.repeat(3) + greeting) },
]
const told =
  '10.0.0.1 explicit: maker=Exemplar Diagnostics, model=Gas & More, serial=0600100736, softwareVersion=3.10.8.0, hardwareVersion=K1, deviceIdentifier=00-06-66-00-22-A1'

test('the greeting of an analyser names it; results, patients and operators are not looked at', () => {
  const taken = listenTo(poct1a, said)
  assert.deepEqual(inLines(taken), [told, told])
  assert.deepEqual([taken.dropped, listenTo(poct1a, said, { piece: 1 }).dropped], [{ result: 3 }, { result: 3 }])
  assert.doesNotMatch(JSON.stringify(taken), /DOE|JANE|CANARY/)
})

test('a device with the name of its vendor alone is told by that', () => {
  const bytes = Buffer.from('<HEL.R01><DEV><DEV.vendor_id V="EXM"/><DEV.device_name V="X1"/></DEV></HEL.R01>')
  assert.deepEqual(inLines(listenTo(poct1a, [{ from: 'server', bytes }])), ['10.0.0.2 explicit: maker=EXM, model=X1'])
})

test('POCT1-A is recognised by its greeting, behind an XML declaration too', () => {
  const carrier = carrierTo(3001)
  const recognise = (text: string): string => poct1a.recognises(Buffer.from(text), 'client', carrier)
  assert.equal(recognise('<HEL.R01>'), 'yes')
  assert.equal(recognise('<HE'), 'more')
  assert.equal(recognise('<?xml version="1.0"?>\r\n<HEL.R01>'), 'yes')
  assert.equal(recognise('<?xml version="1.0"?>'), 'more')
  assert.equal(recognise(`<?xml version="1.0"?><soap>${' '.repeat(600)}`), 'no')
  assert.equal(recognise('<html>'), 'no')
})

test('a greeting without end is given up, and no cut, gap or damage throws', () => {
  const endless: Said = { from: 'client', bytes: Buffer.from('<HEL.R01>' + 'x'.repeat(40_000)) }
  assert.equal(listenTo(poct1a, [endless], { piece: 1000 }).malformed, 1)
  assertNeverThrows(poct1a, [{ from: 'client', bytes: Buffer.from(greeting + results) }])
})
