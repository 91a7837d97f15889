import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ascii, associate, explicitLittle, implicitLittle, item } from '../../../test/dicom-bytes.ts'
import { assertNeverThrows, carrierTo, inLines, listenTo } from '../../../test/network.ts'
import type { Said } from '../../../test/network.ts'
import { dicom } from './dicom.ts'

const ct = '1.2.840.10008.5.1.4.1.1.2'
const worklist = '1.2.840.10008.5.1.4.31'
const dcmtk = { implementationClassUid: '1.2.276.0.7230010.3.0.3.6.7', implementationVersionName: 'OFFIS_DCMTK_367' }

const request = associate(1, {
  called: 'PACS',
  calling: 'CT1',
  contexts: [
    { id: 1, abstractSyntax: ct, transferSyntaxes: [explicitLittle, implicitLittle] },
    { id: 3, abstractSyntax: worklist, transferSyntaxes: [implicitLittle] },
  ],
  implementationClassUid: '1.2.840.113619.6.55',
  implementationVersionName: 'LIGHTSPEED 16',
})
const answer = associate(2, {
  called: 'PACS',
  calling: 'CT1',
  contexts: [
    { id: 1, transferSyntaxes: [explicitLittle] },
    { id: 3, transferSyntaxes: [implicitLittle], result: 3 },
  ],
  ...dcmtk,
})
const association: readonly Said[] = [
  { from: 'client', bytes: request },
  { from: 'server', bytes: answer },
]

test('an association tells who its two ends are, by which software, for which services', () => {
  assert.deepEqual(inLines(listenTo(dicom, association)), [
    `10.0.0.1 CT1 explicit: implementationClassUid=1.2.840.113619.6.55, implementationVersionName=LIGHTSPEED 16, aeTitle=CT1, sopClass=${ct}, sopClass=${worklist}, role=scu`,
    '10.0.0.1 CT1 weak: softwareMaker=GE Healthcare',
    '10.0.0.1 CT1 weak: deviceKind=CT, role=modality',
    `10.0.0.2 PACS explicit: implementationClassUid=1.2.276.0.7230010.3.0.3.6.7, implementationVersionName=OFFIS_DCMTK_367, aeTitle=PACS, service=dicom/104, sopClass=${ct}, role=scp`,
    '10.0.0.2 PACS strong: softwareMaker=OFFIS, softwareProduct=DCMTK, softwareProductVersion=3.6.7',
  ])
})

test('an association that was refused tells nothing of who refused it', () => {
  const lines = inLines(
    listenTo(dicom, [
      { from: 'client', bytes: request },
      { from: 'server', bytes: Uint8Array.of(3, 0, 0, 0, 0, 4, 0, 1, 1, 7) },
    ]),
  )
  assert.equal(lines.length, 3)
  assert.ok(lines.every((line) => line.startsWith('10.0.0.1 CT1')))
})

test('an answer whose question was not captured tells of its sender all the same', () => {
  const [line] = inLines(listenTo(dicom, [{ from: 'server', bytes: answer }]))
  assert.match(line ?? '', /^10\.0\.0\.2 PACS explicit: .*implementationVersionName=OFFIS_DCMTK_367/)
})

test('the name and the password of a user are counted and never told', () => {
  const identity = item(
    0x58,
    Buffer.concat([Buffer.from([2, 0, 0, 8]), ascii('DOE^JANE'), Buffer.from([0, 6]), ascii('CANARY')]),
  )
  const taken = listenTo(dicom, [{ from: 'client', bytes: associate(1, { userItems: [identity] }) }])
  assert.deepEqual(taken.dropped, { credential: 1 })
  assert.doesNotMatch(JSON.stringify(taken), /DOE|CANARY/)
})

test('a hundred classes are told in as many tellings as it takes', () => {
  const contexts = Array.from({ length: 128 }, (_, index) => ({
    id: 2 * index + 1,
    abstractSyntax: `1.2.840.10008.5.1.4.1.1.${index}`,
    transferSyntaxes: [implicitLittle],
  }))
  const { tellings } = listenTo(dicom, [{ from: 'client', bytes: associate(1, { contexts }) }])
  const classes = tellings.flatMap(({ facts }) => facts.filter(({ field }) => field === 'sopClass'))
  assert.equal(new Set(classes.map(({ value }) => value)).size, 128)
})

test('an association is recognised by its first bytes, on any port', () => {
  const carrier = carrierTo(50_104)
  assert.equal(dicom.recognises(request.subarray(0, 512), 'client', carrier), 'yes')
  assert.equal(dicom.recognises(answer, 'server', carrier), 'yes')
  assert.equal(dicom.recognises(request.subarray(0, 3), 'client', carrier), 'more')
  assert.equal(dicom.recognises(ascii('GET / HTTP/1.1\r\nHost: pacs\r\n\r\n'), 'client', carrier), 'no')
  // A TLS or SMB header and a request that is cut short in its titles.
  assert.equal(dicom.recognises(Buffer.from('160301020001000', 'hex'), 'client', carrier), 'no')
  assert.equal(dicom.recognises(Buffer.from([1, 0, 0xff, 0xff, 0xff, 0xff, 0, 1]), 'client', carrier), 'no')
})

test('no cut, gap or damage makes an association throw', () => {
  assertNeverThrows(dicom, association)
})

test('a length that promises gigabytes is malformed, and takes no room', () => {
  const { malformed, tellings } = listenTo(dicom, [
    { from: 'client', bytes: Buffer.from([1, 0, 0xff, 0xff, 0xff, 0xf0, 0, 1, 0, 0]) },
  ])
  assert.equal(malformed, 1)
  assert.deepEqual(tellings, [])
})
