import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inLines } from '../../../test/network.ts'
import { observe } from '../index.ts'
import type { ObservedBatch } from '../index.ts'

const now = (): Date => new Date('2026-06-01T08:00:00Z')

async function read(text: string, piece = 100): Promise<ObservedBatch> {
  const bytes = Buffer.from(text)
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  const batches = await Array.fromAsync(observe(pieces(), { now }))
  return batches[0] as ObservedBatch
}

const element = (vr: string, ...values: readonly unknown[]): object => ({ vr, Value: values })
const image = {
  '00080005': element('CS', 'ISO_IR 100'),
  '00080020': element('DA', '20240229'),
  '00080060': element('CS', 'CT'),
  '00080070': element('LO', 'Exemplar "Médical" {x}'),
  '00081090': element('LO', 'Tomo 64'),
  '00100010': element('PN', { Alphabetic: 'DOE^JANE' }),
  '00100020': element('LO', 'CANARY'),
  '00181000': element('LO', 'SN-640017'),
  '0018100A': element('SQ', { '00181009': element('UT', '(01)04012345678901') }),
  '00181020': element('LO', '4.2.1', 'Recon 7'),
  '7FE00010': { vr: 'OW', BulkDataURI: 'https://pacs/CANARY' },
}
const told =
  '- explicit: maker=Exemplar "Médical" {x}, model=Tomo 64, serial=SN-640017, udi=(01)04012345678901, deviceKind=CT, softwareVersion=4.2.1, softwareVersion=Recon 7'

test('an answer of DICOMweb tells of its equipment, as an array, one a line, or alone', async () => {
  const other = { ...image, '00181000': element('LO', 'SN-2'), '00080070': element('LO', 'Exemplar') }
  for (const text of [
    JSON.stringify([image, other], undefined, 2),
    `${JSON.stringify(image)}\n${JSON.stringify(other)}\n`,
  ]) {
    for (const piece of [1, 7, 10_000]) {
      const { observations, progress } = await read(text, piece)
      assert.equal(inLines({ tellings: [...observations] })[0], told)
      assert.deepEqual([observations.length, progress.units], [2, 2])
      assert.doesNotMatch(JSON.stringify({ observations, progress }), /DOE|CANARY/)
      assert.deepEqual(progress.dropped, { patient: 4, image: 2 })
      assert.equal(new Date(observations[0]?.lastSeenAt ?? 0).toISOString().slice(0, 10), '2024-02-29')
    }
  }
  assert.equal((await read(JSON.stringify(image))).observations.length, 1)
})

test('an object that is too long is passed over and said; what is cut gives what it held', async () => {
  const long = { '00080005': { vr: 'OB', InlineBinary: 'A'.repeat(1_100_000) }, '00181000': element('LO', 'SN-9') }
  const { observations, progress } = await read(JSON.stringify([image, long, image]), 65_536)
  assert.deepEqual([observations.length, observations[0]?.count, progress.problems.length], [1, 2, 1])
  const text = JSON.stringify([image, image])
  for (let cut = 60; cut < text.length; cut += 13) await read(text.slice(0, cut))
  const { progress: cutShort } = await read(text.slice(0, -20))
  assert.match(JSON.stringify(cutShort.problems), /"object 2".*ends in the middle/)
  assert.deepEqual((await read(`[${'{"00080005":{"vr":'.repeat(2000)}`)).observations, [])
})
