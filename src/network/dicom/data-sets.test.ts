import assert from 'node:assert/strict'
import { deflateRawSync } from 'node:zlib'
import { test } from 'node:test'
import {
  dataSet,
  deflatedLittle,
  elementHeader,
  explicitBig,
  explicitLittle,
  implicitLittle,
  message,
} from '../../../test/dicom-bytes.ts'
import type { Encoding } from '../../../test/dicom-bytes.ts'
import { assertNeverThrows, inLines, listenTo } from '../../../test/network.ts'
import { dicom } from '../protocols/dicom.ts'
import { ctFacts, image, send, told } from '../../../test/dicom-image.ts'

const encodings: readonly (readonly [name: string, transferSyntax: string, encoding: Encoding])[] = [
  ['implicit little-endian', implicitLittle, 'implicit'],
  ['explicit little-endian', explicitLittle, 'explicit'],
  ['explicit big-endian', explicitBig, 'big'],
]

for (const [name, transferSyntax, encoding] of encodings) {
  for (const lengths of ['defined', 'undefined'] as const) {
    test(`an image in ${name} with ${lengths} lengths tells of its modality, and of its sender when that is the modality`, () => {
      const data = dataSet(image, { encoding, lengths })
      assert.deepEqual(told(send({ transferSyntax, messages: [{ command: 1, data }] })), [
        `CT1 explicit: ${ctFacts}`,
        `10.0.0.1 CT1 explicit: ${ctFacts}`,
      ])
    })
  }
}

test('a data set in fragments of any size is the same data set', () => {
  const whole = told(send({ messages: [{ command: 1, data: dataSet(image) }] }))
  for (const fragmentBytes of [1, 7, 100]) {
    const said = send({ messages: [{ command: 1, data: dataSet(image), fragmentBytes }] })
    assert.deepEqual(told(said), whole)
    assert.deepEqual(told(said, 13), whole)
  }
})

test('a deflated data set is unpacked up to where its equipment is named', () => {
  const data = deflateRawSync(dataSet([...image, [0x7fe0_0010, 'OW', Buffer.alloc(1_000_000)]]))
  assert.deepEqual(told(send({ transferSyntax: deflatedLittle, messages: [{ command: 1, data }] })).length, 2)
})

test('what is deflated by lie, or is a bomb, is given up', () => {
  const garbage = listenTo(
    dicom,
    send({ transferSyntax: deflatedLittle, messages: [{ command: 1, data: Buffer.alloc(500, 0xff) }] }),
  )
  assert.equal(garbage.malformed, 1)
  const bomb = deflateRawSync(Buffer.concat([elementHeader(0x0008_0021, 'UN', 0xffff_fff0), Buffer.alloc(50_000_000)]))
  assert.deepEqual(told(send({ transferSyntax: deflatedLittle, messages: [{ command: 1, data: bomb }] })), [])
})

test('nothing of the patient, the doctors or the examination comes out, and what was left out is counted', () => {
  const taken = listenTo(dicom, send({ messages: [{ command: 1, data: dataSet(image) }] }))
  assert.doesNotMatch(JSON.stringify(taken), /DOE|JANE|CANARY/)
  assert.deepEqual(taken.dropped, { identifier: 4, time: 1, person: 1, text: 2, patient: 2, image: 1 })
})

test('an image of another day tells of its equipment as it was on that day', () => {
  const { tellings } = listenTo(dicom, send({ messages: [{ command: 1, data: dataSet(image) }] }))
  const days = tellings.filter(({ asOf }) => asOf !== undefined).map(({ asOf = 0 }) => new Date(asOf).toISOString())
  assert.deepEqual(days, ['2026-03-01T12:00:00.000Z', '2026-03-01T12:00:00.000Z'])
})

test('a name of a person in a field of equipment is left out', () => {
  const data = dataSet([
    [0x0008_0070, 'LO', 'DOE^JANE'],
    [0x0008_1090, 'LO', 'Tomo 64'],
    [0x0018_1000, 'LO', 'Doe^Jane^^Dr'],
  ])
  const said = send({ messages: [{ command: 1, data }] })
  assert.deepEqual(told(said), ['- explicit: model=Tomo 64'])
  assert.deepEqual(listenTo(dicom, said).dropped, { person: 2 })
})

test('sequences a million levels deep, and elements of four gigabytes, cost nothing', () => {
  const level = Buffer.concat([
    elementHeader(0x0008_1140, 'SQ', 0xffff_ffff),
    elementHeader(0xfffe_e000, '', 0xffff_ffff),
  ])
  const deep = Buffer.concat(Array.from({ length: 100_000 }, () => level))
  assert.deepEqual(told(send({ messages: [{ command: 1, data: deep }] })), [])
  const open = Buffer.concat([
    elementHeader(0x0018_a001, 'SQ', 0xffff_ffff),
    elementHeader(0xfffe_e000, '', 0xffff_ffff),
  ])
  const openDeep = Buffer.concat(Array.from({ length: 10_000 }, () => open))
  assert.deepEqual(told(send({ messages: [{ command: 1, data: openDeep }] })), [])
  const huge = Buffer.concat([
    dataSet([[0x0008_0070, 'LO', 'Magnetica']]),
    elementHeader(0x0018_1000, 'UN', 0xffff_fffe),
  ])
  assert.deepEqual(told(send({ messages: [{ command: 1, data: huge }] })), ['- explicit: maker=Magnetica'])
})

test('an association that was already there is read by what its messages are', () => {
  const [line] = inLines(
    listenTo(dicom, [
      { from: 'client', bytes: message({ command: 1, data: dataSet(image, { encoding: 'implicit' }) }) },
    ]),
  )
  assert.equal(line, `CT1 explicit: ${ctFacts}`)
})

test('after a gap in an image the next image is read', () => {
  const said = send({ messages: [{ command: 1, data: dataSet(image), fragmentBytes: 1000 }] })
  const pair = [...said, said.at(-1)].filter((each) => each !== undefined)
  assert.equal(told(pair).length, 3)
})

test('no cut, gap or damage of a data set makes it throw', () => {
  const data = dataSet(image.slice(0, -1), { lengths: 'undefined' })
  const said = send({ messages: [{ command: 1, data, fragmentBytes: 200 }] })
  assertNeverThrows(dicom, said.slice(2))
  assertNeverThrows(dicom, [
    { from: 'client', bytes: Buffer.concat(said.flatMap(({ from, bytes }) => (from === 'client' ? [bytes] : []))) },
  ])
})
