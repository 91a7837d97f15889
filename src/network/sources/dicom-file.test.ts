import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { dataSet, explicitLittle } from '../../../test/dicom-bytes.ts'
import type { ElementBytes, ItemBytes } from '../../../test/dicom-bytes.ts'
import { damaged, inLines } from '../../../test/network.ts'
import { observe } from '../index.ts'
import type { ObservedBatch } from '../index.ts'

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'dicom')
const now = (): Date => new Date('2026-06-01T08:00:00Z')

async function read(bytes: Uint8Array, piece = 512): Promise<ObservedBatch> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  const batches = await Array.fromAsync(observe(pieces(), { now }))
  assert.equal(batches.length, 1)
  return batches[0] as ObservedBatch
}

async function lines(bytes: Uint8Array): Promise<string[]> {
  return inLines({ tellings: [...(await read(bytes)).observations] })
}

const meta: ItemBytes = [
  [0x0002_0010, 'UI', explicitLittle],
  [0x0002_0012, 'UI', '1.2.276.0.7230010.3.0.3.6.7'],
  [0x0002_0013, 'SH', 'OFFIS_DCMTK_367'],
  [0x0002_0016, 'AE', 'CT1'],
]
const image: ItemBytes = [
  [0x0008_0005, 'CS', 'ISO_IR 100'],
  [0x0008_0020, 'DA', '20240229'],
  [0x0008_0070, 'LO', 'Exemplar Medical'],
  [0x0008_1090, 'LO', 'Tomo 64'],
  [0x0010_0010, 'PN', 'DOE^JANE'],
  [0x0018_1000, 'LO', '640017'],
  [0x0040_0241, 'AE', 'CT1'],
  [0x7fe0_0010, 'OW', Buffer.alloc(100_000)],
]
const wholeFile = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), dataSet(meta), dataSet(image)])
const told = ['CT1 explicit: maker=Exemplar Medical, model=Tomo 64, serial=640017, aeTitle=CT1']
const writer = [
  'CT1 explicit: implementationClassUid=1.2.276.0.7230010.3.0.3.6.7, implementationVersionName=OFFIS_DCMTK_367, aeTitle=CT1',
  'CT1 strong: softwareMaker=OFFIS, softwareProduct=DCMTK, softwareProductVersion=3.6.7',
]

test('a file tells of its equipment, and of the software that wrote it where that is the equipment itself', async () => {
  assert.deepEqual(await lines(wholeFile), [...told, ...writer])
})

test('the software of an archive or a converter that wrote the file is told of nobody', async () => {
  const converted: ItemBytes = [...meta.slice(0, 3), [0x0002_0016, 'AE', 'CONVERTER']]
  assert.deepEqual(
    await lines(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), dataSet(converted), dataSet(image)])),
    told,
  )
})

test('files without preamble, or without meta information, are read all the same', async () => {
  assert.deepEqual(await lines(Buffer.concat([dataSet(meta), dataSet(image)])), [...told, ...writer])
  assert.deepEqual(await lines(dataSet(image)), told)
  assert.deepEqual(await lines(dataSet(image, { encoding: 'implicit' })), told)
  assert.deepEqual(await lines(dataSet(image, { encoding: 'big' })), told)
})

test('a file is read up to its pixels and no further', async () => {
  const { progress } = await read(wholeFile)
  assert.ok(progress.bytes < 2048, `${progress.bytes} bytes were read`)
})

test('the day of an image is the day of its facts: an old version is not told as if it were of today', async () => {
  const { observations, progress } = await read(wholeFile)
  const days = observations.map(({ lastSeenAt }) => new Date(lastSeenAt).toISOString().slice(0, 10))
  assert.deepEqual(days, ['2024-02-29', '2026-06-01', '2026-06-01'])
  assert.deepEqual(progress.dropped, { patient: 1, image: 1 })
})

test('files that dcmtk wrote are read in every encoding', async () => {
  const film =
    '- explicit: maker=Scannerie, model=Film 2, serial=22002, udi=(01)04012345678901(21)22002, softwareVersion=1.1, ' +
    'stationName=FILM2, institution=Hopital Saint-Exemple, department=Imagerie B'
  for (const name of ['sc.dcm', 'sc-big-endian.dcm', 'sc-deflated.dcm']) {
    const bytes = readFileSync(join(fixtures, name))
    assert.deepEqual(await lines(bytes), [film], name)
    assert.doesNotMatch(JSON.stringify(await read(bytes)), /DOE|JANE|CANARY/)
  }
})

test('a directory (DICOMDIR) tells of the equipment of its records, and of no patient', async () => {
  const record = (type: string, ...elements: readonly ElementBytes[]): ItemBytes => [
    [0x0004_1430, 'CS', type],
    ...elements,
  ]
  const directory = dataSet([
    [0x0004_1130, 'CS', 'DISC1'],
    [
      0x0004_1220,
      'SQ',
      [
        record('PATIENT', [0x0010_0010, 'PN', 'DOE^JANE']),
        record('SERIES', [0x0008_0060, 'CS', 'MR'], [0x0008_0070, 'LO', 'Magnetica'], [0x0018_1000, 'LO', '33001']),
        record('SERIES', [0x0008_0060, 'CS', 'MR'], [0x0008_0080, 'LO', 'Hopital Exemple']),
      ],
    ],
  ])
  const bytes = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), dataSet(meta.slice(0, 1)), directory])
  assert.deepEqual(await lines(bytes), ['- explicit: maker=Magnetica, serial=33001, deviceKind=MR'])
})

test('a plan of radiotherapy tells of the planning system and of the machine that treats', async () => {
  const plan = dataSet([
    [0x0008_0070, 'LO', 'Planworks'],
    [0x0008_1090, 'LO', 'Plan 5'],
    [
      0x300a_00b0,
      'SQ',
      [
        [
          [0x0008_0070, 'LO', 'Linacs'],
          [0x0008_1090, 'LO', 'Beam 6'],
          [0x0018_1000, 'LO', '9999'],
          [0x300a_00b2, 'SH', 'LINAC2'],
        ],
      ],
    ],
  ])
  assert.deepEqual(await lines(plan), [
    '- explicit: maker=Planworks, model=Plan 5',
    '- explicit: maker=Linacs, model=Beam 6, serial=9999, deviceKind=treatment machine, stationName=LINAC2',
  ])
})

test('a file that is cut or damaged anywhere gives what it held and never throws', async () => {
  const head = wholeFile.subarray(0, 600)
  for (let cut = 140; cut < 600; cut += 1) await read(head.subarray(0, cut), 97)
  for (let seed = 1; seed <= 300; seed += 1)
    await read(Buffer.concat([head.subarray(0, 132), damaged(head.subarray(132), seed)]), 97)
  const { progress } = await read(wholeFile.subarray(0, 180))
  assert.match(progress.problems[0]?.message ?? '', /ends before its first element/)
})
