import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNeverThrows, carrierTo, inLines, listenTo } from '../../../test/network.ts'
import type { Said } from '../../../test/network.ts'
import { hl7 } from './hl7.ts'

/** A message in its frame; segments end in CR. */
function framed(...segments: readonly string[]): Buffer {
  return Buffer.from(`\u000b${segments.join('\r')}\r\u001c\r`)
}

function told(...segments: readonly string[]): string[] {
  return inLines(listenTo(hl7, [{ from: 'client', bytes: framed(...segments) }], { port: 2575 }))
}

const patient = [
  'PID|1||CANARY^^^MR||DOE^JANE^CANARY||19700101|F',
  'NK1|1|DOE^CANARY|WIFE',
  'PV1|1|I|WARD^ROOM^CANARY',
  'ORC|RE|CANARY|||||||||CANARY^DOCTOR',
  'OBR|1|CANARY|CANARY|cbc^CBC',
  'OBX|1|NM|wbc^Wbc^L||CANARY|/nl|||||F',
  'NTE|1||CANARY wrote DOE^JANE',
  'ZPD|DOE^JANE',
]

test('the header names the sending application; what it calls the other side is a hint', () => {
  assert.deepEqual(told('MSH|^~\\&|ANALYSER^^|LAB-1|LIS|HOSPITAL|20260101||ORU^R01|1|P|2.5', ...patient), [
    '10.0.0.1 explicit: role=client',
    '10.0.0.1 explicit: applicationName=ANALYSER, facility=LAB-1, banner=HL7 2.5',
    '10.0.0.2 weak: applicationName=LIS, facility=HOSPITAL',
  ])
})

test('an acknowledgement names the application that answers, and its port', () => {
  const lines = inLines(
    listenTo(
      hl7,
      [{ from: 'server', bytes: framed('MSH|^~\\&|LIS|HOSPITAL|ANALYSER||20260101||ACK|2|P|2.5', 'MSA|AA|1') }],
      { port: 6661 },
    ),
  )
  assert.deepEqual(lines.slice(0, 2), [
    '10.0.0.2 explicit: service=hl7/6661, role=server',
    '10.0.0.2 explicit: applicationName=LIS, facility=HOSPITAL, banner=HL7 2.5',
  ])
})

test('software segments name products; the last one is the sender, the others are before it', () => {
  const lines = told(
    'MSH|^~\\&|ANALYSER|LAB-1|||20260101||ORU^R01|1|P|2.6',
    'SFT|Exemplar Diagnostics^L|4.2.0|Analyse One|A-77||20250101',
    'SFT|Bridgeworks|9.1|Interface\\T\\Engine|B-1',
  )
  assert.deepEqual(lines.slice(2), [
    '- explicit: softwareMaker=Exemplar Diagnostics, softwareProduct=Analyse One, softwareProductVersion=4.2.0',
    '10.0.0.1 explicit: softwareMaker=Bridgeworks, softwareProduct=Interface&Engine, softwareProductVersion=9.1',
  ])
})

test('who passes on what another address sent is a gateway, and not that application', () => {
  const header = `MSH|^~\\&|PUMPSERVER|WARD|||20260101||ORU^R01|1|P|2.7${'|'.repeat(12)}10.9.9.9`
  assert.deepEqual(told(header).slice(0, 2), [
    '10.0.0.1 explicit: role=client, role=gateway',
    '- explicit: applicationName=PUMPSERVER, facility=WARD, banner=HL7 2.7',
  ])
})

const pcdHeader = (profile: string): string =>
  `MSH|^~\\&|Exemplar^0012210000000001^EUI-64|WARD|||20260101||ORU^R01^ORU_R01|7|P|2.6|||AL|NE||UNICODE UTF-8|||${profile}`

test('IHE PCD-01 tells of devices by their tree, of modules where they are devices of their own, and of no measurement', () => {
  const lines = told(
    pcdHeader('IHE_PCD_001^IHE PCD^1.3.6.1.4.1.19376.1.6.1.1.1^ISO'),
    ...patient,
    'OBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X|||||||0012210000000009^^0012210000000009^EUI-64',
    'OBX|2|ST|531970^MDC_ID_MODEL_MANUFACTURER^MDC|1.0.0.1|Exemplar Médical||||||R',
    'OBX|3|ST|531969^MDC_ID_MODEL_NUMBER^MDC|1.0.0.2|Monitor M8||||||R',
    'OBX|4|ST|531972^MDC_ID_PROD_SPEC_SERIAL^MDC|1.0.0.3|SN-8||||||R',
    'OBX|5|ST|531975^MDC_ID_PROD_SPEC_SW^MDC|1.0.0.4|L.01.20~DSP 3||||||R',
    'OBX|6||69682^MDC_DEV_PULS_OXIM_VMD^MDC|1.1.0.0|||||||X',
    'OBX|7|ST|531972^MDC_ID_PROD_SPEC_SERIAL^MDC|1.1.0.1|OX-5||||||R',
    'OBX|8||69666^MDC_DEV_ANALY_PRESS_BLD_NONINV_VMD^MDC|1.2.0.0|||||||X',
    'OBX|9|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.1.1.1|98 CANARY|262688^MDC_DIM_PERCENT^MDC|||||R|||CANARY',
  )
  assert.deepEqual(lines.slice(2), [
    '- explicit: maker=Exemplar Médical, model=Monitor M8, serial=SN-8, deviceKind=MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS, softwareVersion=DSP 3, softwareVersion=L.01.20, deviceIdentifier=0012210000000009',
    '- explicit: serial=OX-5, deviceKind=MDC_DEV_PULS_OXIM_VMD',
  ])
})

test('a device that sends for itself, as its number says, is told with its address', () => {
  const lines = told(
    pcdHeader('IHE_PCD_015^IHE PCD^1.3.6.1.4.1.19376.1.6.1.15.1^ISO'),
    'PID|1',
    'OBR|1|2000101^Pump^0012210000000001^EUI-64|2000101^Pump^0012210000000001^EUI-64|0^MDCX_EVT_POWER_CHG^MDC',
    'OBX|1|ST|69985^MDC_DEV_PUMP_INFUS_MDS^MDC|1.0.0.0|||||||X',
    'OBX|2|ST|67880^MDC_ATTR_ID_MODEL^MDC|1.0.0.1|manufacturer=Exemplar Medical model=Pump 4000||||||R',
    'OBX|3|ST|67972^MDC_ATTR_SYS_ID^MDC|1.0.0.2|2000101^Pump^0012210000000001^EUI-64||||||R',
    'OBX|4|CWE|0^MDCX_DMC_ATTR_POWER_STATE^MDC|1.0.0.3|^OFF||||||F|||||||2000101^Pump^0012210000000001^EUI-64',
    'OBX|5|ST|0^MDCX_LS_ATTR_NAME^MDC|LOC|CANARY||||||F',
    'OBX|6|PL|0^MDCX_LS_ATTR_LOCATION^MDC|LOC|ICU^R4^CANARY^Exemple^^^North Building^1||||||F',
  )
  assert.deepEqual(lines, [
    '10.0.0.1 explicit: role=client',
    '10.0.0.1 explicit: applicationName=Exemplar, facility=WARD, deviceIdentifier=0012210000000001, banner=HL7 2.6, banner=IHE_PCD_015',
    '10.0.0.1 explicit: maker=Exemplar Medical, model=Pump 4000, deviceKind=MDC_DEV_PUMP_INFUS_MDS, location=ICU, R4, Exemple, North Building, 1, deviceIdentifier=0012210000000001',
  ])
})

test('equipment that takes part is told with its UDI, lot and serial number; persons and donations are not', () => {
  const equipment =
    'PRT|1|UC||EQUIP|||||||P-1^^0012210000000007^EUI-64||||||04012345678901|20240229|20290101|LOT7|SN7|CANARY|69985^MDC_DEV_PUMP_INFUS^MDC'
  const lines = told(
    'MSH|^~\\&|A|B|||20260101||ORU^R01|1|P|2.9',
    'PRT|2|UC||AP|CANARY^DOCTOR|||||CANARY||||||CANARY|||CANARY|CANARY',
    equipment.replace('|||||||P-1', '||||||P-1'),
  )
  assert.deepEqual(lines.slice(2), [
    '- explicit: serial=SN7, udi=04012345678901, lot=LOT7, manufacturedOn=2024-02-29, deviceKind=MDC_DEV_PUMP_INFUS, deviceIdentifier=0012210000000007',
  ])
})

test('equipment that reports its own status is told; the instance of a measurement too', () => {
  assert.deepEqual(told('MSH|^~\\&|A|B|||20260101||ESU^U01|1|P|2.5', 'EQU|AN-1^Lab|20260101|OP').slice(2), [
    '10.0.0.1 strong: deviceIdentifier=AN-1',
  ])
  assert.deepEqual(
    told('MSH|^~\\&|A|B|||20260101||ORU^R01|1|P|2.5', 'OBX|1|NM|wbc^Wbc^L||CANARY|||||||||||||AN-1').slice(2),
    ['- explicit: deviceIdentifier=AN-1'],
  )
})

test('delimiters are those that the message announces, and text is in the set that it names', () => {
  const bytes = Buffer.concat([
    Buffer.from('\u000bMSH#*~\\&#Anal*x#Uniklinik M'),
    Buffer.from([0xfc]),
    Buffer.from('nchen###20260101##ORU*R01#1#P#2.5######8859/1\rSFT#Dr\\XE4\\ger#1#X\r\u001c\r'),
  ])
  assert.deepEqual(inLines(listenTo(hl7, [{ from: 'client', bytes }])).slice(1), [
    '10.0.0.1 explicit: applicationName=Anal, facility=Uniklinik München, banner=HL7 2.5',
    '10.0.0.1 explicit: softwareMaker=Dräger, softwareProduct=X, softwareProductVersion=1',
  ])
})

test('batches, lines in LF and messages without a frame are read', () => {
  const message = (name: string): string => `MSH|^~\\&|${name}|B|||20260101||ORU^R01|1|P|2.5\nPID|1||CANARY\n`
  const bytes = Buffer.from(`FHS|^~\\&|X\nBHS|^~\\&|X\n${message('ONE')}${message('TWO')}BTS|2\nFTS|1\n`)
  assert.equal(hl7.recognises(bytes, 'client', carrierTo(9999)), 'yes')
  const lines = inLines(listenTo(hl7, [{ from: 'client', bytes }]))
  assert.deepEqual(
    lines.filter((line) => line.includes('applicationName')).map((line) => /applicationName=(\w+)/.exec(line)?.[1]),
    ['ONE', 'TWO'],
  )
})

test('nothing of a patient comes out of any message, and what was left out is counted', () => {
  const taken = listenTo(hl7, [
    { from: 'client', bytes: framed('MSH|^~\\&|A|B|||20260101||ORU^R01|1|P|2.5', ...patient) },
  ])
  assert.doesNotMatch(JSON.stringify(taken), /CANARY|DOE|JANE|WARD/)
  assert.deepEqual(taken.dropped, { patient: 3, person: 1, identifier: 2, result: 1, text: 1 })
})

test('a message of any length is read in pieces: what stands after a scanned document is still told', () => {
  const document = 'QUJD'.repeat(5_000)
  const said: Said[] = [
    { from: 'client', bytes: Buffer.from('\u000bMSH|^~\\&|A|B|||20260101||ORU^R01|1|P|2.5\rOBX|1|ED|x||') },
    ...Array.from({ length: 500 }, () => ({ from: 'client' as const, bytes: Buffer.from(document) })),
    { from: 'client', bytes: Buffer.from('|||||||||||||SCANNER-1\r\u001c\r') },
  ]
  assert.ok(inLines(listenTo(hl7, said)).includes('- explicit: deviceIdentifier=SCANNER-1'))
})

test('HL7 is recognised by its header, on any port', () => {
  const carrier = carrierTo(40_000)
  const first = framed('MSH|^~\\&|A|B|||20260101||ORU^R01|1|P|2.5')
  assert.equal(hl7.recognises(first, 'client', carrier), 'yes')
  assert.equal(hl7.recognises(first.subarray(0, 5), 'client', carrier), 'more')
  assert.equal(hl7.recognises(Buffer.from('\u000bMSHABCDEFGHIJ'), 'client', carrier), 'no')
  assert.equal(hl7.recognises(Buffer.from('MSH,^~\\&,A'), 'client', carrier), 'no')
  assert.equal(hl7.recognises(Buffer.from('MSHELL> login'), 'client', carrier), 'no')
})

test('no cut, gap or damage makes a message throw', () => {
  const bytes = framed(
    pcdHeader('IHE_PCD_001'),
    ...patient,
    'SFT|A|1|B',
    'OBX|1||69985^MDC_DEV_PUMP_INFUS_MDS^MDC|1.0.0.0|||||||X|||||||7^^7^EUI-64',
  )
  assertNeverThrows(hl7, [{ from: 'client', bytes }])
})
